import * as vscode from 'vscode';

/**
 * A text as it may stand in a message, a progress title or an input box. The editor makes links of
 * `[x](…)` there, of commands too, and a request file or a server may have written it.
 */
export function unlinked(text: string): string {
  return text.replaceAll('](', '] (');
}

/** A text as it may stand in a status bar or a list, where the editor makes icons of `$(…)`. */
export function withoutIcons(text: string): string {
  return text.replaceAll('$(', '$ (');
}

/** Shows a message; resolves to the button that was chosen. */
export function tellInfo(text: string, ...buttons: readonly string[]): Thenable<string | undefined> {
  return vscode.window.showInformationMessage(unlinked(text), ...buttons);
}

/** The same, as a warning. */
export function tellWarning(text: string, ...buttons: readonly string[]): Thenable<string | undefined> {
  return vscode.window.showWarningMessage(unlinked(text), ...buttons);
}

/** The same, as an error. */
export function tellError(text: string, ...buttons: readonly string[]): Thenable<string | undefined> {
  return vscode.window.showErrorMessage(unlinked(text), ...buttons);
}

/** Asks in a dialog, whose text the editor shows as it is; resolves to whether `action` was chosen. */
export async function agrees(question: string, detail: string, action: string): Promise<boolean> {
  return (await vscode.window.showWarningMessage(question, { modal: true, ...(detail !== '' && { detail }) }, action)) === action;
}

/** Shows a notification with a cancel button while `work` goes on. */
export function withCancel<T>(title: string, work: (progress: vscode.Progress<{ message?: string }>, token: vscode.CancellationToken) => Thenable<T>): Thenable<T> {
  const shown = (progress: vscode.Progress<{ message?: string }>) => ({ report: ({ message = '' }: { message?: string }) => progress.report({ message: unlinked(message) }) });
  return vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title: unlinked(title), cancellable: true }, (progress, token) => work(shown(progress), token));
}

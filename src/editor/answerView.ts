import * as vscode from 'vscode';
import { answerScheme } from './ids';

/**
 * Read-only answer documents. One for each request of a file, so that running it again refreshes
 * the tab that is open. Texts go when their tab is closed.
 */
export class AnswerView implements vscode.Disposable, vscode.TextDocumentContentProvider {
  readonly #texts = new Map<string, string>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #subscriptions: vscode.Disposable;
  readonly onDidChange = this.#changed.event;

  constructor() {
    this.#subscriptions = vscode.Disposable.from(
      this.#changed,
      vscode.workspace.registerTextDocumentContentProvider(answerScheme, this),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => void this.#texts.delete(uri.toString())),
    );
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#texts.get(uri.toString()) ?? 'The answer is no longer kept. Run the request again to see it.\n';
  }

  /** Shows `text` beside the request without taking the focus. */
  async show(request: vscode.Uri, title: string, text: string): Promise<void> {
    const uri = answerUri(request, title);
    this.#texts.set(uri.toString(), text);
    this.#changed.fire(uri);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, {
      viewColumn: vscode.ViewColumn.Beside,
      preserveFocus: true,
      preview: true,
    });
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }
}

/** The answer document of one request; its name is what the tab shows. */
export function answerUri(request: vscode.Uri, title: string): vscode.Uri {
  const name = title.replace(/[\\/?#%]+/g, '∕').slice(0, 60) || 'answer';
  return vscode.Uri.from({ scheme: answerScheme, path: `/${name}.dt-answer`, query: request.toString() });
}

import assert from 'node:assert/strict';
import path from 'node:path';
import * as vscode from 'vscode';
import { hoverAt, openText, rangeOf } from './support';

/** Where the extension keeps names, in the user data of the editor that test/vscode/host/run.mjs starts. */
export function namesFile(): string {
  const home = process.env['HOME'];
  assert.ok(home !== undefined);
  return path.join(path.dirname(home), 'data/data/User/globalStorage/dt-http.dt-http/names.json');
}

/** `line label` of each inlay hint of a document. */
export async function labelsOf(document: vscode.TextDocument): Promise<readonly string[]> {
  const whole = new vscode.Range(0, 0, document.lineCount, 0);
  const hints = await vscode.commands.executeCommand<vscode.InlayHint[]>('vscode.executeInlayHintProvider', document.uri, whole);
  return hints.map(({ label, position }) => `${position.line} ${typeof label === 'string' ? label : label.map(({ value }) => value).join('')}`);
}

/** What the inlay hints, the hover and the completion say of an id in a request of its own, signed as `account`. */
export async function facesOf(id: string, target: string, account: string): Promise<{ readonly hints: readonly string[]; readonly hover: string; readonly proposals: readonly string[] }> {
  const document = await openText(`# @account ${account}`, `GET ${target}${id}`, '', '###', `# @account ${account}`, `GET ${target}`);
  const { items } = await vscode.commands.executeCommand<vscode.CompletionList>('vscode.executeCompletionItemProvider', document.uri, document.lineAt(5).range.end, '/');
  // The row that offers to load names has a command.
  const proposals = items.filter(({ kind, command }) => kind === vscode.CompletionItemKind.Reference && !command).map(({ label }) => (typeof label === 'string' ? label : label.label));
  return { hints: await labelsOf(document), hover: (await hoverAt(document, rangeOf(document, id))).replaceAll('\\', ''), proposals };
}

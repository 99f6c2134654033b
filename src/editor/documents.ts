import * as vscode from 'vscode';
import { parse } from '../language/syntax/parser';
import type { RequestFile } from '../language/syntax/nodes';

const cache = new WeakMap<vscode.TextDocument, { readonly version: number; readonly file: RequestFile }>();

/** The tree of a document, parsed once for each of its versions. */
export function parsed(document: vscode.TextDocument): RequestFile {
  const known = cache.get(document);
  if (known?.version === document.version) return known.file;
  const file = parse(document.getText());
  cache.set(document, { version: document.version, file });
  return file;
}

/** The document of `uri` if it is open. */
export function openedDocument(uri: vscode.Uri): vscode.TextDocument | undefined {
  const wanted = uri.toString();
  return vscode.workspace.textDocuments.find((document) => document.uri.toString() === wanted);
}

/** The column in which `document` is visible, for showing something else of it in the same place. */
export function columnOf(document: vscode.TextDocument): vscode.ViewColumn | undefined {
  return vscode.window.visibleTextEditors.find((editor) => editor.document === document)?.viewColumn;
}

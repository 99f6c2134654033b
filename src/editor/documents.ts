import type * as vscode from 'vscode';
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

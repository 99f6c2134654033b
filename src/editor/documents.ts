import * as vscode from 'vscode';
import { nextTurn } from '../base/turns';
import type { RequestFile } from '../language/syntax/nodes';
import { lookThrough } from '../language/syntax/perBlock';
import { isTooLong, mostFileLines } from '../language/features/longFile';
import { Trees } from './trees';

const trees = new Trees((document: vscode.TextDocument) => ({
  version: document.version,
  lineEnd: document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n',
  getText: () => document.getText(),
  textLength: () => document.offsetAt(document.lineAt(document.lineCount - 1).range.end),
}));

/**
 * The tree of a document as it is in the end: parsed once, then kept up to date with its edits block by
 * block. A long one is parsed and looked through in turns, so that nothing else has to wait; of a short
 * one it is there before anything else can happen.
 */
export async function parsed(document: vscode.TextDocument): Promise<RequestFile> {
  for (;;) {
    const file = await trees.inTurns(document, nextTurn);
    await lookThrough(file, nextTurn);
    if (trees.isCurrent(document, file)) return file;
  }
}

/**
 * The tree for what the editor asks for by itself while a document is shown and edited; undefined when
 * it is too long to be looked into that often. It can be run all the same, and checked in the terminal.
 */
export async function readable(document: vscode.TextDocument): Promise<RequestFile | undefined> {
  if (document.lineCount > mostFileLines || isTooLong(await trees.inTurns(document, nextTurn), document.lineCount)) return undefined;
  const file = await parsed(document);
  return isTooLong(file, document.lineCount) ? undefined : file;
}

/**
 * The tree of a document as it is when this is called, for who was told a place in it: a key that is
 * pressed right afterwards changes nothing. Undefined when a long document has to be waited for, and is
 * edited meanwhile.
 */
export async function parsedAsAsked(document: vscode.TextDocument): Promise<RequestFile | undefined> {
  const now = trees.now(document);
  if (now) return now;
  const { version } = document;
  const file = await parsed(document);
  return document.version === version ? file : undefined;
}

/** The same for what the editor asks for by itself; see {@link readable}. */
export async function readableAsAsked(document: vscode.TextDocument): Promise<RequestFile | undefined> {
  const { lineCount } = document;
  const file = lineCount > mostFileLines ? undefined : await parsedAsAsked(document);
  return file && !isTooLong(file, lineCount) ? file : undefined;
}

/**
 * Lets the trees follow their documents until it is disposed; without it each version is parsed as
 * a whole. To be registered before those who ask for a tree when a document changes.
 */
export function registerDocuments(): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (document.lineCount <= mostFileLines) trees.follow(document, contentChanges);
      // Without changes it was saved, or is to be.
      else if (contentChanges.length > 0) trees.forget(document);
    }),
    vscode.workspace.onDidCloseTextDocument((document) => trees.forget(document)),
  );
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

import * as vscode from 'vscode';
import { nextTurn } from '../base/turns';
import type { RequestFile } from '../language/syntax/nodes';
import { lookThrough } from '../language/syntax/perBlock';
import { isTooLong, mostLines } from '../language/features/longFile';
import { Trees } from './trees';

const trees = new Trees((document: vscode.TextDocument) => ({
  version: document.version,
  lineEnd: document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n',
  getText: () => document.getText(),
  textLength: () => document.offsetAt(document.lineAt(document.lineCount - 1).range.end),
}));

/** The tree of a document: parsed once, then kept up to date with its edits block by block. */
export function parsed(document: vscode.TextDocument): RequestFile {
  return trees.of(document);
}

/** The same for who can wait: a long document is parsed and looked through in turns, so that nothing else has to. */
export async function parsedInTurns(document: vscode.TextDocument): Promise<RequestFile> {
  await lookThrough(await trees.inTurns(document, nextTurn), nextTurn);
  return parsed(document);
}

/**
 * The tree for what the editor asks by itself while a document is shown and edited; undefined when the
 * document is too long to be looked into that often. It can be run all the same, and checked in the terminal.
 */
export function readable(document: vscode.TextDocument): RequestFile | undefined {
  return document.lineCount > mostLines ? undefined : unlessTooLong(parsed(document));
}

/** The same for who can wait. */
export async function readableInTurns(document: vscode.TextDocument): Promise<RequestFile | undefined> {
  if (document.lineCount > mostLines || isTooLong(await trees.inTurns(document, nextTurn))) return undefined;
  return unlessTooLong(await parsedInTurns(document));
}

function unlessTooLong(file: RequestFile): RequestFile | undefined {
  return isTooLong(file) ? undefined : file;
}

/**
 * Lets the trees follow their documents until it is disposed; without it each version is parsed as
 * a whole. To be registered before those who ask for a tree when a document changes.
 */
export function registerDocuments(): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (document.lineCount > mostLines) trees.forget(document);
      else trees.follow(document, contentChanges);
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

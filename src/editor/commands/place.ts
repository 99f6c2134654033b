import * as vscode from 'vscode';
import { blockAt } from '../../language/syntax/queries';
import type { Block, RequestFile } from '../../language/syntax/nodes';
import { openedDocument, parsedInTurns } from '../documents';
import { languageId } from '../ids';
import { tellInfo } from '../messages';

/** A block of a document. */
export interface Place {
  readonly document: vscode.TextDocument;
  /** The tree of the text as it was then: the document may be edited, or closed, while something is done. */
  readonly file: RequestFile;
  readonly block: Block;
}

/**
 * The block that a command is about: the one at the URI and offset that a lens or a fix gives, or
 * the one at the cursor. Says so and resolves to undefined when there is none.
 */
export async function placeOf(args: readonly unknown[]): Promise<Place | undefined> {
  const [uri, offset] = args;
  if (uri instanceof vscode.Uri && typeof offset === 'number') {
    const document = openedDocument(uri) ?? (await vscode.workspace.openTextDocument(uri));
    return at(document, offset);
  }
  const editor = vscode.window.activeTextEditor;
  if (editor?.document.languageId !== languageId) {
    void tellInfo('Open a .dt.http file and put the cursor on a request.');
    return undefined;
  }
  const { document, selection } = editor;
  return at(document, document.offsetAt(selection.active));
}

async function at(document: vscode.TextDocument, offset: number): Promise<Place> {
  const file = await parsedInTurns(document);
  return { document, file, block: blockAt(file, offset) };
}

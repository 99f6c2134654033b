import * as vscode from 'vscode';
import { blockAt } from '../../language/syntax/queries';
import type { Block, RequestFile } from '../../language/syntax/nodes';
import { openedDocument, parsedAsAsked } from '../documents';
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
 * the one at the cursor. Says so and resolves to undefined when there is none, or when the document
 * was edited before it was known.
 */
export async function placeOf(args: readonly unknown[]): Promise<Place | undefined> {
  const spot = await spotOf(args);
  if (!spot) return undefined;
  const { document, offset } = spot;
  const file = await parsedAsAsked(document);
  if (file) return { document, file, block: blockAt(file, offset) };
  tellEdited();
  return undefined;
}

/** The document and the offset that a command is about; says so when there is none. */
async function spotOf([uri, offset]: readonly unknown[]): Promise<Pick<Place, 'document'> & { readonly offset: number } | undefined> {
  if (uri instanceof vscode.Uri && typeof offset === 'number') return { document: openedDocument(uri) ?? (await vscode.workspace.openTextDocument(uri)), offset };
  const editor = vscode.window.activeTextEditor;
  if (editor?.document.languageId !== languageId) {
    void tellInfo('Open a .dt.http file and put the cursor on a request.');
    return undefined;
  }
  const { document, selection } = editor;
  return { document, offset: document.offsetAt(selection.active) };
}

/** Of a command whose place may be another one now. */
export function tellEdited(): void {
  void tellInfo('The file was edited while it was read, so nothing was done. Try again.');
}

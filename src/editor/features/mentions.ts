import type * as vscode from 'vscode';
import { type Mention, mentionsAt, mentionsInAnswer } from '../../language/features/statusAt';
import { asAsked, readable } from '../documents';
import { answerScheme, languageId } from '../ids';

/** What stands at a place of a request file or an answer that a catalogue may know; empty in other documents. */
export async function mentionsOf(document: vscode.TextDocument, position: vscode.Position): Promise<readonly Mention[]> {
  const offset = document.offsetAt(position);
  if (document.languageId === languageId) {
    const file = await asAsked(document, readable);
    return file ? mentionsAt(file, offset) : [];
  }
  return document.uri.scheme === answerScheme ? mentionsInAnswer(document.getText(), offset) : [];
}

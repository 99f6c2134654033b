import type * as vscode from 'vscode';
import { type Mention, mentionsAt, mentionsInAnswer } from '../../language/features/statusAt';
import { readable } from '../documents';
import { answerScheme, languageId } from '../ids';

/** What stands at a place of a request file or an answer that a catalogue may know; empty in other documents. */
export async function mentionsOf(document: vscode.TextDocument, position: vscode.Position): Promise<readonly Mention[]> {
  if (document.languageId === languageId) {
    const file = await readable(document);
    return file ? mentionsAt(file, document.offsetAt(position)) : [];
  }
  return document.uri.scheme === answerScheme ? mentionsInAnswer(document.getText(), document.offsetAt(position)) : [];
}

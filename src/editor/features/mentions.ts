import type * as vscode from 'vscode';
import { type Mention, mentionsAt, mentionsInAnswer } from '../../language/features/statusAt';
import { readable } from '../documents';
import { answerScheme, languageId } from '../ids';

/** What stands at a place of a request file or an answer that a catalogue may know; empty in other documents. */
export function mentionsOf(document: vscode.TextDocument, position: vscode.Position): readonly Mention[] {
  const offset = document.offsetAt(position);
  if (document.languageId === languageId) {
    const file = readable(document);
    return file ? mentionsAt(file, offset) : [];
  }
  return document.uri.scheme === answerScheme ? mentionsInAnswer(document.getText(), offset) : [];
}

import * as vscode from 'vscode';
import type { Range, Span, TextEdit } from '../base/text';

/** The only place where positions, edits and cancellation change shape between the editor and the product. */

export function toRange(range: Range): vscode.Range {
  return new vscode.Range(range.start.line, range.start.character, range.end.line, range.end.character);
}

/** The document must have the text that the span was made for; offsets beyond it become its end. */
export function spanToRange(document: vscode.TextDocument, span: Span): vscode.Range {
  return new vscode.Range(document.positionAt(span.start), document.positionAt(span.end));
}

/** In the order of `ranges`, which may overlap. */
export function spansOf(document: vscode.TextDocument, ranges: readonly vscode.Range[]): readonly Span[] {
  return ranges.map(({ start, end }) => ({ start: document.offsetAt(start), end: document.offsetAt(end) }));
}

/** One edit that the editor applies, and undoes, as a whole. */
export function toWorkspaceEdit(document: vscode.TextDocument, edits: readonly TextEdit[]): vscode.WorkspaceEdit {
  const edit = new vscode.WorkspaceEdit();
  for (const { span, newText } of edits) edit.replace(document.uri, spanToRange(document, span), newText);
  return edit;
}

/** A signal that is aborted when `token` is cancelled. */
export function toSignal(token: vscode.CancellationToken): AbortSignal {
  const controller = new AbortController();
  if (token.isCancellationRequested) controller.abort();
  else token.onCancellationRequested(() => controller.abort());
  return controller.signal;
}

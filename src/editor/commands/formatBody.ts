import * as vscode from 'vscode';
import type { BodyLayout } from '../../language/features/format/formatBody';
import { toWorkspaceEdit } from '../convert';
import { commandId } from '../ids';
import { tellInfo, tellWarning } from '../messages';
import type { Command } from './command';
import { placeOf } from './place';

/** `DT: Format JSON Body`: one value per line, indented as the editor indents. */
export class FormatBodyCommand implements Command {
  readonly id = commandId.formatBody;

  /** @param args URI and offset of the request; the one at the cursor when they are missing. */
  async execute(...args: unknown[]): Promise<void> {
    const { formatBody } = await import('../../language/features/format/formatBody');
    const place = await placeOf(args);
    if (!place) return;
    const { document, file, block } = place;
    const layout = formatBody(file, block, indentOf(document));
    if (layout.kind !== 'edits') return tell(layout.kind);
    if (layout.edits.length > 0 && !(await vscode.workspace.applyEdit(toWorkspaceEdit(document, layout.edits)))) void tellWarning('The body was not formatted: the file cannot be changed.');
  }
}

/** One step of indentation in the editor that shows the document. */
function indentOf(document: vscode.TextDocument): string {
  const { insertSpaces = true, tabSize = 2 } = vscode.window.visibleTextEditors.find((editor) => editor.document === document)?.options ?? {};
  return insertSpaces === false ? '\t' : ' '.repeat(typeof tabSize === 'number' ? tabSize : 2);
}

function tell(kind: Exclude<BodyLayout['kind'], 'edits'>): void {
  switch (kind) {
    case 'no-json':
      return void tellInfo('This request has no JSON body.');
    case 'broken':
      return void tellWarning('The body was not formatted: it is not valid JSON. Mend what is marked in it first.');
    case 'file':
      return void tellInfo('The body was not formatted: part of it comes from a file.');
    case 'too-large':
      return void tellInfo('The body was not formatted: it is too large, or nested too deeply.');
  }
}

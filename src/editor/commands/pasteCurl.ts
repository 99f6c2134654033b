import * as vscode from 'vscode';
import { toWorkspaceEdit } from '../convert';
import { parsed } from '../documents';
import { commandId, languageId } from '../ids';
import { tellInfo, tellWarning } from '../messages';
import type { Command } from './command';

/** `DT: Paste cURL as Request`. Works in Restricted Mode too: nothing is run, and nothing is sent. */
export class PasteCurlCommand implements Command {
  readonly id = commandId.pasteCurl;

  async execute(): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    if (editor?.document.languageId !== languageId) {
      void tellInfo('Open a .dt.http file first: the request is put in there.');
      return;
    }
    const [{ requestsFromCurl }, { insertRequests }] = await Promise.all([import('../../app/convert/fromCurl'), import('../../app/convert/insertRequests')]);
    const found = requestsFromCurl(await vscode.env.clipboard.readText());
    if (found.kind === 'refused') {
      void tellWarning(found.message);
      return;
    }
    const { document } = editor;
    const file = await parsed(document);
    const edit = insertRequests(file, document.offsetAt(editor.selection.active), found.text, document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n');
    if (!(await vscode.workspace.applyEdit(toWorkspaceEdit(document, [edit])))) {
      void tellWarning('The request could not be put in: the file was changed meanwhile. Try again.');
      return;
    }
    const at = document.positionAt(edit.span.start + edit.newText.search(/[^\s#]/));
    editor.selection = new vscode.Selection(at, at);
    editor.revealRange(new vscode.Range(at, at), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  }
}

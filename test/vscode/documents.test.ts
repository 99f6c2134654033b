// The trees of documents against what the editor really tells about its changes.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { parsed, registerDocuments } from '../../src/editor/documents';
import { identityOf } from '../../src/language/syntax/moved';
import { seeded } from '../helpers/seeded';
import { closeAll } from './support';

const block = (name: string): string => `### ${name}\n@v = ${name}\nGET /projects/${name}\n\n`;

async function opened(content: string): Promise<vscode.TextEditor> {
  return vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language: 'plaintext', content }));
}

/** Does something to the text, and asserts that the tree is that of the new text and that its first block was not parsed again. */
async function followed(document: vscode.TextDocument, act: () => Thenable<unknown>): Promise<void> {
  const [first] = (await parsed(document)).blocks;
  assert.ok(first);
  const { version } = document;
  await act();
  assert.ok(document.version > version, 'nothing was changed');
  const file = await parsed(document);
  assert.equal(file.text, document.getText());
  const [now] = file.blocks;
  assert.ok(now);
  assert.equal(identityOf(now), first);
}

describe('trees of the editor’s documents', () => {
  const registration = registerDocuments();
  after(() => void registration.dispose());
  afterEach(closeAll);

  const text = ['a', 'b', 'c', 'd'].map(block).join('');
  for (const [name, lineEnd] of [['LF', '\n'], ['CRLF', '\r\n']] as const) {
    it(`follow typing, pasting, several cursors, undo and redo with ${name}`, async () => {
      const editor = await opened(text.replaceAll('\n', lineEnd));
      const { document } = editor;
      const at = (line: number): vscode.Selection => new vscode.Selection(line, 3, line, 3);
      editor.selections = [at(10)];
      await followed(document, () => vscode.commands.executeCommand('type', { text: 'x' }));
      await followed(document, () => vscode.commands.executeCommand('type', { text: '\n' }));
      await followed(document, () => vscode.commands.executeCommand('type', { text: '{' }));
      await followed(document, () => vscode.commands.executeCommand('paste', { text: 'one\r\ntwo\nthree\rfour' }));
      editor.selections = [at(5), at(9), at(13)];
      await followed(document, () => vscode.commands.executeCommand('type', { text: '\n###' }));
      await followed(document, () => vscode.commands.executeCommand('editor.action.copyLinesDownAction'));
      await followed(document, () => vscode.commands.executeCommand('undo'));
      await followed(document, () => vscode.commands.executeCommand('undo'));
      await followed(document, () => vscode.commands.executeCommand('redo'));
      await followed(document, () => editor.insertSnippet(new vscode.SnippetString('${1:name} = ${1:name}\n$0')));
    });
  }

  it('follow edits of extensions', async () => {
    const { document } = await opened(text);
    await followed(document, () => {
      const edit = new vscode.WorkspaceEdit();
      edit.insert(document.uri, new vscode.Position(6, 0), 'X-A: 1\n');
      edit.insert(document.uri, new vscode.Position(6, 0), 'X-B: 1\n');
      edit.replace(document.uri, new vscode.Range(10, 0, 10, 3), 'PUT');
      edit.delete(document.uri, new vscode.Range(12, 0, 13, 0));
      return vscode.workspace.applyEdit(edit);
    });
  });

  it('are right after the line ends of the document have changed', async () => {
    const editor = await opened(text);
    const { document } = editor;
    const before = await parsed(document);
    await editor.edit((edit) => edit.setEndOfLine(vscode.EndOfLine.CRLF));
    assert.equal((await parsed(document)).text, before.text.replaceAll('\n', '\r\n'));
    await followed(document, () => editor.edit((edit) => edit.insert(new vscode.Position(9, 0), 'a\nb')));
  });

  it('are right after 300 random edits', async () => {
    const { document } = await opened(text);
    const random = seeded(3);
    const place = (): vscode.Position => document.positionAt(Math.floor(random() * document.getText().length));
    const pieces = ['x', '\n', '\r\n', '###', '\n### t\n', '\uFEFF', '😀', '@a = 1\n', ''];
    for (let round = 0; round < 300; round++) {
      const edit = new vscode.WorkspaceEdit();
      const from = place();
      const to = document.positionAt(document.offsetAt(from) + Math.floor(random() * 9));
      edit.replace(document.uri, new vscode.Range(from, to), pieces[Math.floor(random() * pieces.length)] ?? '');
      await vscode.workspace.applyEdit(edit);
      assert.equal((await parsed(document)).text, document.getText());
    }
  });
});

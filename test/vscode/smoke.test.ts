// The ring itself works: the editor is real, the extension is in it, the page can be driven.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import * as vscode from 'vscode';
import { page } from './page';

describe('editor ring', () => {
  it('has the extension', () => {
    const extension = vscode.extensions.getExtension('dt-http.dt-http');
    assert.ok(extension, 'dt-http.dt-http is not there');
  });

  it('has the trust that was asked for', () => {
    const { restricted = false } = JSON.parse(process.env['DT_HTTP_TESTS'] ?? '{}') as { restricted?: boolean };
    assert.equal(vscode.workspace.isTrusted, !restricted);
  });

  it('opens an untitled document', async () => {
    const document = await vscode.workspace.openTextDocument({ content: 'GET /smoke\n' });
    const editor = await vscode.window.showTextDocument(document);
    assert.equal(editor.document.getText(), 'GET /smoke\n');
    assert.ok(document.isUntitled);
  });

  if (page.available) {
    it('can drive the page and take a picture', async () => {
      assert.equal(await page.text('.monaco-editor .view-line:has-text("/smoke")'), 'GET /smoke');
      const file = await page.screenshot('smoke');
      assert.ok(existsSync(file));
    });
  }

  after(async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });
});

// Restricted Mode: no names are loaded, shown or learned.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, hoverAt, openText, rangeOf, useSandbox } from './support';

describe('ids in Restricted Mode', () => {
  useSandbox();
  after(closeAll);

  it('have no faces, and none are loaded', async () => {
    const id = 'c4f5le24saonvdu6500t';
    const document = await openText(`GET /projects/${id}`);
    assert.equal(await vscode.commands.executeCommand('dtHttp.loadNames'), false);
    assert.deepEqual(await vscode.commands.executeCommand('vscode.executeInlayHintProvider', document.uri, new vscode.Range(0, 0, 1, 0)), []);
    assert.doesNotMatch(await hoverAt(document, rangeOf(document, id)), /Head office/);
    await vscode.commands.executeCommand('notifications.clearAll');
  });
});

import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { page } from './page';
import { closeAll, diagnosticsOf, eventually, openFile, run, useSandbox } from './support';

describe('a request of megabytes', () => {
  useSandbox();
  after(async () => {
    await closeAll();
    // It is too long for a rename to look through, and others test that in this folder.
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    if (folder) await vscode.workspace.fs.delete(vscode.Uri.joinPath(folder.uri, 'long'), { recursive: true });
  });

  it('is not judged while somebody types, which it says, but before it is sent', async () => {
    const items = Array.from({ length: 60_000 }, () => '  { "displayName": "north", "n": [1, 2, {"x": null}] },');
    const document = await openFile('long/long.dt.http', ['### Long', 'POST /projects', 'Content-Type: application/json', '', '[', ...items, ']', '', '### Short', 'GET /projects/{{nothingLikeIt}}'].join('\n'));
    const last = 4 + items.length;
    assert.ok(document.getText().length > 3_000_000);
    const found = await eventually('findings', () => (diagnosticsOf(document).length === 2 ? diagnosticsOf(document) : undefined));
    assert.match(found[0] ?? '', /^request\.long Information 1:0-1:14 This request has more than 500,000 characters: it is checked when you send it/);
    assert.match(found[1] ?? '', /^variable\.undefined Error/);
    if (page.available) {
      await page.waitFor('.squiggly-info');
      await page.screenshot('long-request');
    }
    await run(document, 'POST /projects');
    const refused = await eventually('refusal', () => diagnosticsOf(document).find((text) => text.startsWith('body.json')));
    assert.ok(refused.startsWith(`body.json Error ${last}:${items[0]?.indexOf(',', 50) ?? 0}`), refused);
    const comma = new vscode.Position(last, (items[0]?.length ?? 0) - 1);
    const edit = new vscode.WorkspaceEdit();
    edit.delete(document.uri, new vscode.Range(comma, comma.translate(0, 1)));
    await vscode.workspace.applyEdit(edit);
    await eventually('its end', () => (diagnosticsOf(document).some((text) => text.startsWith('body.json')) ? undefined : true));
  });
});

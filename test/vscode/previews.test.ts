// What would be sent, without sending it.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { page } from './page';
import { eventually, lensesAt, openText, rangeOf, shownPreview, useSandbox } from './support';

describe('what would be sent', () => {
  useSandbox();
  afterEach(() => vscode.commands.executeCommand('notifications.clearAll'));

  const preview = async (document: vscode.TextDocument, text: string) =>
    vscode.commands.executeCommand('dtHttp.preview', document.uri, document.offsetAt(rangeOf(document, text).start));

  it('is a document beside, redacted, with the origin of each value; nothing is sent', async () => {
    const document = await openText('@size = 3', '### sensors', 'POST /projects?page_size={{size}}', 'Content-Type: application/json', 'X-Api-Key: planted-key-of-a-preview', '', '{ "a": 1 }');
    await preview(document, 'POST');
    const shown = await eventually('preview', shownPreview);
    const text = shown.getText();
    assert.equal(shown.uri.path, '/sensors · preview');
    assert.equal(shown.languageId, 'dt-http-answer');
    assert.match(text, /^POST \/v2\/projects\?page_size=3 HTTP\/1\.1$/m);
    assert.match(text, /\{\{size\}\}: 3 · this file, line 1/);
    assert.match(text, /^Authorization: Bearer /m);
    assert.ok(!text.includes('planted-key-of-a-preview'));
    assert.deepEqual(await lensesAt(document, rangeOf(document, 'POST')), ['$(play) Run']);
    assert.equal(vscode.window.activeTextEditor?.document, document, 'the focus stays');
    if (page.available) await page.screenshot('preview');
  });

  it('is nothing where something is wrong, and that is said', async () => {
    const document = await openText('GET /projects/{{nowhere}}');
    await preview(document, 'GET');
    assert.equal(shownPreview(), undefined);
    if (!page.available) return;
    await vscode.commands.executeCommand('notifications.showList');
    await page.waitFor('.notifications-center :text("Nothing would be sent: Variable \\"nowhere\\" is not defined here.")');
  });
});

// In and out: a curl command becomes a request, and a request one of other programs.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { page } from './page';
import { eventually, openText, rangeOf, select, useSandbox } from './support';

describe('in and out', () => {
  useSandbox();
  afterEach(() => vscode.commands.executeCommand('notifications.clearAll'));

  it('a curl command on the clipboard becomes a request below the one at the cursor', async () => {
    const document = await openText('### first', 'GET /projects');
    select(document, rangeOf(document, 'GET'));
    await vscode.env.clipboard.writeText(`curl -X PATCH 'https://api.disruptive-technologies.com/v2/projects/abc' \\\n  -H 'Authorization: Bearer eyJ.planted' \\\n  -H 'Content-Type: application/json' \\\n  --data-raw '{ "displayName": "Cold room" }' --insecure`);
    await vscode.commands.executeCommand('dtHttp.pasteCurl');
    assert.equal(
      document.getText(),
      ['### first', 'GET /projects', '', '###', '', '# Signed by the account: the credentials of the command are left out.', '# Left out: --insecure (certificates are always verified)', 'PATCH /projects/abc', 'Content-Type: application/json', '', '{ "displayName": "Cold room" }', ''].join('\n'),
    );
    if (page.available) await page.screenshot('paste-curl');
  });

  it('a clipboard without one changes nothing, and says so', async () => {
    const document = await openText('GET /projects');
    select(document, rangeOf(document, 'GET'));
    await vscode.env.clipboard.writeText('hello');
    await vscode.commands.executeCommand('dtHttp.pasteCurl');
    assert.equal(document.getText(), 'GET /projects');
  });

  it('a request is copied as cURL, Python and JavaScript, its secrets as variables', async () => {
    const document = await openText('### devices', 'GET /projects/p0/devices?page_size=5', 'X-Api-Key: planted-key-of-a-copy');
    const at = [document.uri, document.offsetAt(rangeOf(document, 'GET').start)] as const;
    const copy = async (command: string, ...more: readonly string[]) => {
      await vscode.env.clipboard.writeText('');
      await vscode.commands.executeCommand(command, ...at, ...more);
      return eventually('copy', async () => (await vscode.env.clipboard.readText()) || undefined);
    };
    const curl = await copy('dtHttp.copyAsCurl', 'bash');
    assert.match(curl, /--url 'http:\/\/127\.0\.0\.1:\d+\/v2\/projects\/p0\/devices\?page_size=5'/);
    assert.match(curl, /"Authorization: Bearer \$DT_ACCESS_TOKEN"/);
    assert.match(await copy('dtHttp.copyAsCurl', 'powershell'), /curl\.exe[\s\S]*\$\{env:DT_ACCESS_TOKEN\}/);
    assert.match(await copy('dtHttp.copyAsPython'), /requests\.request\([\s\S]*os\.environ\["DT_ACCESS_TOKEN"\]/);
    const script = await copy('dtHttp.copyAsJavaScript');
    assert.match(script, /await fetch\([\s\S]*process\.env\.DT_X_API_KEY/);
    for (const text of [curl, script]) assert.ok(!text.includes('planted-key'));
    if (!page.available) return;
    await vscode.commands.executeCommand('notifications.showList');
    await page.screenshot('copy-as');
  });

  if (!page.available) return;

  it('⋯ above a request offers the copies', async () => {
    const document = await openText('### devices', 'GET /projects');
    void vscode.commands.executeCommand('dtHttp.more', document.uri, document.offsetAt(rangeOf(document, 'GET').start));
    await page.waitFor('.quick-input-widget :text("Copy as Python")');
    await page.screenshot('copy-as-menu');
    await page.press('Escape');
  });

  if (!('registerDocumentPasteEditProvider' in vscode.languages)) return;

  it('a pasted command becomes a request, where the editor can do that', async () => {
    const document = await openText('curl https://api.disruptive-technologies.com/v2/projects');
    await page.click('.monaco-editor .view-lines');
    // By way of the page: what an extension puts on the clipboard is not always the page's.
    for (const keys of ['Control+A', 'Control+X', 'Control+V']) await page.press(keys);
    await eventually('request', () => (/^GET \/projects$/m.test(document.getText()) ? true : undefined));
    assert.equal(document.getText(), 'GET /projects\n');
    await page.screenshot('paste-edit');
  });
});

// Restricted Mode: nothing is run, so nothing is used; what others use can be looked at.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { page } from './page';
import { closeAll, openText, run, useSandbox } from './support';

if (page.available) {
  describe('the quota in restricted mode', () => {
    useSandbox();

    it('is in the palette, and not in the status bar', async () => {
      const document = await openText('GET /projects');
      await run(document, 'GET');
      assert.equal(await page.count('[id="dt-http.dt-http.dtHttp.quota"]:visible'), 0);
      void vscode.commands.executeCommand('dtHttp.showQuota');
      await page.waitFor('.quick-input-list .monaco-list-row:has-text("Nothing used in the last 10 s.")');
      await page.screenshot('quota-restricted');
      await page.press('Escape');
      await closeAll();
    });
  });
}

// In a new window, after the one of zz-accounts.test.ts was closed.
import assert from 'node:assert/strict';
import { Identity } from '../helpers/identity';
import { choose, leadToDt, row, stayAway, status } from './accountSteps';
import { testAuthority } from './authority';
import { page } from './page';
import { activated, answerDialogs, closeAll, lensThat, openText, run } from './support';
import * as vscode from 'vscode';

if (page.available) {
  describe('accounts after a restart', () => {
    let identity: Identity;
    before(async () => {
      await activated();
      identity = await Identity.start(testAuthority);
      await leadToDt(identity);
    });
    after(async () => {
      await stayAway();
      identity.dispose();
      await closeAll();
    });

    it('are there, the one that was signed out still is', async () => {
      await openText('GET /projects');
      await page.waitFor(`${status}:has-text("left · signed out")`);
      await choose('DT: Switch Account');
      await page.waitFor(row('kept'));
      assert.match(await page.text(row('left')), /active · signed out · b0test@c0test/);
      await page.screenshot('accounts-restarted');
      await page.click(row('kept'));
      await page.waitFor(`${status}:has-text("kept")`);
    });

    it('sign requests without being asked for', async () => {
      const document = await openText('GET /projects');
      await run(document, 'GET');
      await lensThat(document, document.lineAt(0).range, /200 OK/);
      assert.deepEqual(identity.api, ['Bearer planted-token-1']);
    });

    it('can be removed, the one that is signed out too', async () => {
      await openText('GET /projects');
      const dialog = answerDialogs('showWarningMessage', 'Remove');
      try {
        await vscode.commands.executeCommand('dtHttp.removeAccount', 'left');
        await vscode.commands.executeCommand('dtHttp.removeAccount', 'kept');
      } finally {
        dialog.end();
      }
      await page.waitFor(`${status}:has-text("no account")`);
    });
  });
}

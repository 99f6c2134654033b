// The last tests of the first window: what they leave is looked for in accounts.restarted.test.ts.
import * as vscode from 'vscode';
import { Identity, knownAccount } from '../helpers/identity';
import { addByVariables, leadToDt, stayAway, status } from './accountSteps';
import { testAuthority } from './authority';
import { page } from './page';
import { activated, closeAll, openText } from './support';

if (page.available) {
  describe('accounts before a restart', () => {
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
      await vscode.commands.executeCommand('notifications.clearAll');
    });

    it('two are added, one of them signed out', async () => {
      await openText('GET /projects');
      await addByVariables('kept', knownAccount);
      await page.waitFor(`${status}:has-text("kept")`);
      await addByVariables('left', knownAccount);
      await page.waitFor(`${status}:has-text("left")`);
      await vscode.commands.executeCommand('dtHttp.signOut');
      await page.waitFor(`${status}:has-text("left · signed out")`);
    });
  });
}

// What is left here of names is looked for in names.restarted.test.ts. Before zz-accounts, which decides who is active then.
import assert from 'node:assert/strict';
import { readFile, stat } from 'node:fs/promises';
import * as vscode from 'vscode';
import { knownAccount } from '../helpers/identity';
import { addByVariables, choose, leadToDt, notified, row, stayAway } from './accountSteps';
import { facesOf, namesFile } from './names';
import { page } from './page';
import { ids, PretendedDt } from './pretendedDt';
import { activated, answerDialogs, closeAll, eventually, openText } from './support';

const account = (who: string) => ({ ...knownAccount, email: `${who}@c0test.serviceaccount.d21s.com` });
/** What is kept on the disk; empty without a file. */
const kept = async () => readFile(namesFile(), 'utf8').catch(() => '');

if (page.available) {
  describe('names before a restart', () => {
    let dt: PretendedDt;
    before(async () => {
      await activated();
      await vscode.commands.executeCommand('dtHttp.forgetNames');
      dt = await PretendedDt.start();
      await leadToDt(dt);
    });
    afterEach(async () => {
      await closeAll();
      await vscode.commands.executeCommand('notifications.clearAll');
    });
    after(async () => {
      await stayAway();
      dt.dispose();
    });

    it('are loaded for two accounts, from the palette and by the list of accounts, and kept where only the user reads', async () => {
      await openText('GET /projects');
      await addByVariables('north', account('north'));
      await choose('DT: Load Names');
      assert.match(await notified('Loaded the names'), /Loaded the names of 1 organization, 1 project and 1 device\./);
      await vscode.commands.executeCommand('notifications.clearAll');
      await addByVariables('south', account('south'));
      await choose('DT: Switch Account');
      await page.click(row('Load names…'));
      await notified('Loaded the names');
      for (const who of ['north', 'south']) {
        const faces = await facesOf(ids.project, '/projects/', who);
        assert.deepEqual(faces.hints, [`1 Plant of ${who}`]);
        assert.match(faces.hover, new RegExp(`\\*\\*Plant of ${who} \\(project\\)\\*\\*`));
        assert.deepEqual(faces.proposals, [`Plant of ${who}`]);
      }
      const text = await eventually('names on the disk', async () => ((await kept()).includes('Freezer of south') ? kept() : undefined));
      assert.ok(text.includes('Freezer of north') && !text.includes('@c0test'), text);
      if (process.platform !== 'win32') assert.equal((await stat(namesFile())).mode & 0o777, 0o600);
    });

    it('go with the account that is removed, those of others stay', async () => {
      const dialog = answerDialogs('showWarningMessage', 'Remove');
      try {
        await vscode.commands.executeCommand('dtHttp.removeAccount', 'south');
      } finally {
        dialog.end();
      }
      const text = await eventually('end of the names on the disk', async () => ((await kept()).includes('of south') ? undefined : kept()));
      assert.ok(text.includes('Freezer of north'), text);
      const faces = await facesOf(ids.project, '/projects/', 'north');
      assert.deepEqual(faces.hints, ['1 Plant of north']);
    });
  });
}

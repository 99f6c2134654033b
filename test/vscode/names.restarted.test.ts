// In a new window, after the one of za-names.test.ts was closed; nothing of DT can be reached.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { ForwardProxy } from '../helpers/forwardProxy';
import { leadToDt, stayAway } from './accountSteps';
import { facesOf, namesFile } from './names';
import { page } from './page';
import { ids } from './pretendedDt';
import { activated, answerDialogs, closeAll, eventually, openText } from './support';

if (page.available) {
  describe('names after a restart', () => {
    let nowhere: ForwardProxy;
    before(async () => {
      await activated();
      nowhere = await ForwardProxy.start({ routes: new Map() });
      await leadToDt({ proxy: nowhere });
    });
    after(async () => {
      await stayAway();
      nowhere.dispose();
      await closeAll();
    });

    it('are there offline: behind ids, in hovers and to be chosen; nobody is asked for them', async () => {
      const faces = await facesOf(ids.project, '/projects/', 'north');
      assert.deepEqual(faces.hints, ['1 Plant of north']);
      assert.match(faces.hover, /\*\*Plant of north \(project\)\*\*/);
      assert.deepEqual(faces.proposals, ['Plant of north']);
      const device = await facesOf(ids.device, `/projects/${ids.project}/devices/`, 'north');
      assert.deepEqual(device.hints, ['1 Plant of north', '1 Freezer of north', '5 Plant of north']);
      assert.match(device.hover, /\*\*Freezer of north \(temperature device\)\*\*/);
      assert.deepEqual(device.proposals, ['Freezer of north']);
      await page.waitFor('.view-line:has-text("Freezer of north")');
      await page.screenshot('resources-restarted');
      assert.deepEqual(nowhere.seen, []);
    });

    it('are not those of the account that was removed', async () => {
      const { hints, proposals } = await facesOf(ids.project, '/projects/', 'south');
      assert.deepEqual([hints, proposals], [[], []]);
    });

    it('are forgotten with their account, on the disk too', async () => {
      const dialog = answerDialogs('showWarningMessage', 'Remove');
      try {
        await vscode.commands.executeCommand('dtHttp.removeAccount', 'north');
      } finally {
        dialog.end();
      }
      await eventually('end of the names on the disk', async () => ((await readFile(namesFile(), 'utf8')).includes('of north') ? undefined : true));
      const document = await openText(`GET /projects/${ids.project}`);
      const hints = await vscode.commands.executeCommand<vscode.InlayHint[]>('vscode.executeInlayHintProvider', document.uri, document.lineAt(0).range);
      assert.deepEqual(hints, []);
    });
  });
}

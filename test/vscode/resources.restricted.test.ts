// Restricted Mode: names that were loaded earlier are not shown, and none are loaded or learned.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { quotaScope } from '../../src/quota/scope';
import { Chance } from '../../src/sandbox/chance';
import { makeWorld } from '../../src/sandbox/world/world';
import { choose, notified, row } from './accountSteps';
import { namesFile } from './names';
import { page } from './page';
import { closeAll, hoverAt, openText, rangeOf, useSandbox } from './support';

const id = 'c4f5le24saonvdu6500t';

/** Writes names for every account of the sandbox, as an earlier window would have left them, where the extension keeps them. */
function keepNames(): void {
  const { world } = makeWorld(new Chance(1), Date.now());
  const names = { resources: [{ name: `projects/${id}`, displayName: 'Head office', readAt: Date.now() }], gone: {} };
  const keys = world.credentials.map(({ email }) => `sandbox ${quotaScope({ email, hostKind: 'api', origin: '' })?.scope ?? ''}`);
  mkdirSync(path.dirname(namesFile()), { recursive: true });
  writeFileSync(namesFile(), JSON.stringify({ version: 1, forgottenAt: 0, accounts: Object.fromEntries(keys.map((key) => [key, names])) }));
}

describe('ids in Restricted Mode', () => {
  before(keepNames);
  useSandbox();
  after(closeAll);

  it('have no faces, and none are loaded', async () => {
    const document = await openText(`GET /projects/${id}`, '', '###', 'GET /projects/');
    assert.equal(await vscode.commands.executeCommand('dtHttp.loadNames'), false);
    assert.deepEqual(await vscode.commands.executeCommand('vscode.executeInlayHintProvider', document.uri, new vscode.Range(0, 0, 4, 0)), []);
    assert.doesNotMatch(await hoverAt(document, rangeOf(document, id)), /Head office/);
    const { items } = await vscode.commands.executeCommand<vscode.CompletionList>('vscode.executeCompletionItemProvider', document.uri, document.lineAt(3).range.end);
    assert.ok(items.length > 0);
    assert.doesNotMatch(JSON.stringify(items), /Head office/);
    await vscode.commands.executeCommand('notifications.clearAll');
  });

  if (page.available) {
    it('are not offered to be loaded in the list of accounts', async () => {
      await openText('GET /projects');
      await choose('DT: Switch Account');
      await page.waitFor(row('Add a service account'));
      assert.equal(await page.count(row('Load names')), 0);
      await page.screenshot('restricted-accounts');
      await page.press('Escape');
    });

    it('are not loaded from the palette either, and why is said', async () => {
      await openText('GET /projects');
      await choose('DT: Load Names');
      assert.match(await notified('Restricted Mode'), /Trust the workspace/);
      await page.screenshot('restricted-load-names');
      await vscode.commands.executeCommand('notifications.clearAll');
    });
  }
});

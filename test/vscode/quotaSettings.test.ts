import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { canHearLogs, logLines } from './logTap';
import { activated, closeAll, lensThat, openText, run } from './support';
import { setWorkspace } from './workspaceSettings';

async function setUser(name: string, value: unknown): Promise<void> {
  await vscode.workspace.getConfiguration('dtHttp').update(name, value, vscode.ConfigurationTarget.Global);
}

describe('settings of the quota in the editor', () => {
  let restoreWorkspace: (() => Promise<void>) | undefined;
  // A sandbox of its own for each test: nothing of it is used yet.
  beforeEach(async () => {
    await activated();
    await vscode.commands.executeCommand('dtHttp.startSandbox');
  });
  afterEach(async () => {
    await closeAll();
    await vscode.commands.executeCommand('dtHttp.stopSandbox');
    await vscode.commands.executeCommand('notifications.clearAll');
    await restoreWorkspace?.();
    restoreWorkspace = undefined;
    await setUser('quota', undefined);
  });

  /** Uses up a quota of one, and gives the file of a request that has to wait for it. */
  const second = async (expected: RegExp) => {
    await run(await openText('GET /projects'), 'GET');
    const document = await openText('GET /projects?page_size=2');
    const running = run(document, 'GET');
    await lensThat(document, document.lineAt(0).range, expected);
    await running;
  };

  it("a workspace's own quota, and its quotas of hosts, are not looked at", async () => {
    await setUser('quota', '1/8s');
    restoreWorkspace = await setWorkspace({ 'dtHttp.quota': '9999/100ms', 'dtHttp.hostQuotas': { 'https://a.example': '1/10m' } });
    await second(/goes in \d s: 1 of 1 used/);
  });

  it('a workspace lowers it', async () => {
    restoreWorkspace = await setWorkspace({ 'dtHttp.workspaceQuota': '1/8s' });
    await second(/goes in \d s: 1 of 1 used/);
  });

  /** Says that the log was warned once since then. */
  const warnedOnce = (since: number, warning: RegExp) => {
    if (!canHearLogs()) return;
    const lines = logLines.slice(since).filter((line) => line.startsWith('[warn] dtHttp.'));
    assert.equal(lines.length, 1, lines.join('\n'));
    assert.match(lines[0] ?? '', warning);
  };
  it('a workspace does not raise it, and is told so once', async () => {
    await setUser('quota', '1/8s');
    restoreWorkspace = await setWorkspace({ 'dtHttp.workspaceQuota': '2/8s' });
    const since = logLines.length;
    await second(/goes in \d s: 1 of 1 used/);
    warnedOnce(since, /^\[warn\] dtHttp\.workspaceQuota: 2\/8s is not used, for it is not lower than 1\/8s in every window/);
  });

  it('what is no quota is reported once, with what to write', async () => {
    await setUser('quota', '0/1s');
    const since = logLines.length;
    const document = await openText('GET /projects');
    for (let time = 0; time < 2; time++) await run(document, 'GET');
    await lensThat(document, document.lineAt(0).range, /200 OK/);
    warnedOnce(since, /^\[warn\] dtHttp\.quota: "0\/1s" is not a quota: the limit must be .* Until then DT's documented quota, 75\/10s, holds\.$/);
  });
});

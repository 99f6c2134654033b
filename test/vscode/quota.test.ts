// The quota, seen: status bar, view, and what a waiting request says of itself.
import assert from 'node:assert/strict';
import { mkdir, rename, rm, writeFile as writeOutside } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import * as vscode from 'vscode';
import { stateFolder } from '../../src/disk/quota/stateFolder';
import { Identity, knownAccount } from '../helpers/identity';
import { Children } from '../helpers/quotaChildren';
import { addByVariables, choose, leadToDt, notified, row, stayAway } from './accountSteps';
import { testAuthority } from './authority';
import { page } from './page';
import { activated, answerDialogs, closeAll, eventually, lensesAt, lensThat, openFile, openText, rangeOf, run, select } from './support';
import { setWorkspace } from './workspaceSettings';

/** The quota's place in the status bar. */
const item = '[id="dt-http.dt-http.dtHttp.quota"]';
const rows = '.quick-input-list .monaco-list-row';

async function setUser(name: string, value: unknown): Promise<void> {
  await vscode.workspace.getConfiguration('dtHttp').update(name, value, vscode.ConfigurationTarget.Global);
}

/** What the status bar says, once it matches. */
const itemThat = (pattern: RegExp) =>
  eventually(`quota ${pattern.source}`, async () => {
    const text = (await page.texts(item))[0]?.trim() ?? '';
    return pattern.test(text) ? text : undefined;
  });

/** Waits until the status bar says this: it counts up while requests go out. */
const itemIs = (expected: string) => eventually(`quota ${expected}`, async () => ((await page.texts(item))[0]?.trim() === expected ? true : undefined));

/** The lines of the view, once there is one for each pattern: while the view follows, some may just be drawn anew. */
const rowsThat = (...patterns: readonly RegExp[]) =>
  eventually(`row ${patterns.map(({ source }) => source).join(', ')}`, async () => {
    const texts = (await page.texts(rows)).map((text) => text.replaceAll(/\s+/g, ' ').trim());
    return patterns.every((pattern) => texts.some((text) => pattern.test(text))) ? texts : undefined;
  });

/** Waits until the view has these lines and no others; how to change a limit is left out. */
const rowsThatAre = (expected: readonly string[]) =>
  eventually(`rows ${expected.join(', ')}`, async () => {
    const texts = (await page.texts(rows)).map((text) => text.replaceAll(/\s+/g, ' ').trim().replace(/ ?change.*/, ''));
    return isDeepStrictEqual(texts, expected) ? true : undefined;
  });

const closeView = async () => {
  await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
  await page.waitFor('.quick-input-widget', { state: 'hidden' });
};

describe('the quota', () => {
  // A sandbox of its own for each test: nothing of it is used yet.
  beforeEach(async () => {
    await activated();
    await vscode.commands.executeCommand('dtHttp.startSandbox');
  });
  afterEach(async () => {
    await closeAll();
    await vscode.commands.executeCommand('dtHttp.stopSandbox');
    await vscode.commands.executeCommand('notifications.clearAll');
    for (const name of ['quota', 'pace']) await setUser(name, undefined);
  });

  /** A file of which `count` requests have just been run, one more is not. */
  const used = async (count: number) => {
    const document = await openText(...Array.from({ length: count + 1 }, (_, index) => `###\nGET /projects?page_size=${index + 1}\n`));
    const heads = [...document.getText().matchAll(/GET/g)].map(({ index }) => document.positionAt(index));
    // As many as count as being run by a person; more would go at an even pace.
    for (let from = 0; from < count; from += 10) {
      const [first, last] = [heads[from], heads[Math.min(from + 10, count) - 1]];
      assert.ok(first && last);
      select(document, new vscode.Range(first, last));
      await vscode.commands.executeCommand('dtHttp.runSelected');
    }
    const last = heads.at(-1);
    assert.ok(last);
    select(document, new vscode.Range(last, last));
    return { document, last: new vscode.Range(last, last) };
  };

  it('makes a request wait, which says when it goes and can be cancelled; its place is free at once', async () => {
    await setUser('quota', '2/12s');
    const { document, last } = await used(2);
    const other = await openText('GET /projects/c4f5le24saonvdu6500t');
    const running = [run(document, 'GET /projects?page_size=3'), run(other, 'GET')];
    await lensThat(document, last, /^\$\(clock\) goes in 1?\d s: 2 of 2 used \| Cancel$/);
    const [lens] = (await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', document.uri)).filter(({ range }) => range.start.line === last.start.line);
    assert.equal(lens?.command?.command, 'dtHttp.showQuota');
    await vscode.commands.executeCommand('dtHttp.cancel', document.uri, document.offsetAt(last.start));
    await running[0];
    assert.deepEqual((await lensesAt(document, last)).slice(1), ['$(circle-slash) cancelled']);
    assert.match((await lensesAt(other, other.lineAt(0).range)).join(), /goes in/, 'only that one was cancelled');
    await running[1];
    await lensThat(other, other.lineAt(0).range, /200 OK/);
  });

  it('shows each retry while it goes on: which of how many, and when', async () => {
    const document = await openText('GET /projects', 'X-Sandbox-Fault: 503; times=2');
    const running = run(document, 'GET');
    await lensThat(document, document.lineAt(0).range, /503, attempt 2 of 4 in \d s…/);
    await lensThat(document, document.lineAt(0).range, /503, attempt 3 of 4 in \d s…/);
    await running;
    await lensThat(document, document.lineAt(0).range, /200 OK/);
  });

  it('leaves the requests of a batch queued while the first of them waits', async () => {
    await setUser('quota', '2/20s');
    const { document } = await used(2);
    const batch = await openText('GET /projects', '', '### second', 'GET /projects?page_size=2');
    const running = vscode.commands.executeCommand('dtHttp.runAll');
    await lensThat(batch, batch.lineAt(0).range, /goes in \d+ s: 2 of 2 used/);
    assert.deepEqual(await lensesAt(batch, rangeOf(batch, 'GET', '### second')), ['$(clock) queued', 'Cancel']);
    await vscode.commands.executeCommand('dtHttp.cancel', batch.uri, 0);
    await running;
    assert.deepEqual((await lensesAt(batch, rangeOf(batch, 'GET', '### second'))).slice(1), ['$(circle-slash) cancelled']);
    assert.equal(document.isClosed, false);
  });

  if (!page.available) return;

  it('is seen in the status bar while it is used: how much, by whom; and not without a file of ours', async () => {
    await setUser('quota', '75/6s');
    const { document } = await used(3);
    await itemIs('3 of 75 used');
    await page.hover(item);
    await page.waitFor('.workbench-hover:has-text("this window: 3")');
    const text = await page.text('.workbench-hover:has-text("this window: 3")');
    assert.match(text, /Quota of the sandbox: 3 of 75 used in 6 s\.\s+this window: 3 \(request-\d+\.dt\.http\)\s+Click to see who holds what\./);
    await page.screenshot('quota-status');
    await page.waitFor(item, { state: 'hidden' });
    await run(document, 'GET /projects?page_size=1');
    await page.waitFor(item);
    await closeAll();
    await page.waitFor(item, { state: 'hidden' });
  });

  /** A file of so many requests. */
  const bulk = (name: string, count: number) => openFile(name, Array.from({ length: count }, (_, index) => `###\nGET /projects?page_size=${index + 1}\n`).join(''));

  it('shows at their lines the requests that wait, however many count down, and cancels them there', async () => {
    await setUser('quota', '2/40s');
    const document = await bulk('waits.dt.http', 8);
    for (const size of [1, 2]) await run(document, `page_size=${size}`);
    const running: Promise<void>[] = [];
    for (let size = 3; size <= 8; size++) {
      running.push(run(document, `page_size=${size}`));
      // At different times of the second, so that the texts never rest.
      await new Promise((resolve) => setTimeout(resolve, 170));
    }
    await page.waitFor('.codelens-decoration:has-text("goes in")');
    await page.screenshot('quota-many-waits');
    await page.click('.codelens-decoration:has-text("goes in") a:has-text("Cancel")');
    await page.waitFor('.codelens-decoration:has-text("cancelled")');
    await vscode.commands.executeCommand('dtHttp.cancel');
    for (let size = 3; size <= 8; size++) await vscode.commands.executeCommand('dtHttp.cancel', document.uri, document.offsetAt(rangeOf(document, `page_size=${size}`).start));
    await Promise.all(running);
  });

  it('shows a bulk run at its lines while it goes on, however fast', async () => {
    const document = await bulk('fast.dt.http', 90);
    const running = vscode.commands.executeCommand('dtHttp.runAll');
    await page.waitFor('.codelens-decoration:has-text("queued")');
    await page.waitFor('.codelens-decoration:has-text("200 OK")');
    assert.notEqual(await page.count('.codelens-decoration:has-text("queued")'), 0, 'seen only after its end');
    await page.screenshot('quota-bulk-fast');
    for (let size = 1; size <= 90; size++) await vscode.commands.executeCommand('dtHttp.cancel', document.uri, document.offsetAt(rangeOf(document, `page_size=${size}\n`).start));
    await running;
  });

  it('names the pace of a bulk run, which is cancelled at the line', async () => {
    // One in 7.5 s: two of the ten are kept for single requests.
    await setUser('quota', '10/60s');
    const document = await bulk('slow.dt.http', 12);
    const running = vscode.commands.executeCommand('dtHttp.runAll');
    await page.waitFor('.codelens-decoration:has-text("even pace, 1 of 10 used")');
    await page.hover(item);
    await page.waitFor('.workbench-hover:has-text("(even pace).")');
    await page.screenshot('quota-bulk');
    await page.move(400, 400);
    await choose('DT: Show Quota');
    await rowsThat(/page_size=\d+ ?goes in \d s, even pace · slow\.dt\.http/);
    await page.screenshot('quota-bulk-view');
    await closeView();
    await page.waitFor('.codelens-decoration:has-text("goes in 7 s: even pace")');
    await page.click('.codelens-decoration:has-text("even pace") a:has-text("Cancel")');
    await running;
    await lensThat(document, rangeOf(document, 'page_size=12'), /cancelled/);
  });

  it('counts what was used before its limit was lowered', async () => {
    await setUser('quota', '75/20s');
    const { document, last } = await used(9);
    await setUser('quota', '5/20s');
    const running = run(document, 'page_size=10');
    await lensThat(document, last, /goes in \d+ s: 9 used, limit 5/);
    await itemIs('9 used, limit 5, 1 waiting');
    await page.screenshot('quota-lowered');
    await vscode.commands.executeCommand('dtHttp.cancel', document.uri, document.offsetAt(last.start));
    await running;
    await setUser('quota', '75/20s');
    await run(document, 'GET /projects?page_size=1');
  });

  it('is full: requests wait at their lines and in the view, and are cancelled in both', async () => {
    await vscode.commands.executeCommand('workbench.action.closeSidebar');
    // Time enough for a busy machine.
    await setUser('quota', '75/20s');
    const { document, last } = await used(75);
    await itemIs('75 of 75 used');
    await vscode.commands.executeCommand('workbench.action.closeEditorsInOtherGroups');
    const other = await openFile('labels.dt.http', 'GET /projects/c4f5le24saonvdu6500t\n\n### listDevices\nGET /projects/c4f5le24saonvdu6500t/devices\n');
    const running = [run(other, 'GET'), run(other, 'GET', '###'), run(document, 'GET /projects?page_size=76')];
    await lensThat(document, last, /goes in \d+ s: 75 of 75 used/);
    await itemIs('75 of 75 used, 3 waiting');
    await page.waitFor('.codelens-decoration:has-text("goes in")');
    await page.hover(item);
    await page.waitFor('.workbench-hover:has-text("3 waiting, the first goes in")');
    await page.screenshot('quota-full');
    // From the line into the view.
    await page.click('.codelens-decoration a:has-text("goes in")');
    await rowsThat(
      /75 of 75 used in 20 s ?by this window/,
      /listDevices ?goes in \d+ s · labels\.dt\.http/,
      /GET \/v2\/projects\/c4f5le24saonvdu6500t ?goes in \d+ s · labels\.dt\.http/,
      /GET \/v2\/projects\?page_size=76 ?goes in \d+ s · request-\d+\.dt\.http/,
      /request-\d+\.dt\.http × 75 ?free in/,
    );
    await page.screenshot('quota-view');
    // Cancelled in the view, at once and only that one.
    const two = row('listDevices');
    await page.hover(two);
    await page.click(`${two} .codicon-close`);
    await running[1];
    await lensThat(other, rangeOf(other, 'GET', '###'), /cancelled/);
    await eventually('end of its row', async () => ((await page.count(two)) === 0 ? true : undefined));
    await itemIs('75 of 75 used, 2 waiting');
    // It goes to a request, wherever it is.
    await page.type('=76');
    await page.screenshot('quota-filter');
    await page.click(row('page_size=76'));
    await page.waitFor('.quick-input-widget', { state: 'hidden' });
    assert.equal(vscode.window.activeTextEditor?.document, document);
    assert.deepEqual(vscode.window.activeTextEditor.selection.active, last.start);
    await vscode.commands.executeCommand('dtHttp.cancel', document.uri, document.offsetAt(last.start));
    await running[2];
    await running[0];
    await lensThat(other, rangeOf(other, 'GET'), /200 OK/);
  });

  it('is followed by the view without losing what was typed and chosen', async () => {
    await setUser('quota', '3/30s');
    const { document, last } = await used(3);
    const running = run(document, 'GET /projects?page_size=4');
    await itemThat(/1 waiting/);
    await choose('DT: Show Quota');
    await rowsThat(/goes in \d+ s/);
    await page.type('page_size');
    await page.press('ArrowDown');
    await page.press('ArrowDown');
    const focused = '.quick-input-list .monaco-list-row.focused';
    const before = await page.text(focused);
    const [name = ''] = /page_size=\d+/.exec(before) ?? [];
    assert.notEqual(name, '', before);
    await eventually('another second', async () => ((await page.text(focused)) !== before ? true : undefined));
    assert.ok((await page.text(focused)).includes(name), `${name} is not where the cursor is`);
    await closeView();
    await vscode.commands.executeCommand('dtHttp.cancel', document.uri, document.offsetAt(last.start));
    await running;
  });

  it('is followed by the view while requests go from one section to the other, and go', async () => {
    await setUser('quota', '3/8s');
    const { document } = await used(3);
    const running = run(document, 'GET /projects?page_size=4');
    await itemThat(/1 waiting/);
    await choose('DT: Show Quota');
    await running;
    await rowsThat(/page_size=4 ?free in/);
    // The rows are drawn one after the other: those of before may stand for a moment.
    await rowsThatAre(['Nothing used in the last 8 s.', 'At most 3 requests in 8 s']);
    await page.screenshot('quota-empty');
    await page.click(row('At most'));
    await page.waitFor('.settings-editor :text("How many requests an account")');
    await page.screenshot('quota-setting');
  });

  it('is lowered by a workspace, whose setting the view opens', async () => {
    const restore = await setWorkspace({ 'dtHttp.workspaceQuota': '3/6s' });
    try {
      await used(1);
      await choose('DT: Show Quota');
      await rowsThat(/At most 3 requests in 6 s ?change dtHttp\.workspaceQuota/);
      await page.click(row('At most'));
      await page.waitFor('.settings-editor :text("A lower quota for the windows of this workspace")');
      await page.screenshot('quota-workspace-setting');
    } finally {
      await restore();
    }
  });

  it('lets a request be cancelled in the view, or gone to, whose file was closed meanwhile', async () => {
    await setUser('quota', '2/20s');
    await used(2);
    const document = await openText('### gone', 'GET /projects');
    const running = run(document, 'GET');
    await lensThat(document, rangeOf(document, 'GET'), /goes in/);
    await closeAll();
    await choose('DT: Show Quota');
    await page.click(row('gone'));
    await eventually('editor of the request', () => (vscode.window.activeTextEditor?.document === document ? true : undefined));
    await choose('DT: Show Quota');
    await page.waitFor(row('gone'));
    await page.hover(row('gone'));
    await page.click(`${row('gone')} .codicon-close`);
    await running;
    await lensThat(document, rangeOf(document, 'GET'), /cancelled/);
    await eventually('end of its row', async () => ((await page.count(row('gone'))) === 0 ? true : undefined));
    await closeView();
  });

  it('is closed for long after a 429: nothing is sent until a minute is left', async () => {
    const document = await openText('GET /projects', 'X-Sandbox-Fault: 429; retry-after=120; times=1', '', '###', 'GET /projects/c4f5le24saonvdu6500t');
    await run(document, 'GET');
    await choose('DT: Show Quota');
    await rowsThat(/Closed for (2 min|1 min \d+ s): requests are not sent until a minute is left/);
    await page.screenshot('quota-closed-long');
    await closeView();
    await run(document, 'GET /projects/');
    assert.doesNotMatch((await lensesAt(document, rangeOf(document, 'GET /projects/'))).join(), /200 OK|goes in/);
  });

  it('is closed after a 429: the status bar counts down, a request that waits says so, and so does the view', async () => {
    const document = await openText('GET /projects', 'X-Sandbox-Fault: 429; retry-after=5; times=1', '', '###', 'GET /projects/c4f5le24saonvdu6500t');
    const running = run(document, 'GET');
    await lensThat(document, document.lineAt(0).range, /429, next try/);
    const waiting = run(document, 'GET /projects/');
    await lensThat(document, rangeOf(document, 'GET /projects/'), /429: closed for \d s \| Cancel/);
    assert.match(await itemThat(/1 waiting/), /^quota closed for [2345] s, 1 waiting$/);
    await choose('DT: Show Quota');
    await rowsThat(/Closed for \d s: requests wait, and go by themselves ?The server answered 429: others use this account too, or its limit is lower\./);
    await page.screenshot('quota-closed');
    await itemThat(/closed for 1 s/);
    await closeView();
    await Promise.all([running, waiting]);
    await lensThat(document, rangeOf(document, 'GET /projects/'), /200 OK/);
  });
});

if (page.available) {
  describe('the quota of an account, with a terminal', () => {
    const children = new Children();
    const folder = stateFolder(undefined, process.env);
    let identity: Identity;

    before(async () => {
      await activated();
      assert.ok(/dt-http-editor-/.test(homedir()), 'the real home is none of a test\'s business');
      identity = await Identity.start(testAuthority);
      await leadToDt(identity);
      await openText('GET /projects');
      await addByVariables('shared', knownAccount);
      // Time enough for a busy machine.
      await setUser('quota', '75/60s');
    });
    afterEach(() => vscode.commands.executeCommand('notifications.clearAll'));
    after(async () => {
      const dialog = answerDialogs('showWarningMessage', 'Remove');
      await vscode.commands.executeCommand('dtHttp.removeAccount', 'shared');
      dialog.end();
      await setUser('quota', undefined);
      await stayAway();
      identity.dispose();
      children.dispose();
      await closeAll();
    });

    /** Runs a file in the terminal tool, as the same user and with the same account. */
    const runInTerminal = async (name: string, requests: number) => {
      const document = await openFile(name, Array.from({ length: requests }, () => '###\nGET /projects\n').join('\n'));
      const { extensionPath } = await activated();
      const env = {
        HOME: homedir(),
        HTTPS_PROXY: identity.proxy.url,
        NODE_EXTRA_CA_CERTS: process.env['NODE_EXTRA_CA_CERTS'] ?? '',
        DT_SERVICE_ACCOUNT_KEY_ID: knownAccount.keyId,
        DT_SERVICE_ACCOUNT_SECRET: knownAccount.secret,
        DT_SERVICE_ACCOUNT_EMAIL: knownAccount.email,
      };
      const { code, output } = await children.node([path.join(extensionPath, 'dist/cli.js'), 'run', document.fileName, '--quota', '75/60s'], env, path.dirname(document.fileName)).ended;
      assert.equal(code, 0, output);
    };

    it('shows what the terminal uses, and counts it', async () => {
      await runInTerminal('nightly.dt.http', 3);
      // What is open there would cover the tooltip.
      await vscode.commands.executeCommand('notifications.clearAll');
      const document = await openText('GET /projects');
      await itemThat(/^3 of 75 used$/);
      await run(document, 'GET');
      await itemThat(/^4 of 75 used$/);
      await page.hover(item);
      await page.waitFor('.workbench-hover:has-text("3 (nightly.dt.http)")');
      await page.waitFor('.workbench-hover:has-text("Quota of shared: 4 of 75 used in 1 min")');
      await page.screenshot('quota-terminal-tooltip');
      await choose('DT: Show Quota');
      const shown = (await rowsThat(/terminal/)).join('\n');
      assert.match(shown, /4 of 75 used in 1 min ?by 1 window and 1 terminal/);
      assert.match(shown, /GET \/v2\/projects × 3 ?free in .* · nightly\.dt\.http · terminal in "workspace"/);
      assert.match(shown, /GET \/v2\/projects ?free in .* · request-\d+\.dt\.http · this window/);
      await page.screenshot('quota-terminal');
      await closeView();
    });

    it('that cannot be shared counts less, and says why, once', async () => {
      await page.move(400, 400);
      // Not by permissions: they do not hold for everybody who runs tests.
      await rename(path.join(folder, 'quota'), path.join(folder, 'quota.away'));
      await writeOutside(path.join(folder, 'quota'), '');
      try {
        const document = await openText('GET /projects');
        await run(document, 'GET');
        await lensThat(document, document.lineAt(0).range, /200 OK/);
        await page.waitFor(`${item} .codicon-warning`);
        assert.match(await itemThat(/ of 15/), /^\d+ of 15 used$/);
        assert.match(await notified('The quota is not shared'), / .*: cannot read or write files in \S+dt-http \(E(NOTDIR|EXIST)\)\. Make it /);
        await page.screenshot('quota-trouble');
        await page.click('.notifications-center a:has-text("Show Quota")');
        await rowsThat(/Not shared: this window keeps to a fifth of the limit ?what to do ?Cannot read or write files in \S+dt-http \(E(NOTDIR|EXIST)\)\. Make it /);
        await page.screenshot('quota-trouble-view');
        await closeView();
        await vscode.commands.executeCommand('notifications.clearAll');
        await run(document, 'GET');
        await vscode.commands.executeCommand('notifications.showList');
        assert.equal(await page.count('.notifications-center a:has-text("Show Quota")'), 0, 'told once');
      } finally {
        await rm(path.join(folder, 'quota'), { force: true });
        await mkdir(folder, { recursive: true });
        await rename(path.join(folder, 'quota.away'), path.join(folder, 'quota'));
      }
    });
  });
}

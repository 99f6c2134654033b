// Fields of answers that are masked: revealed once on command, and saved as an account when DT sent them.
import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import * as vscode from 'vscode';
import { ForwardProxy } from '../helpers/forwardProxy';
import { makeCertificate } from '../sandbox/http/certificates';
import { testAuthority } from './authority';
import { page } from './page';
import { allLensesAt, answerDialogs, closeAll, eventually, lensesOf, openText, rangeOf, run, shownAnswer, useSandbox, writeFile } from './support';

const secret = 'b1946ac92492d2347c6235b4d2611184';
const newKey = { key: { name: 'projects/c0p/serviceaccounts/b0sa/keys/c0k', id: 'c0k', createTime: '2026-03-01T12:00:00Z' }, secret };
const bodies: Readonly<Record<string, unknown>> = {
  '/key': newKey,
  '/several': { devices: [{ name: 'a' }], credentials: { password: 'first-p4ss' }, token: `line\n\u202e${'x'.repeat(5000)}`, '$(error)[x](command:y) token': 'third' },
  '/none': { name: 'plain' },
};

const lensTitles = async (document: vscode.TextDocument, text: string) => allLensesAt(document, rangeOf(document, text));

describe('masked fields of answers', () => {
  useSandbox();
  let server: Server;
  let origin: string;

  before(async () => {
    server = createServer(({ url = '' }, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'set-cookie': 'session=planted-cookie' }).end(JSON.stringify(bodies[url] ?? null));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => server.close());
  afterEach(() => vscode.commands.executeCommand('notifications.clearAll'));

  const answerOf = async (path: string) => {
    const request = await openText(`# @name ${path.slice(1)}`, `GET ${origin}${path}`);
    await run(request, 'GET');
    return { request, answer: await eventually('answer', shownAnswer) };
  };

  it('have a lens; a server that is not DT\'s cannot plant an account', async () => {
    const { answer } = await answerOf('/key');
    assert.deepEqual(await lensTitles(answer, '"secret": "•••"'), ['Reveal once']);
    assert.equal((await lensesOf(answer)).length, 1);
    assert.ok(!answer.getText().includes(secret));
    await vscode.commands.executeCommand('dtHttp.saveAsAccount', answer.uri);
    if (!page.available) return;
    await vscode.commands.executeCommand('notifications.showList');
    await page.waitFor('.notifications-center :text("Only answers of DT\'s own API")');
    await page.screenshot('answer-secret-lens');
  });

  it('are shown in a dialog alone, and copied only when that is asked for', async () => {
    const { answer } = await answerOf('/key');
    const before = answer.getText();
    await vscode.env.clipboard.writeText('untouched');
    const [lens] = await lensesOf(answer);
    for (const [choice, clipboard] of [[undefined, 'untouched'], ['Copy', secret]] as const) {
      const dialogs = answerDialogs('showWarningMessage', choice);
      try {
        await vscode.commands.executeCommand(lens!.command!.command, ...((lens!.command!.arguments ?? []) as unknown[]));
      } finally {
        dialogs.end();
      }
      assert.deepEqual(dialogs.asked, [['Secret at $.secret', { modal: true, detail: secret }, 'Copy']]);
      assert.equal(await vscode.env.clipboard.readText(), clipboard);
    }
    assert.equal(answer.getText(), before);
    assert.deepEqual(await lensTitles(answer, '"secret"'), ['Reveal once'], 'the next time asks anew');
    await vscode.env.clipboard.writeText('');
  });

  it('are chosen by path when there are several; nothing in them does anything', async () => {
    const { answer } = await answerOf('/several');
    assert.equal((await lensesOf(answer)).length, 3);
    const dialogs = answerDialogs('showWarningMessage', 'Copy');
    try {
      await vscode.commands.executeCommand('dtHttp.revealSecret', answer.uri, '$.token');
      const [, options] = dialogs.asked[0] as [string, vscode.MessageOptions];
      assert.match(options.detail ?? '', /^line\\n\\u\{202e\}x{1994}…\n\n5006 characters, of which the first are shown\. Copy takes all of them\.$/);
      assert.equal((await vscode.env.clipboard.readText()).length, 5006);
      if (!page.available) return;
      await vscode.window.showTextDocument(answer);
      await page.press('F1');
      await page.waitFor('.quick-input-widget');
      await page.type('DT: Reveal Secret Once');
      await page.click('.quick-input-list .monaco-list-row:has-text("DT: Reveal Secret Once")');
      await page.waitFor('.quick-input-list .monaco-list-row:has-text("$.credentials.password")');
      assert.equal(await page.count('.quick-input-list .monaco-list-row .codicon-error'), 0);
      await page.screenshot('answer-secret-choice');
      await page.click('.quick-input-list .monaco-list-row:has-text("$.credentials.password")');
      await eventually('dialog', () => (dialogs.asked.length === 2 ? true : undefined));
      assert.deepEqual(dialogs.asked[1], ['Secret at $.credentials.password', { modal: true, detail: 'first-p4ss' }, 'Copy']);
    } finally {
      dialogs.end();
      await vscode.env.clipboard.writeText('');
    }
  });

  it('are none where nothing is masked but headers', async () => {
    const { answer } = await answerOf('/none');
    assert.deepEqual(await lensesOf(answer), []);
    assert.match(answer.getText(), /set-cookie: •••/i);
    const dialogs = answerDialogs('showWarningMessage', 'Copy');
    await vscode.commands.executeCommand('dtHttp.revealSecret', answer.uri);
    dialogs.end();
    assert.deepEqual(dialogs.asked, []);
  });

  it('say when their answer is an older one', async () => {
    const { request, answer } = await answerOf('/key');
    const edit = new vscode.WorkspaceEdit();
    edit.insert(request.uri, new vscode.Position(1, 4), 'https://x.example/');
    await vscode.workspace.applyEdit(edit);
    assert.deepEqual(await lensTitles(answer, '"secret"'), ['Reveal once', 'an older answer: the request was edited since']);
    if (page.available) {
      await page.waitFor('.codelens-decoration:has-text("the request was edited since")');
      await page.screenshot('answer-secret-stale');
    }
  });

  it('say so too when their request was run again, or its file was closed, and are kept as long as they are shown', async () => {
    // A document that an extension opens stays for minutes after its tab has gone.
    const uri = await writeFile('closed-request.dt.http', `# @name other\nGET ${origin}/none\n###\n# @name key\nGET ${origin}/key\n`);
    await vscode.commands.executeCommand('vscode.open', uri, { viewColumn: vscode.ViewColumn.One, preview: false });
    const request = await eventually('request file', () => vscode.workspace.textDocuments.find((each) => each.uri.toString() === uri.toString()));
    await run(request, 'GET', '@name key');
    const answer = await eventually('answer', shownAnswer);
    assert.deepEqual(await lensTitles(answer, '"secret"'), ['Reveal once']);
    const edit = new vscode.WorkspaceEdit();
    edit.replace(uri, rangeOf(request, 'key'), 'renamed');
    await vscode.workspace.applyEdit(edit);
    await request.save();
    await run(request, 'GET', '@name renamed');
    assert.deepEqual(await lensTitles(answer, '"secret"'), ['Reveal once', 'an older answer: the request was run again since'], 'its new answer has another name');
    for (const tab of vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs)) {
      if (tab.input instanceof vscode.TabInputText && tab.input.uri.toString() === uri.toString()) await vscode.window.tabGroups.close(tab);
    }
    await eventually('closed request', async () => ((await lensTitles(answer, '"secret"')).includes('an older answer: the request file was closed since') ? true : undefined));
    const dialogs = answerDialogs('showWarningMessage', undefined);
    await vscode.commands.executeCommand('dtHttp.revealSecret', answer.uri);
    dialogs.end();
    assert.equal(dialogs.asked.length, 1);
  });
});

if (page.available) {
  describe('a new key that DT sends', () => {
    const http = () => vscode.workspace.getConfiguration('http');
    let proxy: ForwardProxy;
    let api: ReturnType<typeof createSecureServer>;

    before(async () => {
      const host = 'api.disruptive-technologies.com';
      api = createSecureServer(makeCertificate({ name: 'dt', issuer: testAuthority, hosts: [host] }), (_, response) => {
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(newKey));
      });
      await new Promise<void>((resolve) => api.listen(0, '127.0.0.1', resolve));
      proxy = await ForwardProxy.start({ routes: new Map([[`${host}:443`, (api.address() as AddressInfo).port]]) });
      await http().update('proxy', proxy.url, vscode.ConfigurationTarget.Global);
      await http().update('proxySupport', 'override', vscode.ConfigurationTarget.Global);
    });
    after(async () => {
      await http().update('proxy', undefined, vscode.ConfigurationTarget.Global);
      await http().update('proxySupport', 'off', vscode.ConfigurationTarget.Global);
      proxy.dispose();
      api.close();
      await vscode.commands.executeCommand('notifications.clearAll');
      await closeAll();
    });

    it('can be saved as an account: its strings are known, and it is proved first', async () => {
      const request = await openText('# @auth none', 'POST /projects/c0p/serviceaccounts/b0sa/keys');
      await run(request, 'POST');
      const answer = await eventually('answer', shownAnswer);
      assert.deepEqual(await lensTitles(answer, '"secret": "•••"'), ['Reveal once', 'Save as service account…']);
      await page.waitFor('.codelens-decoration a:has-text("Save as service account")');
      await page.screenshot('answer-new-key');
      await page.click('.codelens-decoration a:has-text("Save as service account")');
      await page.waitFor('.quick-input-title:has-text("Add Service Account: name")');
      await page.screenshot('answer-new-key-name');
      await page.press('Enter');
      await vscode.commands.executeCommand('notifications.showList');
      const notice = '.notifications-center .notification-list-item:has-text("was not saved")';
      await page.waitFor(notice);
      const text = await page.text(notice);
      assert.match(text, /b0sa was not saved/);
      assert.ok(!text.includes(secret));
    });
  });
}

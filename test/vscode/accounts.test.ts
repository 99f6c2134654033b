import assert from 'node:assert/strict';
import dns from 'node:dns';
import * as vscode from 'vscode';
import { page } from './page';
import { activated, closeAll, lensThat, openText, run, shownAnswer, useSandbox } from './support';

/** Chooses a command in the palette, as a user does. */
async function choose(title: string): Promise<void> {
  await page.press('F1');
  await page.waitFor('.quick-input-widget');
  await page.type(title);
  await page.click(`.quick-input-list .monaco-list-row:has-text("${title}")`);
}

/** Waits for the notification that holds `text`, as shown. */
async function notified(text: string): Promise<string> {
  await vscode.commands.executeCommand('notifications.showList');
  const selector = `.notifications-center .notification-list-item:has-text("${text}")`;
  await page.waitFor(selector);
  return page.text(selector);
}

const status = '.statusbar-item:has(.codicon-key)';

if (page.available) {
  describe('accounts by mouse and keyboard', () => {
    describe('with the sandbox', () => {
      useSandbox();
      afterEach(() => vscode.commands.executeCommand('notifications.clearAll'));

      it('switches between the accounts of the sandbox; the status bar and the next run follow', async () => {
        const document = await openText('POST /projects/c4f5le24saonvdu6500t/devices/cdpib6e3eqohgh5ett6u/labels', '', '{ "key": "floor", "value": "2" }');
        await page.waitFor(`${status}:has-text("sandbox-project.admin")`);
        await choose('DT: Switch Account');
        const active = '.quick-input-list .monaco-list-row:has-text("sandbox-project.admin")';
        await page.waitFor(`${active} .codicon-check`);
        assert.match(await page.text(active), /active · \S+@\S+\.serviceaccount\.d21s\.com/);
        await page.screenshot('accounts-switch');
        await page.click('.quick-input-list .monaco-list-row:has-text("sandbox-project.user")');
        await page.waitFor(`${status}:has-text("sandbox-project.user")`);
        await run(document, 'POST');
        await lensThat(document, document.lineAt(0).range, /403 Forbidden/);
        await page.waitFor(`${status}:has-text("token 59 min")`);
        assert.match(await page.text(status), /sandbox-project\.user · token 59 min · \d of 75 used/);
        await vscode.commands.executeCommand('dtHttp.switchAccount', 'sandbox-project.admin');
      });

      it('reports until when a new access token is valid', async () => {
        await openText('GET /projects');
        await choose('DT: Refresh Access Token');
        assert.match(await notified('new access token'), /sandbox-project\.admin: new access token, valid until \d+:\d\d:\d\d/);
        await page.screenshot('accounts-refreshed');
      });

      it('says what is wrong when an account cannot sign in', async () => {
        await openText('GET /projects');
        await vscode.commands.executeCommand('dtHttp.switchAccount', 'sandbox-revoked');
        await choose('DT: Refresh Access Token');
        assert.match(await notified('could not sign in'), /sandbox-revoked could not sign in: .*key ID/);
        await page.screenshot('accounts-revoked');
        await vscode.commands.executeCommand('dtHttp.switchAccount', 'sandbox-project.admin');
      });

      it('renews the token of the account that the request asks for', async () => {
        const document = await openText('# @account sandbox-project.user', 'GET /projects', 'X-Sandbox-Fault: 401; times=2');
        await run(document, 'GET');
        await vscode.commands.executeCommand('dtHttp.renewAndRetry', document.uri, 0);
        assert.match(await notified('new access token'), /sandbox-project\.user: new access token/);
        await lensThat(document, document.lineAt(1).range, /200 OK/);
      });

      it('shows the status for requests and answers, and for nothing else', async () => {
        const document = await openText('GET /projects');
        await run(document, 'GET');
        const answer = shownAnswer();
        assert.ok(answer);
        await page.waitFor(status);
        await vscode.window.tabGroups.close(vscode.window.tabGroups.all[0]?.tabs ?? []);
        await page.waitFor(status);
        await closeAll();
        await page.waitFor(status, { state: 'hidden' });
      });
    });

    describe('to be added', () => {
      const { lookup } = dns;
      const typed = { keyId: 'btestkeyidbtestkeyid', secret: 'b1946ac92492d2347c6235b4d2611184', email: 'b0@c0.serviceaccount.d21s.com' };

      before(async () => {
        await activated();
        // Wherever the tests run, DT's hosts are out of reach: nothing typed here may get there.
        const unreachable: (...args: unknown[]) => void = (...args) => {
          const callback = args.at(-1) as (error: NodeJS.ErrnoException) => void;
          callback(Object.assign(new Error(`getaddrinfo ENOTFOUND ${String(args[0])}`), { code: 'ENOTFOUND', syscall: 'getaddrinfo' }));
        };
        Object.assign(dns, { lookup: unreachable });
      });
      after(async () => {
        Object.assign(dns, { lookup });
        await vscode.commands.executeCommand('notifications.clearAll');
        await closeAll();
      });

      const box = '.quick-input-widget input';
      const answer = async (step: string, text: string) => {
        await page.waitFor(`.quick-input-title:has-text("${step}")`);
        await page.type(text);
        await page.press('Enter');
      };

      it('asks for the three strings and a name, and saves nothing that was not proved', async () => {
        await openText('GET /projects');
        await page.waitFor(`${status}:has-text("no account")`);
        await choose('DT: Add Service Account');
        await answer('(1 of 4): key ID', typed.keyId);
        await page.waitFor('.quick-input-title:has-text("(2 of 4): secret")');
        await page.waitFor(`${box}[type="password"]`);
        await answer('(2 of 4): secret', typed.secret);
        await answer('(3 of 4): email', 'b0');
        await page.waitFor('.quick-input-message:has-text("This is not an email.")');
        await page.screenshot('accounts-not-an-email');
        await answer('(3 of 4): email', typed.email.slice(2));
        await answer('(4 of 4): name', 'plant');
        const message = await notified('plant was not saved');
        assert.match(message, /plant was not saved\. The token endpoint could not be reached/);
        assert.ok(!message.includes(typed.secret));
        await page.screenshot('accounts-unreachable');
        await page.waitFor(`${status}:has-text("no account")`);
      });

      it('keeps what was typed for the next try, the secret behind its mask', async () => {
        await page.click('.notifications-center a:has-text("Try Again")');
        for (const step of ['(1 of 4): key ID', '(2 of 4): secret', '(3 of 4): email', '(4 of 4): name']) await answer(step, '');
        const message = await notified('plant was not saved');
        assert.match(message, /The token endpoint could not be reached/);
        await vscode.commands.executeCommand('notifications.clearAll');
        await choose('DT: Switch Account');
        await page.waitFor('.quick-input-list .monaco-list-row:has-text("Add a service account")');
        assert.equal(await page.count('.quick-input-list .monaco-list-row:has-text("plant")'), 0);
        await page.screenshot('accounts-none');
        await page.press('Escape');
      });
    });
  });
}

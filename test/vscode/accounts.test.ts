import assert from 'node:assert/strict';
import dns from 'node:dns';
import * as vscode from 'vscode';
import { credentialsFile, Identity, knownAccount } from '../helpers/identity';
import { answer, choose, leadToDt, notified, row, stayAway, status, title, way } from './accountSteps';
import { testAuthority } from './authority';
import { page } from './page';
import { activated, answerDialogs, closeAll, diagnosticsOf, eventually, fixesAt, lensThat, openText, run, shownAnswer, useSandbox, writeFile } from './support';

/** The status bar's item while its tooltip holds `text`. */
const tooltip = (text: string) => `${status} a[aria-label*="${text}"]`;

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
        assert.match(await page.text(status), /sandbox-project\.user · token 59 min$/);
        await vscode.commands.executeCommand('dtHttp.switchAccount', 'sandbox-project.admin');
      });

      it('says where paths go, and how many other accounts are kept', async () => {
        await openText('GET /projects');
        await page.waitFor(tooltip('Paths go to the sandbox.'));
        await page.waitFor(tooltip('other accounts are kept.'));
        await page.hover(status);
        await page.waitFor('.workbench-hover:has-text("Paths go to the sandbox.")');
        await page.screenshot('accounts-tooltip');
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

    describe('signing out', () => {
      useSandbox();
      afterEach(async () => {
        await vscode.commands.executeCommand('dtHttp.switchAccount', 'sandbox-project.admin');
        await vscode.commands.executeCommand('notifications.clearAll');
      });

      it('signs nothing any more, says so, and ends when the token is refreshed', async () => {
        const document = await openText('GET /projects');
        await run(document, 'GET');
        await page.waitFor(`${status}:has-text("token 59 min")`);
        await choose('DT: Sign Out');
        assert.match(await notified('is signed out'), /sandbox-project\.admin is signed out\. Requests go out unsigned until you choose an account\./);
        await page.waitFor(`${status}:has-text("sandbox-project.admin · signed out")`);
        assert.doesNotMatch(await page.text(status), /token/);
        await run(document, 'GET');
        await lensThat(document, document.lineAt(0).range, /401 Unauthorized/);
        assert.match(shownAnswer()?.getText() ?? '', /Sent unsigned: the account is signed out\. Choose one with "DT: Switch Account"\.[^]*401 Unauthorized: the account is signed out/);
        const found = await eventually('finding', () => diagnosticsOf(document)[0]);
        assert.match(found, /401 Unauthorized: the account is signed out/);
        assert.ok((await fixesAt(document, document.lineAt(0).range)).some(({ title }) => title === 'Switch account'));
        await page.screenshot('accounts-signed-out');
        await choose('DT: Sign Out');
        assert.match(await notified('already'), /sandbox-project\.admin is signed out already/);
        await choose('DT: Refresh Access Token');
        await notified('new access token');
        await page.waitFor(`${status}:has-text("token 59 min")`);
        await run(document, 'GET');
        await lensThat(document, document.lineAt(0).range, /200 OK/);
      });

      it('holds for requests that name the account, and for no other account; choosing it ends it', async () => {
        await vscode.commands.executeCommand('dtHttp.signOut');
        await vscode.commands.executeCommand('dtHttp.switchAccount', 'sandbox-project.user');
        const document = await openText('# @account sandbox-project.admin', 'GET /projects', '', '###', 'GET /projects');
        await run(document, 'GET', '###');
        await lensThat(document, document.lineAt(4).range, /200 OK/);
        await run(document, 'GET');
        await lensThat(document, document.lineAt(1).range, /Sign-in failed|explain/);
        assert.ok(diagnosticsOf(document).some((text) => /Sign-in failed: signed out of account "sandbox-project\.admin"/.test(text)), diagnosticsOf(document).join());
        await choose('DT: Switch Account');
        await page.waitFor(row('sandbox-project.admin'));
        assert.match(await page.text(row('sandbox-project.admin')), /signed out/);
        assert.match(await page.text(row('sandbox-project.user')), /active · token 59 min · \S+@/);
        await page.screenshot('accounts-switch-signed-out');
        await page.click(row('sandbox-project.admin'));
        await page.waitFor(`${status}:has-text("sandbox-project.admin")`);
        await run(document, 'GET');
        await lensThat(document, document.lineAt(1).range, /200 OK/);
      });
    });

    const box = '.quick-input-widget input';

    describe('to be added', () => {
      const { lookup } = dns;
      let lookUps = 0;

      before(async () => {
        await activated();
        // Wherever the tests run, DT's hosts are out of reach: nothing typed here may get there.
        const unreachable: (...args: unknown[]) => void = (...args) => {
          lookUps++;
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

      it('asks for the three strings and a name, and saves nothing that was not proved', async () => {
        await openText('GET /projects');
        await page.waitFor(`${status}:has-text("no account")`);
        await choose('DT: Add Service Account');
        await page.waitFor(row('Type key ID, secret and email'));
        assert.equal(await page.count(row('environment variables')), 0, 'none is set');
        await page.screenshot('accounts-how');
        await page.click(row('Type key ID'));
        await answer('key ID (1/4)', '');
        await page.waitFor('.quick-input-message:has-text("This is needed.")');
        await answer('key ID (1/4)', knownAccount.email);
        await page.waitFor('.quick-input-message:has-text("This is an email; it is asked for in a later step.")');
        await page.press('Control+a');
        await page.type(knownAccount.secret);
        await page.waitFor('.quick-input-message:has-text("This looks like the secret. A key ID has 20 characters.")');
        await page.screenshot('accounts-secret-as-key-id');
        await answer('key ID (1/4)', knownAccount.keyId);
        await page.waitFor(`${title}:has-text("secret (2/4)")`);
        await page.waitFor(`${box}[type="password"]`);
        await page.type(knownAccount.keyId);
        await page.waitFor('.quick-input-message:has-text("This is the key ID, typed once more.")');
        await answer('secret (2/4)', knownAccount.secret);
        await answer('email (3/4)', 'b0');
        await page.waitFor('.quick-input-message:has-text("This is not an email.")');
        await page.screenshot('accounts-not-an-email');
        await answer('email (3/4)', knownAccount.email);
        await answer('name (4/4)', 'sandbox-plant');
        await page.waitFor('.quick-input-message:has-text("those of the sandbox")');
        await answer('name (4/4)', 'plant');
        const message = await notified('plant was not saved');
        assert.match(message, /plant was not saved\. .*identity\.disruptive-technologies\.com.* Check the network/);
        assert.ok(!message.includes(knownAccount.secret));
        await page.screenshot('accounts-unreachable');
        await page.waitFor(`${status}:has-text("no account")`);
      });

      it('keeps what was typed for the next try, the secret behind its mask', async () => {
        await page.click('.notifications-center a:has-text("Change…")');
        for (const step of ['key ID (1/4)', 'secret (2/4)', 'email (3/4)', 'name (4/4)']) await answer(step, '');
        await notified('plant was not saved');
        await vscode.commands.executeCommand('notifications.clearAll');
        await choose('DT: Switch Account');
        await page.waitFor(row('Add a service account'));
        assert.equal(await page.count(row('plant')), 0);
        assert.equal(await page.count(row('Load names')), 0, 'whose?');
        await page.screenshot('accounts-none');
        await page.press('Escape');
      });

      it('tries again at once when nothing typed is to blame', async () => {
        await openText('GET /projects');
        await way('Type key ID');
        for (const [step, text] of [['key ID (1/4)', knownAccount.keyId], ['secret (2/4)', knownAccount.secret], ['email (3/4)', knownAccount.email], ['name (4/4)', 'plant']] as const) await answer(step, text);
        await notified('plant was not saved');
        const before = lookUps;
        await page.click('.notifications-center a:has-text("Try Again")');
        await eventually('another try', () => (lookUps > before ? true : undefined));
        await notified('plant was not saved');
        assert.equal(await page.count(`${title}:has-text("(1/4)")`), 0);
        await vscode.commands.executeCommand('notifications.clearAll');
      });

      it('goes back step by step, with what was typed, to the first question', async () => {
        await openText('GET /projects');
        await way('Type key ID');
        await answer('key ID (1/4)', 'typed-key');
        await page.waitFor(`${title}:has-text("secret (2/4)")`);
        await page.screenshot('accounts-back');
        await page.click('.quick-input-titlebar .codicon-quick-input-back, .quick-input-titlebar .codicon-arrow-left');
        await page.waitFor(`${title}:has-text("key ID (1/4)")`);
        await answer('key ID (1/4)', '');
        await page.waitFor(`${title}:has-text("secret (2/4)")`);
        for (const step of ['key ID (1/4)', 'Add Service Account']) {
          await page.click('.quick-input-titlebar .codicon-quick-input-back, .quick-input-titlebar .codicon-arrow-left');
          await page.waitFor(`${title}:has-text("${step}")`);
        }
        await page.waitFor(row('Import DT'));
        await page.press('Escape');
        await page.waitFor('.quick-input-widget', { state: 'hidden' });
      });
    });

    describe('that DT accepts', () => {
      let identity: Identity;
      const variables = { DT_SERVICE_ACCOUNT_KEY_ID: knownAccount.keyId, DT_SERVICE_ACCOUNT_SECRET: knownAccount.secret, DT_SERVICE_ACCOUNT_EMAIL: knownAccount.email };

      before(async () => {
        await activated();
        identity = await Identity.start(testAuthority);
        await leadToDt(identity);
      });
      afterEach(async () => {
        identity.next = [];
        await vscode.commands.executeCommand('notifications.clearAll');
        await closeAll();
      });
      after(async () => {
        await stayAway();
        identity.dispose();
      });

      it('are saved, sign requests, and show how long their token is valid', async () => {
        const document = await openText('GET /projects');
        await way('Type key ID');
        await answer('key ID (1/4)', knownAccount.keyId);
        await answer('secret (2/4)', 'wrong-and-planted');
        await answer('email (3/4)', knownAccount.email);
        await answer('name (4/4)', 'plant');
        const message = await notified('plant was not saved');
        assert.match(message, /Probably a wrong secret\. Check the secret: .*error_description: the signature does not fit/);
        assert.ok(!message.includes('wrong-and-planted'));
        await page.screenshot('accounts-wrong-secret');
        assert.equal(await page.count('.notifications-center a:has-text("Change…")'), 0, 'the same again is no use');
        await page.click('.notifications-center a:has-text("Change and Try Again")');
        await answer('key ID (1/4)', '');
        await answer('secret (2/4)', knownAccount.secret);
        await answer('email (3/4)', '');
        await answer('name (4/4)', '');
        assert.match(await notified('was saved'), /plant is signed in and was saved\. It signs requests from now on\./);
        await page.waitFor(`${status}:has-text("plant")`);
        await run(document, 'GET');
        await lensThat(document, document.lineAt(0).range, /200 OK/);
        assert.deepEqual(identity.api, [`Bearer ${identity.tokens.at(-1) ?? ''}`]);
        await page.waitFor(`${status}:has-text("plant · token 59 min")`);
        await page.screenshot('accounts-saved');
      });

      it('are not saved when signing in is cancelled, which is no error', async () => {
        await openText('GET /projects');
        await way('Type key ID');
        identity.next = ['hang', 'hang'];
        for (const [step, text] of [['key ID (1/4)', knownAccount.keyId], ['secret (2/4)', knownAccount.secret], ['email (3/4)', knownAccount.email], ['name (4/4)', 'lab']] as const) await answer(step, text);
        for (const button of ['Try Again', undefined]) {
          await notified('Signing in as lab');
          await page.click('.notification-list-item:has-text("Signing in as lab") a:has-text("Cancel")');
          const message = await notified('lab was not saved');
          assert.match(message, /lab was not saved: you cancelled\./);
          await page.waitFor('.notification-list-item:has-text("lab was not saved") .codicon-info');
          await page.screenshot('accounts-cancelled');
          if (button !== undefined) await page.click(`.notification-list-item:has-text("lab was not saved") a:has-text("${button}")`);
        }
      });

      it('are imported from DT\'s file; what is wrong with one is said', async () => {
        await openText('GET /projects');
        const [good, bad, huge] = await Promise.all([
          writeFile('key.json', credentialsFile()),
          writeFile('bad.json', credentialsFile({ secret: '', email: 7, algorithm: undefined })),
          writeFile('huge.json', ' '.repeat(100_000)),
        ]);
        const chosen = [bad, huge, good];
        const { showOpenDialog } = vscode.window;
        Object.assign(vscode.window, { showOpenDialog: () => Promise.resolve([chosen.shift()]) });
        try {
          await way('Import DT');
          assert.match(await notified('bad.json'), /bad\.json: serviceAccount\.secret is empty\. serviceAccount\.email must be text\. serviceAccount\.algorithm is missing\./);
          await page.screenshot('accounts-bad-file');
          await page.click('.notifications-center a:has-text("Choose Another File")');
          assert.match(await notified('huge.json'), /huge\.json cannot be read: /);
          await page.click('.notification-list-item:has-text("huge.json") a:has-text("Choose Another File")');
          await page.waitFor(`${title}:has-text("Add Service Account: name")`);
          await answer('name', 'second');
          await page.waitFor(`${status}:has-text("second")`);
          assert.match(await notified('second is signed in'), /from now on\. key\.json still holds the secret: delete it, or keep it out of version control\./);
          await page.screenshot('accounts-left-in-file');
        } finally {
          Object.assign(vscode.window, { showOpenDialog });
        }
      });

      it('can be mended after an import; then the file does not hold the secret', async () => {
        await openText('GET /projects');
        const wrong = await writeFile('wrong.json', credentialsFile({ secret: 'planted-in-the-wrong-file' }));
        const { showOpenDialog } = vscode.window;
        Object.assign(vscode.window, { showOpenDialog: () => Promise.resolve([wrong]) });
        try {
          await way('Import DT');
          await answer('name', 'second');
          assert.match(await notified('second was not saved'), /Probably a wrong secret/);
          await page.click('.notifications-center a:has-text("Change and Try Again")');
          await answer('key ID (1/4)', '');
          await answer('secret (2/4)', knownAccount.secret);
          await answer('email (3/4)', '');
          await answer('name (4/4)', '');
          assert.doesNotMatch(await notified('second is signed in'), /still holds/);
        } finally {
          Object.assign(vscode.window, { showOpenDialog });
        }
      });

      it('says when a key is kept already, and when a name is taken', async () => {
        await openText('GET /projects');
        Object.assign(process.env, variables);
        try {
          await way('Take the environment variables');
          await page.waitFor(`${title}:has-text("Add Service Account: name")`);
          await page.waitFor('.quick-input-message:has-text("This key is kept as")');
          await page.screenshot('accounts-kept-already');
          await page.press('Control+a');
          await page.type('second');
          await page.waitFor('.quick-input-message:has-text("This replaces the account of that name.")');
          await page.press('Enter');
          assert.doesNotMatch(await notified('second is signed in'), /still holds/);
        } finally {
          for (const name of Object.keys(variables)) Reflect.deleteProperty(process.env, name);
        }
      });

      it('says which variable is missing, and what is wrong with the file that one names', async () => {
        await openText('GET /projects');
        process.env['DT_SERVICE_ACCOUNT_KEY_ID'] = 'x';
        try {
          await choose('DT: Add Service Account');
          await page.waitFor(row('DT_SERVICE_ACCOUNT_KEY_ID'));
          await page.screenshot('accounts-variables');
          await page.click(row('Take the environment variables'));
          assert.match(await notified('not set'), /DT_SERVICE_ACCOUNT_SECRET and DT_SERVICE_ACCOUNT_EMAIL are not set, although DT_SERVICE_ACCOUNT_KEY_ID is\./);
          await page.press('Escape');
          process.env['DT_CREDENTIALS_FILE'] = 'key.json';
          await way('Take the environment variables');
          assert.match(await notified('relative path'), /DT_CREDENTIALS_FILE is a relative path: set it to the whole path/);
          await page.press('Escape');
        } finally {
          Reflect.deleteProperty(process.env, 'DT_SERVICE_ACCOUNT_KEY_ID');
          Reflect.deleteProperty(process.env, 'DT_CREDENTIALS_FILE');
        }
      });

      it('are removed after a question; no other account begins to sign', async () => {
        const document = await openText('GET /projects');
        const dialog = answerDialogs('showWarningMessage', 'Remove');
        try {
          await choose('DT: Remove Account');
          await page.waitFor(row('second'));
          assert.match(await page.text(row('second')), /active · b0test@c0test/);
          await page.screenshot('accounts-remove');
          await page.click(row('second'));
          assert.match(await notified('was removed'), /second was removed\. Choose the account that signs from now on\./);
          assert.match(JSON.stringify(dialog.asked), /Remove the account \\"second\\"\?.*In DT Studio the key stays valid\. Requests go out unsigned/);
          await page.waitFor(`${status}:has-text("no account chosen")`);
          await page.waitFor(tooltip('no account is chosen'));
          await page.screenshot('accounts-removed');
          await choose('DT: Refresh Access Token');
          await notified('No account is chosen.');
          const signed = identity.api.length;
          await run(document, 'GET');
          await lensThat(document, document.lineAt(0).range, /401 Unauthorized/);
          assert.deepEqual(identity.api.slice(signed), [undefined]);
          await page.click(`${status} a`);
          await page.waitFor(row('plant'));
          await page.screenshot('accounts-removed-switch');
          await page.click(row('plant'));
          await page.waitFor(`${status}:has-text("plant")`);
          await page.waitFor(tooltip('Paths go to DT unless apiBase says otherwise.'));
          await vscode.commands.executeCommand('dtHttp.removeAccount', 'plant');
          await page.waitFor(`${status}:has-text("no account")`);
          await vscode.commands.executeCommand('dtHttp.removeAccount');
          await notified('There is no account to remove.');
        } finally {
          dialog.end();
        }
      });
    });
  });
}

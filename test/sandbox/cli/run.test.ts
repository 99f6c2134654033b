import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Sandbox, startSandbox } from '../../../src/sandbox/index';
import { closedPort } from '../../helpers/closedPort';
import { credentialsFile, Identity } from '../../helpers/identity';
import { Terminal } from '../../helpers/terminal';

const headOffice = 'c4f5le24saonvdu6500t';

describe('dt-http run', () => {
  let terminal: Terminal;
  const open = async (files: Readonly<Record<string, string | Uint8Array>>) => (terminal = await Terminal.open(files));
  afterEach(() => terminal.close());

  it('runs the tour: everything is as expected, and each failure is explained under its word', async () => {
    await open({ 'tour.dt.http': await readFile('media/examples/tour.dt.http', 'utf8') });
    const { code, out } = await terminal.run('run', 'tour.dt.http', '--sandbox');
    assert.equal(code, 0, out);
    assert.match(out, /\n13 as expected\n$/);
    const marks = out.split('\n').flatMap((line, index, lines) => (/^ +│ +\^+$/.test(line) ? [`${lines[index - 1] ?? ''}\n${line}`] : []));
    const marked = marks.map((mark) => {
      const [source = '', carets = ''] = mark.split('\n');
      return source.slice(carets.indexOf('^'), carets.lastIndexOf('^') + 1);
    });
    assert.deepEqual(marked, ['500', 'Bearer •••', '{{project}}', 'cdpib6e3eqohgh5ettaa', '"name"', 'GET /projects/{{project}}', 'PUT']);
    for (const status of [400, 401, 403, 404, 409, 429, 501]) assert.match(out, new RegExp(`\\n +${status} [A-Z]`));
  });

  it('an error of an unmet expectation is explained', async () => {
    await open({ 'a.dt.http': '# @expect status 403\nGET /projects/cnothere00000000000a\n' });
    const { out } = await terminal.run('run', 'a.dt.http', '--sandbox');
    assert.match(out, /expected status 403, got 404[^]*Do this/);
  });

  describe('without any account', () => {
    const told = 'dt-http: no account, so requests to DT go out unsigned: give --account FILE, or set DT_CREDENTIALS_FILE, or DT_SERVICE_ACCOUNT_KEY_ID, DT_SERVICE_ACCOUNT_SECRET and DT_SERVICE_ACCOUNT_EMAIL; or try --sandbox.\n';
    const text = (...targets: readonly string[]) => targets.map((target) => `# @retry none\n${target}\n`).join('###\n');

    it('requests to DT say so, once', async () => {
      const port = await closedPort();
      const host = `api.disruptive-technologies.com:${port}`;
      await open({ 'a.dt.http': text(`GET https://${host}/v2/projects`, `GET https://${host}/v2/roles`) });
      const { code, err } = await terminal.run('run', 'a.dt.http', '--resolve', `${host}:127.0.0.1`, '--allow-host', `https://${host}`);
      assert.equal(err, told);
      assert.equal(code, 3);
    });

    it('others do not', async () => {
      const port = await closedPort();
      await open({ 'a.dt.http': text(`GET http://127.0.0.1:${port}/x`, `GET https://127.0.0.1:${port}/x`) });
      const { err } = await terminal.run('run', 'a.dt.http');
      assert.equal(err, '');
    });
  });

  const outcomes: readonly [name: string, file: string, code: number, out: RegExp][] = [
    ['a good answer', 'GET /projects', 0, /200 OK[\s\S]*1 as expected/],
    ['an error that nobody expected', 'GET /projects/cnothere00000000000a', 1, /404 Not Found[\s\S]*0 as expected, 1 not as expected/],
    ['an error that was expected', '# @expect status 404\nGET /projects/cnothere00000000000a', 0, /1 as expected/],
    ['an expectation that does not hold', '# @expect status 404\nGET /projects', 1, /expected status 404, got 200/],
    ['nobody listens', 'GET http://127.0.0.1:1/', 3, /nobody listens|refused/i],
  ];
  for (const [name, file, expected, shown] of outcomes) {
    it(`exits with ${expected}: ${name}`, async () => {
      await open({ 'a.dt.http': `# @retry none\n${file}\n` });
      const { code, out, err } = await terminal.run('run', 'a.dt.http', '--sandbox');
      assert.match(out, shown, out + err);
      assert.equal(code, expected, out + err);
    });
  }

  const refused: readonly [name: string, files: Readonly<Record<string, string | Uint8Array>>, args: readonly string[], err: RegExp][] = [
    ['a file that is not there', {}, ['no.dt.http'], /no\.dt\.http: there is no such file\./],
    ['a folder', { 'd/x': '' }, ['d'], /d: it cannot be read: it is a folder\./],
    ['invalid UTF-8', { 'a.dt.http': new Uint8Array([0x47, 0x45, 0x54, 0x20, 0xff]) }, ['a.dt.http'], /not valid UTF-8 at byte 4/],
    ['an undefined variable', { 'a.dt.http': '@project = x\nGET /projects/{{projct}}\n' }, ['a.dt.http'], /a\.dt\.http:2:1\d[\s\S]*"projct" is not defined here\. Did you mean "project"\?/],
    ['an unknown environment', { 'a.dt.http': 'GET /projects\n', 'http-client.env.json': '{"staging":{}}' }, ['a.dt.http', '--env', 'stagng'], /no environment "stagng"\. Did you mean "staging"\?/],
    ['an environment without any file', { 'a.dt.http': 'GET /projects\n' }, ['a.dt.http', '--env', 'dev'], /no environment "dev"/],
    ['a malformed environment file', { 'a.dt.http': 'GET /projects\n', 'http-client.env.json': '{"dev":{,}}' }, ['a.dt.http', '--env', 'dev'], /http-client\.env\.json:1:9[\s\S]*not valid JSON/],
    ['a refused assignment in a block of variables', { 'a.dt.http': '@x := 3\n###\nGET /projects\n' }, ['a.dt.http'], /a\.dt\.http:1:[\s\S]*:=/],
    ['an unknown account', { 'a.dt.http': '# @retry none\nGET /projects\n###\n# @account nobody\nGET /projects\n' }, ['a.dt.http'], /a\.dt\.http:4:12[\s\S]*No account is called "nobody"\. There are: .*account\.unknown\n\nNothing was sent\.\n$/],
    ['a misspelt name', { 'a.dt.http': '# @name two\nGET /projects\n' }, ['a.dt.http', '--name', 'twoo'], /no request is called "twoo"\. Did you mean "two"\?\nNothing was sent\.\n$/],
    ['an unknown name', { 'a.dt.http': 'GET /projects\n' }, ['a.dt.http', '--name', 'x'], /no request is called "x"/],
    ['a construct that is refused', { 'a.dt.http': 'GET /projects\n\n> {% client.log("x") %}\n' }, ['a.dt.http'], /not supported/],
    ['a disabled request alone', { 'a.dt.http': '# @disabled\nGET /projects\n' }, ['a.dt.http'], /nothing to run: what was asked for is @disabled\./],
    ['the name of a disabled request', { 'a.dt.http': '# @name a\n# @disabled\nGET /projects\n###\nGET /roles\n' }, ['a.dt.http', '--name', 'a'], /nothing to run: what was asked for is @disabled\./],
    ['an empty file', { 'a.dt.http': '' }, ['a.dt.http'], /nothing to run: there is no request in a\.dt\.http\./],
    ['comments only', { 'a.dt.http': '# GET /projects\n' }, ['a.dt.http'], /nothing to run: there is no request/],
    ['a secret that is not stored', { 'a.dt.http': 'GET /roles\n###\nGET /projects\nX-Key: {{key}}\n', 'http-client.env.json': '{"$shared":{"key":{"$secret":"key"}}}' }, ['a.dt.http'], /a\.dt\.http:4:10[\s\S]*secret\.missing/],
    ['a broken definition outside of what is run', { 'a.dt.http': '@a = {{nope}}\n###\n# @name two\nGET /projects/{{a}}\n' }, ['a.dt.http', '--name', 'two'], /a\.dt\.http:1:8[\s\S]*"nope" is not defined/],
    ['an address that is none', {}, ['a.dt.http', '--resolve', 'a.example:443:nowhere'], /not an IP address/],
    ['a name that steers the terminal', {}, ['\u001b[2J\nNothing.dt.http'], /^dt-http: ␛\[2J␊Nothing\.dt\.http: there is no such file\.\n/],
    ['no file', {}, [], /Which file\?/],
    ['an unknown option', {}, ['a.dt.http', '--sandox'], /^dt-http: There is no option --sandox\. Did you mean --sandbox\?\n$/],
    ['an account for the sandbox', {}, ['a.dt.http', '--account', 'x.json'], /accounts of its own/],
  ];
  for (const [name, files, args, shown] of refused) {
    it(`sends nothing and exits with 2: ${name}`, async () => {
      await open(files);
      const { code, out, err } = await terminal.run('run', ...args, '--sandbox');
      assert.equal(out, '');
      assert.match(err, shown);
      assert.equal(code, 2);
    });
  }

  it('a broken private environment file is told by its place alone', async () => {
    await open({ 'a.dt.http': 'GET /projects\n', 'http-client.private.env.json': '{"dev": {"password": "hunter2", }}' });
    const { code, err } = await terminal.run('run', 'a.dt.http', '--sandbox', '--env', 'dev');
    assert.match(err, /^ {2}http-client\.private\.env\.json:1:\d+\n {2}This is not valid JSON[^\n]* environment\.malformed\n\nNothing was sent\.\n$/);
    assert.doesNotMatch(err, /hunter2|│/);
    assert.equal(code, 2);
  });

  const pasted: readonly [name: string, file: string][] = [
    ['Basic in plain', 'GET /projects\nAuthorization: Basic user:hunter2'],
    ['a token around a reference', 'GET /projects\nAuthorization: Bearer abc{{nope}}hunter2'],
    ['a key before a reference', 'GET /projects\nX-Api-Key: hunter2{{nope}}'],
    ['a token in the query', 'GET /projects?access_token=hunter2&b={{nope}}'],
    ['a token in a query line', 'GET /projects\n?access_token=hunter2\n&b={{nope}}&token=hunter2'],
    ['a password in the address', 'GET http://user:hunter2@127.0.0.1/x'],
    ['a variable', '@password = hunter2{{nope}}\nGET /projects/{{password}}'],
    ['a header without a colon', 'GET /projects\nAuthorization Bearer hunter2'],
    ['a header above the request', 'Authorization: Bearer hunter2\nGET /projects'],
    ['a body', 'POST /projects\nContent-Type: application/json\n\n{"password": "hunter2", "a": {{nope}}}'],
  ];
  for (const [name, file] of pasted) {
    it(`a finding shows no secret: ${name}`, async () => {
      await open({ 'a.dt.http': `${file}\n` });
      const { code, out, err } = await terminal.run('run', 'a.dt.http', '--sandbox');
      assert.equal(code, 2, out + err);
      assert.match(err, /│/);
      assert.doesNotMatch(err, /hunter2/);
    });
  }

  it('tells warnings before anything is sent, and sends all the same', async () => {
    const file = '# @exepct status 500\nGET /projects\n###\n# @name other\n# @exepct status 200\nGET /roles\n';
    await open({ 'a.dt.http': file });
    let first = '';
    terminal.onOutput = (text) => (first ||= text);
    const { code, err } = await terminal.run('run', 'a.dt.http', '--sandbox', '--name', 'other');
    assert.equal(first, err);
    assert.match(err, /^ {2}a\.dt\.http:5:3\n[\s\S]*\n {2}warning: There is no directive @exepct; .*Did you mean "@expect"\? directive\.unknown\n\n$/);
    assert.equal(code, 0);
  });

  it('a warning in an environment file keeps nothing from being sent', async () => {
    await open({ 'a.dt.http': 'GET /projects\n', 'http-client.env.json': '{"dev":{"a":"1","a":"2"}}' });
    const { code, err } = await terminal.run('run', 'a.dt.http', '--sandbox', '--env', 'dev');
    assert.match(err, /^ {2}http-client\.env\.json:1:17\n {2}warning: "a" stands here twice;.* environment\.duplicate\n/);
    assert.equal(code, 0);
  });

  it('warns of a variable that no file uses', async () => {
    await open({ 'a.dt.http': `# @retry none\nGET /projects/{{%project}}\n` });
    const { code, err } = await terminal.run('run', 'a.dt.http', '--sandbox', '--var', `project=${headOffice}`, '--var', 'projct=x', '--var', 'apiBase=http://127.0.0.1:1');
    assert.equal(err, 'dt-http: warning: --var projct: no file uses this variable. Did you mean "project"?\n');
    assert.equal(code, 3);
  });

  it('shows where redirects led, without secrets, and that nothing was signed', async () => {
    const server = createServer((request, response) => {
      const location = request.url === '/a' ? '/b?access_token=hunter2' : undefined;
      response.writeHead(location === undefined ? 200 : 302, location === undefined ? {} : { location }).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    try {
      await open({ 'a.dt.http': `GET ${origin}/a\n###\n# @auth none\nGET ${origin}/c\n` });
      const { out } = await terminal.run('run', 'a.dt.http', '--sandbox');
      const [, redirected = '', asked = ''] = out.split('✔');
      assert.ok(redirected.includes(`\n  → 302 → GET ${origin}/b?access_token=•••\n  sent unsigned: accounts sign only requests to DT's hosts and those you allowed\n  200 OK`), out);
      assert.doesNotMatch(asked, /→|unsigned/);
      assert.doesNotMatch(out, /hunter2/);
    } finally {
      server.close();
    }
  });

  it('shows each attempt: while it goes on, in what came of it, and in the report', async () => {
    await open({ 'a.dt.http': 'GET /projects\nX-Sandbox-Fault: 503; times=1\n' });
    const { code, out, err } = await terminal.run('run', 'a.dt.http', '--sandbox', '--report', 'json=r.json');
    assert.equal(code, 0);
    assert.match(err, /^GET \/projects: 503, attempt 2 of 4 in 1 s…\n$/);
    assert.match(out, /\n {2}503 after <?\d+ ms, sent again\n {2}200 OK/);
    const { files: [{ requests: [{ attempts }] }] } = JSON.parse(await terminal.read('r.json')) as { readonly files: readonly [{ readonly requests: readonly [{ readonly attempts: readonly { readonly status: number; readonly followedBy?: string }[] }] }] };
    assert.deepEqual(attempts.map(({ status, followedBy }) => [status, followedBy]), [[503, 'retry'], [200, undefined]]);
  });

  it('runs the named requests only', async () => {
    await open({ 'a.dt.http': '# @name one\nGET /projects\n###\n# @name two\nGET /roles\n' });
    const { out } = await terminal.run('run', 'a.dt.http', '--sandbox', '--name', 'two');
    assert.match(out, /\/v2\/roles/);
    assert.doesNotMatch(out, /\/v2\/projects/);
  });

  it('takes variables from environments, and from the command line before them', async () => {
    const files = {
      'x/a.dt.http': 'GET /projects/{{project}}\n',
      'http-client.env.json': JSON.stringify({ $shared: { project: 'cshared0000000000000' }, dev: { project: headOffice } }),
    };
    await open(files);
    const byEnvironment = await terminal.run('run', 'x/a.dt.http', '--sandbox', '--env', 'dev');
    assert.equal(byEnvironment.code, 0, byEnvironment.out + byEnvironment.err);
    const shared = await terminal.run('run', 'x/a.dt.http', '--sandbox');
    assert.match(shared.out, /projects\/cshared0000000000000\n/);
    const given = await terminal.run('run', 'x/a.dt.http', '--sandbox', '--env', 'dev', '--var', 'project=cgiven00000000000000');
    assert.match(given.out, /projects\/cgiven00000000000000\n/);
  });

  it('keeps a value that was computed once through the whole file', async () => {
    await open({ 'a.dt.http': '@id = {{$guid}}\n# @expect status 404\nGET /projects/{{id}}\n###\n# @expect status 404\nGET /projects/{{id}}\n' });
    const { out } = await terminal.run('run', 'a.dt.http', '--sandbox');
    const ids = [...out.matchAll(/\/v2\/projects\/([0-9a-f-]{36})\n/g)].map((match) => match[1]);
    assert.equal(ids.length, 2);
    assert.equal(ids[0], ids[1]);
  });

  it('is cancelled', async () => {
    await open({ 'a.dt.http': 'GET /projects\nX-Sandbox-Fault: hang\n' });
    terminal.onOutput = (text) => {
      if (text.includes('Sandbox at')) terminal.abort.abort();
    };
    const { code, err } = await terminal.run('run', 'a.dt.http', '--sandbox');
    assert.equal(code, 130);
    assert.match(err, /Cancelled\.\n$/);
  });

  it('an answer cannot drive the terminal', async () => {
    await open({ 'a.dt.http': `POST /projects/${headOffice}/devices:batchUpdate\nContent-Type: application/json\n\n{"devices":["\\u001b[2J\\u001b]0;owned\\u0007"],"addLabels":{"a":"b"}}\n` });
    const { out } = await terminal.run('run', 'a.dt.http', '--sandbox', '--verbose');
    assert.doesNotMatch(out, /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/);
  });

  describe('with an account', () => {
    let sandbox: Sandbox;
    before(async () => (sandbox = await startSandbox()));
    after(() => sandbox.stop());

    const credentials = (change: Readonly<Record<string, unknown>> = {}) => {
      const { keyId, secret, email } = sandbox.account('project.admin');
      const tokenEndpoint = 'https://identity.disruptive-technologies.com/oauth2/token';
      return JSON.stringify({ serviceAccount: { keyId, secret, email, algorithm: 'HS256', tokenEndpoint, ...change } });
    };

    it('a credentials file with a missing field is refused by its name', async () => {
      await open({ 'a.dt.http': 'GET /projects\n', 'c.json': credentials({ keyId: undefined }) });
      const { code, err } = await terminal.run('run', 'a.dt.http', '--account', 'c.json');
      assert.match(err, /c\.json: serviceAccount\.keyId is missing\./);
      assert.equal(code, 2);
    });

    it('a token endpoint elsewhere is refused', async () => {
      await open({ 'a.dt.http': 'GET /projects\n', 'c.json': credentials({ tokenEndpoint: 'https://evil.example/oauth2/token' }) });
      const { code, err } = await terminal.run('run', 'a.dt.http', '--account', 'c.json');
      assert.match(err, /tokenEndpoint is not a token endpoint of DT/);
      assert.equal(code, 2);
    });

    it('half of the variables are refused by the name of the missing', async () => {
      await open({ 'a.dt.http': 'GET /projects\n' });
      terminal.env['DT_SERVICE_ACCOUNT_KEY_ID'] = 'x';
      const { code, err } = await terminal.run('run', 'a.dt.http');
      assert.match(err, /DT_SERVICE_ACCOUNT_SECRET and DT_SERVICE_ACCOUNT_EMAIL are not set, although DT_SERVICE_ACCOUNT_KEY_ID is\./);
      assert.equal(code, 2);
    });

    const explained: readonly (readonly [what: string, args: readonly string[], says: RegExp])[] = [
      ['that is refused', ['--account', 'c.json'], /probably a wrong secret[^]* Then correct the credentials file or the variables\. /],
      ['that is missing', [], / Give an account: --account FILE, DT_CREDENTIALS_FILE, or the three DT_SERVICE_ACCOUNT_… variables\. /],
    ];
    for (const [what, args, says] of explained) {
      it(`one ${what} is explained by what the terminal has`, async () => {
        const identity = await Identity.start();
        await open({ 'a.dt.http': '# @retry none\nGET /projects\n', 'c.json': credentialsFile({ secret: 'wrong-and-planted' }), 'ca.pem': identity.authority });
        Object.assign(terminal.env, { HTTPS_PROXY: identity.proxy.url, NODE_EXTRA_CA_CERTS: 'ca.pem' });
        const { out, err } = await terminal.run('run', 'a.dt.http', ...args);
        identity.dispose();
        // Wrapped to the width of the terminal.
        assert.match(out.replace(/\s+/g, ' '), says, err);
        assert.doesNotMatch(out, /DT: |[Aa]dd (a|the) (service )?account|The editor/);
      });
    }

    it('a real account never goes to loopback, and its secret is in no output', async () => {
      await open({ 'a.dt.http': `# @expect status 401\nGET ${sandbox.apiBase}/projects\n`, 'c.json': credentials() });
      const before = sandbox.requests.length;
      const { code, out, err } = await terminal.run('run', 'a.dt.http', '--account', 'c.json', '--verbose');
      assert.equal(code, 0, out + err);
      const [request] = sandbox.requests.slice(before);
      assert.ok(request);
      assert.ok(!request.rawHeaders.some((header) => header.toLowerCase() === 'authorization'));
      assert.ok(!(out + err).includes(sandbox.account('project.admin').secret));
    });
  });

  for (const [asked, given] of [['api.example', 'API.Example.'], ['api.example.', 'api.example'], ['192.0.2.1', '192.0.2.1'], ['[2001:db8::1]', '[2001:db8:0::1]']]) {
    it(`resolves ${asked} to another address`, async () => {
      const sandbox = await startSandbox();
      try {
        const { port } = new URL(sandbox.origin);
        await open({ 'a.dt.http': `# @expect status 403\nGET http://${asked}:${port}/v2/projects\n` });
        const { code, out } = await terminal.run('run', 'a.dt.http', '--resolve', `${given}:${port}:127.0.0.1`);
        // The sandbox refuses a Host that is not its own: so it was reached under the other name.
        assert.equal(code, 0, out);
      } finally {
        await sandbox.stop();
      }
    });
  }
});

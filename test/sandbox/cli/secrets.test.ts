// `{"$secret": "name"}` in the terminal: a variable of the process, and where it may go.
import assert from 'node:assert/strict';
import { vendorHostKind } from '../../../src/api/hosts';
import { secretsOf, secretVariable } from '../../../src/cli/secrets';
import { Terminal } from '../../helpers/terminal';
import { type Listener, listen } from './listener';

const planted = 'planted-secret-of-a-variable';
const variable = 'DT_HTTP_SECRET_WEBHOOK_KEY';
const environment = JSON.stringify({ dev: { key: { $secret: 'webhook-key' } } });
/** DT's API, at a port of this machine where nobody listens. */
const nowhere = ['--resolve', 'api.disruptive-technologies.com:443:127.0.0.1'];

describe('a secret in the terminal', () => {
  let terminal: Terminal;
  let server: Listener;
  before(async () => (server = await listen()));
  after(() => server.close());
  beforeEach(() => server.seen.splice(0));
  afterEach(() => terminal.close());

  const open = async (requests: string, value = planted, files: Readonly<Record<string, string>> = {}) => {
    terminal = await Terminal.open({ 'a.dt.http': requests.replaceAll('<host>', server.origin), 'http-client.env.json': environment, ...files });
    terminal.env[variable] = value;
  };
  const run = async (...args: readonly string[]) => {
    const { code, out, err } = await terminal.run('run', 'a.dt.http', '--env', 'dev', ...args);
    assert.doesNotMatch(out + err, /planted-secret/i);
    return { code, out, err };
  };

  it('goes to the API, from its variable', async () => {
    await open('# @retry none\nGET /projects\nX-Key: {{key}}\n');
    const { code, out, err } = await run(...nowhere);
    // It got as far as the connection.
    assert.equal(code, 3, out + err);
    assert.doesNotMatch(out + err, /secret\./);
  });

  it('is shown masked by a dry run', async () => {
    await open('GET /projects?k={{key}}\nX-Key: {{key}}\n');
    const { code, out } = await run('--dry-run');
    assert.equal(code, 0);
    assert.match(out, /GET \/v2\/projects\?k=••• HTTP/);
    assert.match(out, /\{\{key\}\}: ••• · the environment file \(http-client\.env\.json\), stored secret "webhook-key"/);
  });

  it('goes nowhere else, and nothing at all is sent then', async () => {
    await open('GET <host>/before\n\n###\nGET <host>/x\nX-Key: {{key}}\n');
    const { code, err } = await run('--yes');
    assert.equal(code, 2);
    assert.match(err, /The secret "webhook-key" is not sent to http:\/\/127\.0\.0\.1:\d+: it may go to DT's API and emulator only\. To change that, allow an https\s+host with --allow-host, or give the value with --var\. secret\.origin/);
    assert.match(err, /Nothing was sent\.\n$/);
    assert.deepEqual(server.seen, []);
  });

  for (const [how, request] of [
    ['needs an answer', '# @ref other\nGET <host>/x\nX-Key: {{key}}\n\n###\n# @name other\nGET <host>/other\n'],
    ['asks for a value', '# @prompt code\nGET <host>/x/{{code}}\nX-Key: {{key}}\n'],
    ['has a file in its body', 'POST <host>/x\n\n<@ body.txt\n'],
  ] as const) {
    it(`of a request that ${how}: known before the first send`, async () => {
      await open(`GET <host>/before\n\n###\n${request}`, planted, { 'body.txt': 'key {{key}}' });
      terminal.reactions = [];
      const { code, err } = await run();
      assert.match(err, /secret\.origin\n[\s\S]*Nothing was sent\.\n$/);
      assert.equal(code, 2);
      assert.deepEqual([server.seen, terminal.asked], [[], []]);
    });
  }

  it('is refused by a dry run too', async () => {
    await open('GET <host>/x\nX-Key: {{key}}\n');
    const { code, out } = await run('--dry-run');
    assert.equal(code, 2);
    assert.match(out, /would not be sent\n[\s\S]*secret\.origin/);
  });

  it('goes to a host of --allow-host', async () => {
    await open('GET https://hooks.example:8443/x\nX-Key: {{key}}\n');
    assert.equal((await run('--dry-run')).code, 2);
    const { code, out } = await run('--dry-run', '--allow-host', 'https://HOOKS.example.:8443');
    assert.equal(code, 0, out);
    const other = await run('--dry-run', '--allow-host', 'https://hooks.example');
    assert.equal(other.code, 2);
    assert.match(other.out, /DT's API and emulator,\s+https:\/\/hooks\.example only/);
  });

  it('that is empty is missed by the name of its variable', async () => {
    await open('GET /projects\nX-Key: {{key}}\n', '');
    const { code, err } = await run();
    assert.equal(code, 2);
    assert.match(err, /There is no secret "webhook-key": set the variable DT_HTTP_SECRET_WEBHOOK_KEY, or give the value\s+with --var\. secret\.missing/);
  });

  it('may be overridden with --var, for any host', async () => {
    await open('GET <host>/x/{{key}}\n', '');
    const { code, out } = await terminal.run('run', 'a.dt.http', '--env', 'dev', '--var', 'key=planted-given');
    assert.equal(code, 0, out);
    assert.deepEqual(server.seen, ['GET /x/planted-given']);
    assert.doesNotMatch(out, /planted/);
  });

  it('is looked at by check without a word about hosts, which only a run knows', async () => {
    await open('GET <host>/x\nX-Key: {{key}}\n');
    const { code, out } = await terminal.run('check', 'a.dt.http', '--env', 'dev');
    assert.equal(code, 0, out);
    terminal.env[variable] = '';
    const missing = await terminal.run('check', 'a.dt.http', '--env', 'dev');
    assert.match(missing.out, /set the variable DT_HTTP_SECRET_WEBHOOK_KEY/);
    assert.equal(missing.code, 2);
  });

  it('is not told as the name of an account that does not exist', async () => {
    await open('GET /projects\n', planted, { 'http-client.env.json': '{"dev": {"account": {"$secret": "webhook-key"}}}' });
    const { code, err } = await run(...nowhere);
    assert.equal(code, 2);
    assert.match(err, /names the account "•••"/);
  });

  it('is in no report', async () => {
    await open('# @retry none\nGET /projects/{{key}}\nX-Key: {{key}}\n\n###\nGET <host>/x/{{key}}\n');
    await run(...nowhere, '--report', 'json=r.json', '--report', 'junit=r.xml');
    const reports = (await terminal.read('r.json')) + (await terminal.read('r.xml'));
    assert.match(reports, /secret\.origin/);
    assert.doesNotMatch(reports, /planted/);
  });

  // Variables ignore case on Windows, and some letters become others in upper case.
  for (const name of [variable, 'dt_http_secret_webhook_key', 'Dt_Http_Secret_Webhook_Key', 'DT_HTTP_SECRET_WEBHOOK_KEY\u0000x']) {
    for (const reference of [`$processEnv ${name}`, `$env.${name}`, `$dotenv ${name}`]) {
      it(`is not to be had by {{${JSON.stringify(reference).slice(1, -1)}}}`, async () => {
        await open(`GET <host>/x/{{${reference}}}\n`, planted, { '.env': `${variable}=${planted}\n${name.replace('\u0000', '')}=${planted}\n` });
        terminal.env[name] = planted;
        const { code, err } = await run('--yes');
        assert.equal(code, 2);
        assert.match(err, /variable\.system-forbidden/);
        assert.deepEqual(server.seen, []);
      });
    }
  }
});

describe('the variable of a secret', () => {
  for (const [name, expected] of [
    ['webhook-key', 'DT_HTTP_SECRET_WEBHOOK_KEY'],
    ['key2', 'DT_HTTP_SECRET_KEY2'],
    ['a.b c/d', 'DT_HTTP_SECRET_A_B_C_D'],
    ['schlüssel', 'DT_HTTP_SECRET_SCHL_SSEL'],
    ['__proto__', 'DT_HTTP_SECRET___PROTO__'],
    ['x=y', 'DT_HTTP_SECRET_X_Y'],
  ] as const) {
    it(name, () => assert.equal(secretVariable(name), expected));
  }

  it('may go to the API and the emulator of DT, and to the origins that are allowed', async () => {
    const found = await secretsOf({ [variable]: planted }, ['https://hooks.example']).find('webhook-key');
    assert.ok(found?.kind === 'stored');
    const { origins } = found.secret;
    assert.deepEqual(origins.map(vendorHostKind), ['api', 'api', 'emulator', 'emulator', 'other']);
    assert.equal(origins.at(-1), 'https://hooks.example');
  });
});

import assert from 'node:assert/strict';
import { Terminal } from '../../helpers/terminal';
import { type Listener, listen } from './listener';

describe('dt-http run --dry-run', () => {
  let terminal: Terminal;
  let server: Listener;
  before(async () => (server = await listen()));
  after(() => server.close());
  beforeEach(() => server.seen.splice(0));
  afterEach(() => {
    assert.deepEqual(server.seen, []);
    return terminal.close();
  });

  const dryRun = async (files: Readonly<Record<string, string>>, ...args: readonly string[]) => {
    terminal = await Terminal.open(files);
    return terminal.run('run', 'a.dt.http', '--dry-run', '--var', `host=${server.origin}`, ...args);
  };

  it('shows every request as it would go out, and sends none', async () => {
    const blocks = ['### Log in\n# @name login\nPOST {{host}}/login', '###\n# @prompt code\n# @confirm\nDELETE {{host}}/x/{{code}}/{{login.response.body.$.user}}', '###\n# @disabled\nGET /x'];
    const { code, out, err } = await dryRun({ 'a.dt.http': `${blocks.join('\n')}\n` });
    assert.equal(code, 0, out);
    assert.equal(err, '');
    assert.match(out, /^Log in\n[\s\S]*\nPOST \/login HTTP\/1\.1\nhost: 127\.0\.0\.1:\d+\n/);
    assert.match(out, /\nDELETE \/x\/\{\{code\}\}\/\{\{login\.response\.body\.\$\.user\}\} HTTP\/1\.1\n/);
    assert.match(out, /\n2 would be sent, 1 disabled\. Nothing was sent\.\n$/);
  });

  it('needs no account, and shows no secret', async () => {
    const files = { 'a.dt.http': 'GET /projects?k={{key}}\nX-Api-Key: planted-1\n', 'http-client.private.env.json': '{"dev":{"key":"planted-2"}}' };
    const { code, out } = await dryRun(files, '--env', 'dev');
    assert.equal(code, 0);
    assert.match(out, /# To https:\/\/api\.disruptive-technologies\.com, unsigned: there is no account\.\n/);
    assert.match(out, /GET \/v2\/projects\?k=••• HTTP/);
    assert.doesNotMatch(out, /planted/);
  });

  it('with the sandbox it shows who would sign, and signs nothing', async () => {
    const { out } = await dryRun({ 'a.dt.http': 'GET /projects\n' }, '--sandbox');
    assert.match(out, /# To http:\/\/127\.0\.0\.1:\d+, signed as sandbox-project\.admin\.\n[\s\S]*\nAuthorization: Bearer •••\n/);
  });

  it('tells each error once, shows what is right, and exits with 2', async () => {
    const { code, out, err } = await dryRun({ 'a.dt.http': '# @name bad\nGET {{host}}/{{nope}}\n###\n# @name good\nGET {{host}}/x\n' });
    assert.equal(code, 2);
    assert.match(err, /^ {2}a\.dt\.http:2:\d+\n[\s\S]*"nope" is not defined here\. variable\.undefined\n\n$/);
    assert.match(out, /^✘ bad\n {2}would not be sent\n\ngood\n# To /);
    assert.doesNotMatch(out, /nope/);
    assert.match(out, /\n1 would be sent, 1 would not be sent\. Nothing was sent\.\n$/);
  });

  it('refuses what no answer could let through, as run does', async () => {
    const { code, out } = await dryRun({ 'a.dt.http': 'GET {{host}}/x\nX-Key: {{$dotenv KEY}}\n', '.env': 'KEY=planted-1\n' });
    assert.equal(code, 2, out);
    assert.match(out, /would not be sent\n[\s\S]*\^+\n +The value of KEY is not sent to http:\/\/127\.0\.0\.1:\d+: [\s\S]*variable\.guarded/);
    assert.match(out, /\n0 would be sent, 1 would not be sent\. Nothing was sent\.\n$/);
  });

  it('chooses as run does', async () => {
    const { out } = await dryRun({ 'a.dt.http': '# @name one\nGET {{host}}/1\n###\n# @name two\nGET {{host}}/2\n' }, '--name', 'two');
    assert.match(out, /^two\n/);
    assert.match(out, /\n1 would be sent\. Nothing was sent\.\n$/);
  });

  it('a value cannot steer the terminal', async () => {
    const { out } = await dryRun({ 'a.dt.http': 'POST {{host}}/x\nContent-Type: text/plain\n\n\u001b[2J\n' });
    assert.match(out, /␛\[2J/);
    assert.doesNotMatch(out, /\u001b/);
  });
});

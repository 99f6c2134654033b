import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ForwardProxy } from '../../helpers/forwardProxy';
import { credentialsFile, Identity, knownAccount } from '../../helpers/identity';
import { homeIn } from '../../helpers/program';
import { Terminal } from '../../helpers/terminal';
import { type CertificateOptions, makeCertificate } from '../http/certificates';
import { RawServer } from '../http/rawServer';

const endpoint = 'identity.disruptive-technologies.com';

const variables = { DT_SERVICE_ACCOUNT_KEY_ID: knownAccount.keyId, DT_SERVICE_ACCOUNT_SECRET: knownAccount.secret, DT_SERVICE_ACCOUNT_EMAIL: knownAccount.email };
const valid = /^Valid until \d+:\d\d:\d\d( [AP]M)?, for (3600|3599) s\.\n$/;

describe('dt-http token', () => {
  let terminal: Terminal;
  let identity: Identity;

  beforeEach(async () => {
    identity = await Identity.start();
    terminal = await Terminal.open({ 'key.json': credentialsFile(), 'other.json': credentialsFile({ secret: 'wrong-and-planted' }), 'ca.pem': identity.authority, 'sandbox.json': credentialsFile({ tokenEndpoint: 'http://127.0.0.1:1/oauth2/token' }) });
    Object.assign(terminal.env, { HTTPS_PROXY: identity.proxy.url, NODE_EXTRA_CA_CERTS: path.join(terminal.folder, 'ca.pem') });
  });
  afterEach(async () => {
    identity.dispose();
    await terminal.close();
  });

  const sources: readonly (readonly [from: string, argv: readonly string[], env: Readonly<Record<string, string>>])[] = [
    ['--account', ['--account', 'key.json'], {}],
    ['--account before the variables', ['--account', 'key.json'], { DT_CREDENTIALS_FILE: 'missing.json', DT_SERVICE_ACCOUNT_KEY_ID: 'x' }],
    ['DT_CREDENTIALS_FILE', [], { DT_CREDENTIALS_FILE: 'key.json' }],
    ['the three variables', [], variables],
  ];
  for (const [from, argv, env] of sources) {
    it(`by ${from}: the token alone on the output`, async () => {
      Object.assign(terminal.env, env);
      const { code, out, err } = await terminal.run('token', ...argv);
      assert.equal(err.replace(valid, ''), '');
      assert.equal(out, 'planted-token-1\n');
      assert.equal(code, 0);
      assert.deepEqual(identity.proxy.seen.map(({ target }) => target), ['identity.disruptive-technologies.com:443']);
    });
  }

  const noToken: readonly (readonly [what: string, argv: readonly string[], env: Readonly<Record<string, string>>, code: number, err: RegExp])[] = [
    ['nothing is given', [], {}, 2, /^dt-http: no account: give --account FILE, or set DT_CREDENTIALS_FILE, or DT_SERVICE_ACCOUNT_KEY_ID, DT_SERVICE_ACCOUNT_SECRET and DT_SERVICE_ACCOUNT_EMAIL\.\n$/],
    ['a variable is missing', [], { DT_SERVICE_ACCOUNT_KEY_ID: 'x', DT_SERVICE_ACCOUNT_SECRET: 'planted' }, 2, /^dt-http: DT_SERVICE_ACCOUNT_EMAIL is not set, although DT_SERVICE_ACCOUNT_KEY_ID and DT_SERVICE_ACCOUNT_SECRET are\.\n$/],
    ['the file is not there', ['--account', 'missing.json'], {}, 2, /^dt-http: The credentials file missing\.json does not exist\.\n$/],
    ['the file is none', ['--account', 'ca.pem'], {}, 2, /^dt-http: The credentials file ca\.pem: This is not valid JSON\.\n$/],
    ['the file of the variable is not there', [], { DT_CREDENTIALS_FILE: 'missing.json' }, 2, /^dt-http: The credentials file missing\.json \(DT_CREDENTIALS_FILE\) does not exist\.\n$/],
    ['two variables are missing', [], { DT_SERVICE_ACCOUNT_SECRET: 'planted' }, 2, /^dt-http: DT_SERVICE_ACCOUNT_KEY_ID and DT_SERVICE_ACCOUNT_EMAIL are not set, although DT_SERVICE_ACCOUNT_SECRET is\.\n$/],
    ['there is no such option', ['--sandbox'], {}, 2, /^dt-http: token has no option --sandbox\.\n$/],
    ['the secret is another key\'s', ['--account', 'other.json'], {}, 3, /^dt-http: no token: Probably a wrong secret\. Check the secret: .* \(Token endpoint: 400 Bad Request, error: invalid_grant, error_description: the signature does not fit\)\n$/],
    ['the proxy is not there', ['--account', 'key.json'], { HTTPS_PROXY: 'http://user:planted@127.0.0.1:1' }, 3, /^dt-http: no token: No proxy listens on "127\.0\.0\.1:1"\. Check host and port of the proxy in the variable HTTPS_PROXY/],
    ['the proxy is malformed', ['--account', 'key.json'], { HTTPS_PROXY: 'socks5://user:planted@127.0.0.1:1' }, 3, /^dt-http: no token: The proxy in "HTTPS_PROXY" is not http or https\. Name an HTTP proxy/],
    ['the certificate is of nobody that is trusted', ['--account', 'key.json'], { NODE_EXTRA_CA_CERTS: '' }, 3, /^dt-http: no token: (Unknown authority signed the certificate of the token endpoint|The certificate of the token endpoint is self-signed)\. .* NODE_EXTRA_CA_CERTS/],
  ];
  for (const [what, argv, env, expected, said] of noToken) {
    it(`exits with ${expected} when ${what}`, async () => {
      Object.assign(terminal.env, env);
      const { code, out, err } = await terminal.run('token', ...argv);
      assert.match(err, said);
      assert.doesNotMatch(err, /planted/);
      assert.equal(out, '');
      assert.equal(code, expected);
      assert.deepEqual(identity.tokens, []);
    });
  }

  const certificates: readonly (readonly [what: string, options: CertificateOptions, said: RegExp])[] = [
    ['of another host', { name: 'x', hosts: ['other.example'] }, /^dt-http: no token: The certificate is not for the token endpoint\. In a hotel or guest network, sign in to the network first: .* \(Token URL: https:\/\/identity\.disruptive-technologies\.com\/oauth2\/token, Token endpoint: .*other\.example/],
    ['that has ended', { name: 'x', hosts: [endpoint], days: -1 }, /^dt-http: no token: The certificate of the token endpoint has expired\. Check this computer's clock/],
    ['that has not begun', { name: 'x', hosts: [endpoint], from: 1, days: 2 }, /^dt-http: no token: The certificate of the token endpoint is not valid yet\. Check this computer's clock/],
  ];
  for (const [what, options, said] of certificates) {
    it(`a certificate ${what} is named, and nothing is sent`, async () => {
      const authority = makeCertificate({ name: 'Another Authority', authority: true });
      const { key, cert } = makeCertificate({ ...options, issuer: authority });
      const server = await RawServer.start(() => undefined, { key, cert });
      const proxy = await ForwardProxy.start({ routes: new Map([[`${endpoint}:443`, server.port]]) });
      await writeFile(path.join(terminal.folder, 'ca.pem'), authority.cert);
      terminal.env['HTTPS_PROXY'] = proxy.url;
      const { code, err } = await terminal.run('token', '--account', 'key.json');
      proxy.dispose();
      server.dispose();
      assert.match(err, said);
      assert.doesNotMatch(err, /tls\.|Detail/);
      assert.equal(code, 3);
      assert.equal(server.received.join(''), '');
    });
  }

  it('an account of a sandbox is no account here, and nothing is asked', async () => {
    const { code, err } = await terminal.run('token', '--account', 'sandbox.json');
    assert.match(err, /tokenEndpoint is not a token endpoint of DT/);
    assert.equal(code, 2);
  });

  it('is told by --help, and needs a name after --account', async () => {
    assert.match((await terminal.run('--help')).out, /dt-http token {10}print an access token/);
    assert.equal((await terminal.run('token', '--help')).code, 0);
    assert.deepEqual(await terminal.run('token', '--account', ''), { code: 2, out: '', err: 'dt-http: --account: name a credentials file.\n' });
  });

  it('Ctrl+C while the endpoint is silent is a cancel', async () => {
    identity.next = ['hang'];
    const running = terminal.run('token', '--account', 'key.json');
    while (identity.asked === 0) await new Promise((resolve) => setImmediate(resolve));
    terminal.abort.abort();
    assert.deepEqual(await running, { code: 130, out: '', err: 'Cancelled.\n' });
  });

  describe('as a process of its own', () => {
    const program = path.resolve(__dirname, '../../../src/cli/main.js');
    const start = () => spawn(process.execPath, [program, 'token', '--account', 'key.json'], { cwd: terminal.folder, env: { ...process.env, ...homeIn(terminal.home), NO_PROXY: '', no_proxy: '', ...terminal.env } });

    it('prints the token and ends', async () => {
      const child = start();
      const read = { out: '', err: '' };
      child.stdout.on('data', (data) => (read.out += String(data)));
      child.stderr.on('data', (data) => (read.err += String(data)));
      const [code] = (await once(child, 'close')) as [number | null];
      assert.equal(read.err.replace(valid, ''), '');
      assert.equal(read.out, 'planted-token-1\n');
      assert.equal(code, 0);
    });

    it('ends at Ctrl+C', async () => {
      identity.next = ['hang'];
      const child = start();
      while (identity.asked === 0) await new Promise((resolve) => setImmediate(resolve));
      child.kill('SIGINT');
      assert.deepEqual(await once(child, 'close'), [130, null]);
    });
  });
});

import assert from 'node:assert/strict';
import { ForwardProxy } from '../../helpers/forwardProxy';
import { Terminal } from '../../helpers/terminal';
import { type Certificate, makeCertificate } from '../http/certificates';
import { RawServer } from '../http/rawServer';

const name = 'api.disruptive-technologies.com';
const authority = makeCertificate({ name: 'Test Authority', authority: true });
const ofApi = makeCertificate({ name, issuer: authority, hosts: [name, 'gateway.example', 'identity.disruptive-technologies.com'] });
const password = 'planted-proxy-secret';

/** Answers each request whose head has arrived, on a connection that stays open. */
function answers(json: string) {
  const done = new Map<number, number>();
  return (socket: { write(text: string): unknown }, received: string, connection: number) => {
    const heads = received.split('\r\n\r\n').length - 1;
    for (let count = done.get(connection) ?? 0; count < heads; count++) socket.write(`HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${json.length}\r\n\r\n${json}`);
    done.set(connection, heads);
  };
}

describe('dt-http run and the network', () => {
  let terminal: Terminal;
  let target: RawServer;
  let proxy: ForwardProxy;

  const start = async (file: string, more: { readonly credentials?: string; readonly certificate?: Certificate } = {}) => {
    const { key, cert } = more.certificate ?? ofApi;
    target = await RawServer.start(answers('{"projects":[]}'), { key, cert });
    const routes = new Map([name, 'gateway.example'].map((host) => [`${host}:443`, target.port]));
    proxy = await ForwardProxy.start({ routes, ...(more.credentials !== undefined && { credentials: more.credentials }) });
    terminal = await Terminal.open({ 'a.dt.http': file, 'ca.pem': authority.cert });
    Object.assign(terminal.env, { HTTPS_PROXY: proxy.url, NODE_EXTRA_CA_CERTS: 'ca.pem' });
  };
  afterEach(async () => {
    await terminal.close();
    proxy.dispose();
    target.dispose();
  });
  const get = '# @auth none\n# @retry none\nGET /projects\n';

  it('goes through the proxy of HTTPS_PROXY, signed in, and trusts NODE_EXTRA_CA_CERTS', async () => {
    await start(get, { credentials: `user:${password}` });
    terminal.env['HTTPS_PROXY'] = proxy.urlWith(`user:${password}`);
    const { code, out, err } = await terminal.run('run', 'a.dt.http', '-v');
    assert.equal(code, 0, out + err);
    assert.deepEqual(proxy.seen.map(({ method, target: place }) => `${method} ${place}`), [`CONNECT ${name}:443`]);
    assert.match(target.received.join(''), /^GET \/v2\/projects HTTP\/1\.1\r\n/);
    assert.doesNotMatch(target.received.join(''), /Proxy-Authorization/i);
    // Nothing but what is foreseen of a request without an account.
    assert.match(err, /^ {2}a\.dt\.http:1:3\n.*\n.*\n {2}warning: [^\n]* dt\.401\.no-account\n\n$/);
  });

  it('shows the password of a proxy nowhere, not even where a request file repeats it', async () => {
    await start(`# @auth none\n# @retry none\nGET /projects?filter=${password}\nAccept: ${password}\n`, { credentials: 'user:other' });
    terminal.env['HTTPS_PROXY'] = proxy.urlWith(`user:${password}`);
    for (const options of [[], ['-v', '--report', 'json=r.json'], ['--dry-run']]) {
      const { out, err } = await terminal.run('run', 'a.dt.http', ...options);
      assert.doesNotMatch(out + err, new RegExp(password), options.join(' '));
    }
    assert.doesNotMatch(await terminal.read('r.json'), new RegExp(password));
  });

  it('a proxy that wants a password: what to do, and exit code 3', async () => {
    await start(get, { credentials: 'user:right' });
    const { code, out, err } = await terminal.run('run', 'a.dt.http');
    assert.match(out + err, new RegExp(`the proxy "127\\.0\\.0\\.1:${proxy.port}" wants a name and a password`));
    assert.match(out + err, /http:\/\/user:password@host:port in the variable HTTPS_PROXY/);
    assert.equal(code, 3);
    assert.deepEqual(target.received, []);
  });

  it('a variable that holds no proxy is a failure that names it, not a direct connection', async () => {
    await start(get);
    terminal.env['HTTPS_PROXY'] = `http://user:${password}@`;
    const { code, out, err } = await terminal.run('run', 'a.dt.http');
    assert.match(out + err, /the proxy in "HTTPS_PROXY" is not a URL/);
    assert.doesNotMatch(out + err, new RegExp(password));
    assert.equal(code, 3);
  });

  it('NO_PROXY and loopback go past the proxy', async () => {
    await start(get);
    const server = await RawServer.start(answers('{}'));
    const file = await Terminal.open({ 'b.dt.http': get.replace('/projects', `http://127.0.0.1:${server.port}/`) });
    Object.assign(file.env, { ALL_PROXY: proxy.url });
    const { code, out } = await file.run('run', 'b.dt.http');
    assert.equal(code, 0, out);
    assert.deepEqual(proxy.seen, []);
    await file.close();
    server.dispose();
  });

  it('an authority that nobody trusts: what to do; a file of certificates that is missing is told of once', async () => {
    await start(`${get}\n###\n${get}`);
    terminal.env['NODE_EXTRA_CA_CERTS'] = 'missing.pem';
    const { code, out, err } = await terminal.run('run', 'a.dt.http');
    assert.equal(err.match(/NODE_EXTRA_CA_CERTS: missing\.pem is not used: it does not exist\./g)?.length, 1, err);
    assert.match(out + err, /unknown authority/);
    assert.match(out + err, /variable NODE_EXTRA_CA_CERTS/);
    assert.equal(code, 3);
    assert.equal(target.received.join(''), '');
  });

  describe('DT_HTTP_ALLOW_HOSTS', () => {
    const signed = '# @auth basic\n# @retry none\nGET https://gateway.example/v2/projects\n';
    const account = { DT_SERVICE_ACCOUNT_KEY_ID: 'key-id-of-the-test', DT_SERVICE_ACCOUNT_SECRET: 'secret-of-the-test', DT_SERVICE_ACCOUNT_EMAIL: 'a@b.serviceaccount.d21s.com' };
    const authorization = new RegExp(`authorization: Basic ${Buffer.from('key-id-of-the-test:secret-of-the-test').toString('base64')}`, 'i');

    for (const [hosts, isSigned] of [['https://other.example https://gateway.example', true], ['', false], ['https://gateway.example:444', false]] as const) {
      it(`${hosts === '' ? 'not set' : hosts}: ${isSigned ? 'signed' : 'not signed'}`, async () => {
        await start(signed);
        Object.assign(terminal.env, account, { DT_HTTP_ALLOW_HOSTS: hosts });
        const { out, err } = await terminal.run('run', 'a.dt.http');
        assert.equal(authorization.test(target.received.join('')), isSigned, out + err);
        assert.match(target.received.join(''), /^GET \/v2\/projects/);
      });
    }

    it('adds to --allow-host', async () => {
      await start(signed);
      Object.assign(terminal.env, account, { DT_HTTP_ALLOW_HOSTS: 'https://other.example' });
      await terminal.run('run', 'a.dt.http', '--allow-host', 'https://gateway.example');
      assert.match(target.received.join(''), authorization);
    });

    it('a wrong entry is a mistake of usage; nothing is sent', async () => {
      await start(signed);
      Object.assign(terminal.env, account, { DT_HTTP_ALLOW_HOSTS: 'https://gateway.example, http://plain.example' });
      const { code, out, err } = await terminal.run('run', 'a.dt.http');
      assert.equal(err, 'dt-http: DT_HTTP_ALLOW_HOSTS, entry 2: credentials are never sent over http; write an origin such as https://proxy.example:8443.\nNothing was sent.\n');
      assert.equal(out, '');
      assert.equal(code, 2);
      assert.deepEqual(proxy.seen, []);
    });
  });
});

import assert from 'node:assert/strict';
import * as net from 'node:net';
import { systemClock } from '../../../src/base/clock';
import type { Outcome, WireRequest } from '../../../src/http/exchange';
import { failureOf } from '../../../src/http/failure';
import { type ProxyChoice, proxyError, readProxy } from '../../../src/http/proxy';
import type { SendResult, Transport } from '../../../src/http/transport';
import { createUndiciTransport } from '../../../src/http/undiciTransport';
import { explain } from '../../../src/insight/explain';
import { ForwardProxy } from '../../helpers/forwardProxy';
import { makeCertificate } from './certificates';
import { RawServer, onRequest } from './rawServer';

const signal = new AbortController().signal;
const options = { signal, connectTimeoutMs: 5000, maxBodyBytes: 1_000_000 };
const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n';
const keptOpen = onRequest((socket) => socket.write(ok));

const authority = makeCertificate({ name: 'Test Authority', authority: true });
const certificate = makeCertificate({ name: 'api', issuer: authority, hosts: ['api.disruptive-technologies.com', '127.0.0.1'] });
const secure = { key: certificate.key, cert: certificate.cert };
const api = 'https://api.disruptive-technologies.com';
const basic = (pair: string) => `Basic ${Buffer.from(pair).toString('base64')}`;

/** The status, or the failure and its explanation's headline. */
const outcome = (result: SendResult) => (result.kind === 'failed' ? [result.failure.code, result.failure.maybeSent] : result.response.status);

function explanationOf(request: WireRequest, result: SendResult) {
  assert.ok(result.kind === 'failed');
  const { failure, timing } = result;
  const whole: Outcome = { kind: 'failed', failure, exchange: { request, attempts: [{ request, failure, timing }] } };
  const explanation = explain(whole, { now: 0, hostKind: 'api', recentCreates: [] });
  assert.ok(explanation);
  return explanation;
}

describe('transport through a proxy', () => {
  const disposables: { dispose(): void }[] = [];
  let transport: Transport;
  let asked: string[];
  let choice: ProxyChoice | undefined;

  const own = <T extends { dispose(): void }>(disposable: T): T => {
    disposables.push(disposable);
    return disposable;
  };
  const serve = async (...args: Parameters<typeof RawServer.start>) => own(await RawServer.start(...args));
  /** A proxy behind which a TLS server plays DT's API. */
  const withApi = async (more: Partial<Parameters<typeof ForwardProxy.start>[0]> = {}) => {
    const target = await serve(keptOpen, secure);
    return { target, proxy: own(await ForwardProxy.start({ routes: new Map([['api.disruptive-technologies.com:443', target.port]]), ...more })) };
  };
  const through = (value: string, more: Partial<ProxyChoice> = {}) => {
    choice = { value, source: { kind: 'variable', name: 'HTTPS_PROXY' }, ...more };
  };
  const request = (origin: string, headers: WireRequest['headers'] = []): WireRequest => ({ method: 'GET', origin, target: '/v2//a/..', headers });
  const get = (origin: string, headers: WireRequest['headers'] = []) => transport.send(request(origin, headers), options);
  /** Sends, and says how the failure is explained. */
  const explained = async (origin: string) => explanationOf(request(origin), await get(origin));

  beforeEach(() => {
    asked = [];
    choice = undefined;
    transport = createUndiciTransport({
      clock: systemClock,
      ca: [authority.cert],
      proxyFor: (origin) => {
        asked.push(origin);
        return choice;
      },
    });
  });
  afterEach(async () => {
    await transport.close();
    for (const disposable of disposables.splice(0)) disposable.dispose();
  });

  for (const kind of ['http', 'https'] as const) {
    it(`https through a tunnel of an ${kind} proxy, verified end to end`, async () => {
      const { target, proxy } = await withApi({ credentials: 'us er:p@ss', ...(kind === 'https' && { secure }) });
      through(proxy.urlWith('us%20er:p%40ss'));
      assert.equal(outcome(await get(api, [['X-A', '1'], ['x-a', '2']])), 200);
      assert.deepEqual(proxy.seen.map(({ method, target: place, authorization }) => [method, place, authorization]), [['CONNECT', 'api.disruptive-technologies.com:443', basic('us er:p@ss')]]);
      assert.deepEqual(target.received, ['GET /v2//a/.. HTTP/1.1\r\nhost: api.disruptive-technologies.com\r\nconnection: keep-alive\r\nX-A: 1\r\nx-a: 2\r\n\r\n'], 'no credentials of the proxy for the origin');
    });
  }

  it('does not trust a proxy that ends TLS itself', async () => {
    const { target, proxy } = await withApi({ routes: new Map() });
    proxy.dispose();
    const interceptor = own(await ForwardProxy.start({ routes: new Map([['bank.example:443', target.port]]) }));
    through(interceptor.url);
    assert.deepEqual(outcome(await get('https://bank.example')), ['tls.wrong-host', false]);
    assert.deepEqual(target.received.join(''), '');
  });

  it('http in absolute form', async () => {
    const target = await serve(onRequest((socket) => socket.end(ok)));
    const proxy = own(await ForwardProxy.start({ routes: new Map([['api.example:8080', target.port]]), credentials: 'u:p' }));
    through(proxy.urlWith('u:p'));
    assert.equal(outcome(await get('http://api.example:8080')), 200);
    assert.deepEqual(proxy.seen.map(({ method, target: url, authorization }) => [method, url, authorization]), [['GET', 'http://api.example:8080/v2//a/..', basic('u:p')]]);
  });

  it('never for loopback, nor for a host whose address was given', async () => {
    const server = await serve(keptOpen);
    through('http://127.0.0.1:1');
    for (const host of ['127.0.0.1', 'localhost']) assert.equal(outcome(await get(`http://${host}:${server.port}`)), 200);
    await transport.close();
    transport = createUndiciTransport({ clock: systemClock, resolve: new Map([[`api.example:${server.port}`, '127.0.0.1']]), proxyFor: () => choice });
    assert.equal(outcome(await get(`http://API.example.:${server.port}`)), 200);
    assert.deepEqual(asked, []);
  });

  it('a change holds from the next send on: nothing goes the old way, not over an open connection either', async () => {
    const { target, proxy } = await withApi();
    const { proxy: second } = await withApi({ routes: new Map([['api.disruptive-technologies.com:443', target.port]]), credentials: 'u:p' });
    for (const [url, header] of [[proxy.url], [proxy.url], [second.urlWith('u:p')], [second.urlWith('u:p')], [second.url, basic('u:p')], [proxy.url]]) {
      through(url ?? '', header === undefined ? {} : { authorization: header });
      assert.equal(outcome(await get(api)), 200);
    }
    assert.deepEqual([proxy.seen.length, second.seen.length], [2, 1], 'the same way, the same connection');
    assert.equal(asked.length, 6);
  });

  describe('what is wrong with it is explained', () => {
    type Row = readonly [title: string, answer: string | undefined, headline: string, says: RegExp];
    const refusals: readonly Row[] = [
      ['407', 'HTTP/1.1 407 Proxy Authentication Required\r\nPROXY-authenticate: Negotiate, basic realm="x"\r\n\r\nno!', 'Not sent: the proxy "@" wants a name and a password', /user:password@host:port in the variable HTTPS_PROXY.*"http\.proxyAuthorization"/],
      ['407 that takes no password', 'HTTP/1.1 407 No\r\nProxy-Authenticate: NTLM\r\nProxy-Authenticate: Digest realm="Basic"\r\n\r\n', 'Not sent: no way to sign in to the proxy "@"', /takes no name and password/],
      ['403', 'HTTP/1.0 403 Forbidden\r\n\r\n', 'Not sent: the proxy (403) refuses "api.disruptive-technologies.com"', /let this host through.*NO_PROXY/],
      ['502', 'HTTP/1.1 502\r\n\r\n', 'Not sent: the proxy (502) cannot reach "api.disruptive-technologies.com"', /spelling/],
      ['no HTTP', 'SSH-2.0-OpenSSH\r\n\r\n\r\n', 'Not sent: what answers at "@" is no HTTP proxy', /host and port of the proxy in the variable HTTPS_PROXY/],
      ['an endless head', `HTTP/1.1 200 OK\r\n${'X: y\r\n'.repeat(20_000)}`, 'Not sent: what answers at "@" is no HTTP proxy', /host and port/],
      ['a closed connection', undefined, 'Not sent: what answers at "@" is no HTTP proxy', /https:\/\/ in front/],
    ];
    for (const [title, answer, headline, says] of refusals) {
      it(`it answers ${title}`, async () => {
        const proxy = await serve(onRequest((socket) => (answer === undefined ? socket.destroy() : socket.write(answer))));
        through(`http://127.0.0.1:${proxy.port}`);
        const result = await get(api);
        assert.deepEqual(outcome(result), ['proxy', false]);
        const explanation = explanationOf(request(api), result);
        assert.equal(explanation.headline, headline.replace('@', `127.0.0.1:${proxy.port}`));
        assert.match(explanation.doThis.map(({ text }) => text).join(' '), says);
        assert.deepEqual(explanation.evidence.filter(({ label }) => label === 'Proxy'), [{ label: 'Proxy', value: `127.0.0.1:${proxy.port}, set in HTTPS_PROXY` }]);
        await proxy.quiet();
      });
    }

    for (const origin of [api, 'http://intra.example']) {
      it(`a wrong password, for ${origin}; the password is told nowhere`, async () => {
        const { target, proxy } = await withApi({ credentials: 'user:right' });
        through(proxy.urlWith('user:wrong-secret'), { source: { kind: 'setting', name: 'http.proxy' } });
        const result = await get(origin);
        assert.deepEqual(outcome(result), ['proxy', false], 'the origin never saw it');
        const explanation = explanationOf(request(origin), result);
        assert.equal(explanation.headline, `Not sent: wrong name or password for the proxy "127.0.0.1:${proxy.port}"`);
        assert.match(explanation.doThis.map(({ text }) => text).join(' '), /in "http\.proxy" \(user settings\)/);
        assert.doesNotMatch(JSON.stringify([result, explanation]), /wrong-secret|d3Jvbmct/);
        assert.equal(proxy.seen.length, 1);
        assert.deepEqual(target.received, []);
      });
    }

    it('it is not there', async () => {
      const gone = await RawServer.start(() => undefined);
      const { port } = gone;
      gone.dispose();
      through(`http://u:secret@127.0.0.1:${port}`);
      const result = await get(api);
      assert.deepEqual(outcome(result), ['proxy', false]);
      assert.equal(explanationOf(request(api), result).headline, `Not sent: no proxy listens on "127.0.0.1:${port}"`);
      assert.doesNotMatch(JSON.stringify(result), /secret/);
    });

    it('its name is not known', () => {
      // Looking one up would ask the network.
      const proxy = readProxy({ value: 'nowhere.example:3128', source: { kind: 'setting', name: 'http.proxy' } });
      const failure = failureOf(proxyError(proxy, { kind: 'unreachable', failure: 'dns' }, 'getaddrinfo ENOTFOUND nowhere.example'), 'connecting');
      const { headline, fixes } = explanationOf(request(api), { kind: 'failed', failure, timing: { startedAt: 0, totalMs: 1 } });
      assert.equal(headline, 'Not sent: there is no proxy called "nowhere.example:3128"');
      assert.deepEqual(fixes.map((fix) => fix.kind === 'action' && fix.action), ['retry']);
    });

    it('it does not answer in time', async () => {
      const proxy = await serve(() => undefined);
      through(`http://127.0.0.1:${proxy.port}`);
      const result = await transport.send(request(api), { ...options, connectTimeoutMs: 50 });
      assert.deepEqual(outcome(result), ['proxy', false]);
      assert.equal(explanationOf(request(api), result).headline, `Not sent: no connection to the proxy "127.0.0.1:${proxy.port}" in time`);
      await proxy.quiet();
    });

    it('its own certificate is not trusted', async () => {
      const self = makeCertificate({ name: 'self', hosts: ['127.0.0.1'] });
      const { proxy } = await withApi({ secure: { key: self.key, cert: self.cert } });
      through(proxy.url);
      assert.equal((await explained(api)).headline, `Not sent: no secure connection with the proxy "127.0.0.1:${proxy.port}"`);
      assert.deepEqual(proxy.seen, []);
    });

    const malformed: readonly (readonly [value: string, headline: string, says: RegExp])[] = [
      ['socks5://u:secret@127.0.0.1:1', 'Not sent: the proxy in "HTTPS_PROXY" is not http or https', /SOCKS/],
      ['127.0.0.1:secret', 'Not sent: the proxy in "HTTPS_PROXY" is not a URL', /http:\/\/host:port.*start it again/],
      ['http://us%er:secret@127.0.0.1:1', 'Not sent: the proxy in "HTTPS_PROXY" has an unencoded name or password', /%40/],
    ];
    for (const [value, headline, says] of malformed) {
      it(`what is set is none: ${value}`, async () => {
        through(value);
        const result = await get(api);
        assert.deepEqual(outcome(result), ['proxy', false]);
        const explanation = explanationOf(request(api), result);
        assert.equal(explanation.headline, headline);
        assert.match(explanation.doThis.map(({ text }) => text).join(' '), says);
        assert.doesNotMatch(JSON.stringify([result, explanation]), /secret/);
      });
    }
  });

  describe('407 of somebody else is an answer', () => {
    const refusal = 'HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm="x"\r\nContent-Length: 0\r\n\r\n';
    const bare = 'HTTP/1.1 407 No\r\nContent-Length: 0\r\n\r\n';

    it('of the origin, directly', async () => {
      const server = await serve(onRequest((socket) => socket.end(refusal)));
      assert.equal(outcome(await get(`http://127.0.0.1:${server.port}`)), 407);
    });

    it('of the origin, inside a tunnel', async () => {
      const target = await serve(onRequest((socket) => socket.end(refusal)), secure);
      const proxy = own(await ForwardProxy.start({ routes: new Map([['api.disruptive-technologies.com:443', target.port]]) }));
      through(proxy.url);
      assert.equal(outcome(await get(api)), 407);
    });

    it('in absolute form, without a challenge', async () => {
      const proxy = await serve(onRequest((socket) => socket.end(bare)));
      through(`http://127.0.0.1:${proxy.port}`);
      assert.equal(outcome(await get('http://intra.example')), 407);
    });
  });

  it('a cancel closes the tunnel that is being asked for', async () => {
    const abort = new AbortController();
    const proxy = await serve(onRequest(() => abort.abort()));
    through(`http://127.0.0.1:${proxy.port}`);
    await assert.rejects(transport.send(request(api), { ...options, signal: abort.signal }), { name: 'CancelledError' });
    await proxy.quiet();
  });

  it('the test proxy goes nowhere else', async () => {
    const { proxy } = await withApi();
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = net.connect(proxy.port, '127.0.0.1', () => socket.write('CONNECT identity.disruptive-technologies.com:443 HTTP/1.1\r\n\r\n'));
      socket.once('data', (data: Buffer) => resolve(data.toString('latin1'))).once('error', reject);
    });
    assert.match(answer, /^HTTP\/1\.1 502 /);
  });
});

import assert from 'node:assert/strict';
import { systemClock } from '../../../src/base/clock';
import type { HeaderList } from '../../../src/http/exchange';
import type { SendResult, Transport } from '../../../src/http/transport';
import { type UndiciTransportOptions, createUndiciTransport } from '../../../src/http/undiciTransport';
import { explain } from '../../../src/insight/explain';
import { ForwardProxy } from '../../helpers/forwardProxy';
import { ManualClock } from '../../helpers/manualClock';
import { type Certificate, makeCertificate } from './certificates';
import { RawServer, onRequest } from './rawServer';

const signal = new AbortController().signal;
const options = { signal, connectTimeoutMs: 5000, maxBodyBytes: 1_000_000 };
const outcome = (result: SendResult) => (result.kind === 'failed' ? `${result.failure.code}${result.failure.maybeSent ? ' maybe sent' : ''}` : String(result.response.status));
const answered = onRequest((socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'));

const authority = makeCertificate({ name: 'Test Authority', authority: true });
const stranger = makeCertificate({ name: 'Stranger', authority: true });
/** A headline is cut to fit: what is shown has to agree up to there. */
const sameUpToCut = (shown: string, whole: string) => (shown.includes('…') ? whole.startsWith(shown.slice(0, shown.indexOf('…'))) : shown === whole);
const good = makeCertificate({ name: 'good', issuer: authority, hosts: ['127.0.0.1', 'api.example', 'localhost'] });

describe('transport over TLS', () => {
  let server: RawServer;
  let transport: Transport;

  const start = async (certificate: Certificate | undefined, more: Partial<UndiciTransportOptions> = {}, chain = '') => {
    const secure = certificate === undefined ? undefined : { key: certificate.key, cert: certificate.cert + chain };
    server = await RawServer.start(answered, secure);
    const resolve = new Map([[`api.example:${server.port}`, '127.0.0.1']]);
    transport = createUndiciTransport({ clock: systemClock, resolve, ...more });
  };
  const get = (host = '127.0.0.1', headers: HeaderList = []) =>
    transport.send({ method: 'GET', origin: `https://${host}:${server.port}`, target: '/', headers }, options);

  afterEach(async () => {
    await transport.close();
    server.dispose();
  });

  const trusted = { ca: [authority.cert] };
  type Row = readonly [title: string, expected: string, certificate: Certificate, options: Partial<UndiciTransportOptions>, chain?: string];
  const rows: readonly Row[] = [
    ['an authority that was added', '200', good, trusted],
    ['an authority among others', '200', good, { ca: [makeCertificate({ name: 'other', authority: true }).cert, authority.cert] }],
    ['an authority that is not known', 'tls.unknown-authority', good, {}],
    ['an unknown authority that is sent along', 'tls.self-signed', good, {}, authority.cert],
    ['a certificate that vouches for itself', 'tls.self-signed', makeCertificate({ name: 'self', hosts: ['127.0.0.1'] }), trusted],
    ['a certificate that has expired', 'tls.expired', makeCertificate({ name: 'old', issuer: authority, hosts: ['127.0.0.1'], days: -1 }), trusted],
    ['a certificate for another host', 'tls.wrong-host', makeCertificate({ name: 'far', issuer: authority, hosts: ['far.example'] }), trusted],
  ];
  for (const [title, expected, certificate, more, chain] of rows) {
    it(`${title}: ${expected}`, async () => {
      await start(certificate, more, chain);
      assert.equal(outcome(await get()), expected);
      if (expected !== '200') assert.equal(server.received.join(''), '', 'not one octet of the request');
    });
  }

  describe('explained, directly and through the tunnel of a proxy', () => {
    const name = 'api.disruptive-technologies.com';
    const of = { issuer: authority, hosts: [name] };
    type Case = readonly [title: string, certificate: Certificate | undefined, code: string, headline: string, says: RegExp, chain?: string];
    const cases: readonly Case[] = [
      ['expired', makeCertificate({ name, ...of, days: -1 }), 'net.tls.expired', `Not sent: the certificate of "${name}" has expired`, /clock.*renew/],
      ['not yet valid', makeCertificate({ name, ...of, from: 1, days: 2 }), 'net.tls.expired', `Not sent: the certificate of "${name}" is not valid yet`, /clock.*begins/],
      ['self-signed', makeCertificate({ name, hosts: [name] }), 'net.tls.self-signed', `Not sent: the certificate of "${name}" is self-signed`, /NODE_EXTRA_CA_CERTS/],
      ['self-signed in its chain', makeCertificate({ name, issuer: stranger, hosts: [name] }), 'net.tls.self-signed', `Not sent: the certificate of "${name}" is self-signed`, /company proxy/, stranger.cert],
      ['for another host', makeCertificate({ name, issuer: authority, hosts: ['far.example'] }), 'net.tls.wrong-host', `Not sent: the certificate is not for "${name}"`, /host name/],
      ['of an unknown authority', makeCertificate({ name, issuer: stranger, hosts: [name] }), 'net.tls.unknown-authority', `Not sent: unknown authority signed the certificate of "${name}"`, /NODE_EXTRA_CA_CERTS.*operating system/],
      ['none: plain http', undefined, 'net.tls.protocol', `Not sent: no secure connection with "${name}"`, /plain http/],
    ];
    for (const [title, certificate, code, headline, says, chain] of cases) {
      for (const way of ['directly', 'through a proxy'] as const) {
        it(`${title}, ${way}`, async () => {
          await start(certificate, {}, chain);
          await transport.close();
          if (certificate === undefined) {
            server.dispose();
            server = await RawServer.start((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
          }
          const proxy = await ForwardProxy.start({ routes: new Map([[`${name}:443`, server.port]]) });
          const onTheWay = way === 'directly' ? { resolve: new Map([[`${name}:${server.port}`, '127.0.0.1']]) } : { proxyFor: () => ({ value: proxy.url, source: { kind: 'setting', name: 'http.proxy' } as const }) };
          transport = createUndiciTransport({ clock: systemClock, ...trusted, ...onTheWay });
          const request = { method: 'GET', origin: `https://${name}${way === 'directly' ? `:${server.port}` : ''}`, target: '/', headers: [] };
          const { timing, ...result } = await transport.send(request, options);
          proxy.dispose();
          assert.ok(result.kind === 'failed');
          assert.equal(result.failure.maybeSent, false);
          assert.equal(proxy.seen.length, way === 'directly' ? 0 : 1);
          assert.doesNotMatch(server.received.join(''), /GET/);
          const explanation = explain({ kind: 'failed', failure: result.failure, exchange: { request, attempts: [{ request, failure: result.failure, timing }] } }, { now: 0, hostKind: 'api', recentCreates: [] });
          assert.equal(explanation?.code, code);
          const shownHost = way === 'directly' ? headline.replace(name, `${name}:${server.port}`) : headline;
          assert.ok(sameUpToCut(explanation.headline, shownHost), `${explanation.headline} instead of ${shownHost}`);
          assert.match(explanation.doThis.map(({ text }) => text).join(' '), says);
        });
      }
    }
  });

  it('trusts the certificates of NODE_EXTRA_CA_CERTS beside those of the runtime, directly and through a proxy', async () => {
    const extraCertificates = () => Promise.resolve([stranger.cert, authority.cert]);
    await start(good, { extraCertificates });
    assert.equal(outcome(await get()), '200');
    await transport.close();
    const proxy = await ForwardProxy.start({ routes: new Map([[`api.example:${server.port}`, server.port]]) });
    transport = createUndiciTransport({ clock: systemClock, extraCertificates, proxyFor: () => ({ value: proxy.url, source: { kind: 'setting', name: 'http.proxy' } }) });
    assert.equal(outcome(await get('api.example')), '200');
    assert.equal(proxy.seen.length, 1);
    proxy.dispose();
  });

  it('connects within its time, however long the certificates take', async () => {
    const clock = new ManualClock();
    let give: (certificates: readonly string[]) => void = () => undefined;
    let more: Partial<UndiciTransportOptions> = {};
    const asked = new Promise<void>((resolve) => {
      const extraCertificates = () => {
        resolve();
        return new Promise<readonly string[]>((answer) => (give = answer));
      };
      more = { clock, extraCertificates };
    });
    await start(good, more);
    const sent = get();
    await asked;
    await clock.advance(options.connectTimeoutMs);
    give([authority.cert]);
    assert.equal(outcome(await sent), 'timeout.connect');
  });

  it('verifies the name of a resolved host, with a trailing dot too', async () => {
    await start(good, trusted);
    assert.equal(outcome(await get('api.example')), '200');
    await transport.close();
    transport = createUndiciTransport({ clock: systemClock, ...trusted, resolve: new Map([[`api.example.:${server.port}`, '127.0.0.1']]) });
    assert.equal(outcome(await get('api.example.')), '200');
  });

  it('verifies the host of the connection, whatever the Host header says', async () => {
    await start(makeCertificate({ name: 'evil', issuer: authority, hosts: ['evil.example'] }), trusted);
    assert.equal(outcome(await get('api.example', [['Host', 'evil.example']])), 'tls.wrong-host');
    assert.equal(outcome(await get('127.0.0.1', [['Host', 'evil.example']])), 'tls.wrong-host');
  });

  it('does not let the environment switch verification off', async () => {
    await start(good);
    const before = process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
    try {
      assert.equal(outcome(await get()), 'tls.unknown-authority');
    } finally {
      if (before === undefined) delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
      else process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = before;
    }
  });

  it('a server that does not speak TLS: tls.protocol', async () => {
    await start(undefined);
    server.dispose();
    server = await RawServer.start((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    assert.equal(outcome(await get()), 'tls.protocol');
  });

  it('a connection that ends inside the handshake: reset, and nothing was sent', async () => {
    await start(undefined);
    server.dispose();
    server = await RawServer.start((socket) => socket.destroy());
    assert.equal(outcome(await get()), 'reset');
  });

  it('keeps the connection for a different Host header', async () => {
    await start(good, trusted);
    server.dispose();
    server = await RawServer.start(onRequest((socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n')), { key: good.key, cert: good.cert });
    for (const host of ['a.example', 'b.example']) assert.equal(outcome(await get('127.0.0.1', [['Host', host]])), '200');
    assert.equal(server.received.length, 1);
  });
});

import assert from 'node:assert/strict';
import { systemClock } from '../../../src/base/clock';
import type { HeaderList } from '../../../src/http/exchange';
import type { SendResult, Transport } from '../../../src/http/transport';
import { type UndiciTransportOptions, createUndiciTransport } from '../../../src/http/undiciTransport';
import { type Certificate, makeCertificate } from './certificates';
import { RawServer, onRequest } from './rawServer';

const signal = new AbortController().signal;
const options = { signal, connectTimeoutMs: 5000, maxBodyBytes: 1_000_000 };
const outcome = (result: SendResult) => (result.kind === 'failed' ? `${result.failure.code}${result.failure.maybeSent ? ' maybe sent' : ''}` : String(result.response.status));
const answer = onRequest((socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'));

const authority = makeCertificate({ name: 'Test Authority', authority: true });
const good = makeCertificate({ name: 'good', issuer: authority, hosts: ['127.0.0.1', 'api.example', 'localhost'] });

describe('transport over TLS', () => {
  let server: RawServer;
  let transport: Transport;

  const start = async (certificate: Certificate | undefined, more: Partial<UndiciTransportOptions> = {}, chain = '') => {
    const secure = certificate === undefined ? undefined : { key: certificate.key, cert: certificate.cert + chain };
    server = await RawServer.start(answer, secure);
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

import assert from 'node:assert/strict';
import * as net from 'node:net';
import { systemClock } from '../../../src/base/clock';
import type { SendResult, Transport } from '../../../src/http/transport';
import { createUndiciTransport } from '../../../src/http/undiciTransport';
import { makeCertificate } from './certificates';
import { RawServer, onRequest } from './rawServer';

const signal = new AbortController().signal;
const options = { signal, connectTimeoutMs: 5000, maxBodyBytes: 1_000_000 };
const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n';
const outcome = (result: SendResult) => (result.kind === 'failed' ? [result.failure.code, result.failure.maybeSent] : result.response.status);

const authority = makeCertificate({ name: 'Test Authority', authority: true });
const certificate = makeCertificate({ name: 'api', issuer: authority, hosts: ['api.example', '127.0.0.1'] });
const secure = { key: certificate.key, cert: certificate.cert };

describe('transport through a proxy', () => {
  let proxy: RawServer;
  let target: RawServer | undefined;
  let transport: Transport;
  let asked: string[];

  const start = (url: string) => {
    asked = [];
    transport = createUndiciTransport({
      clock: systemClock,
      ca: [authority.cert],
      proxyFor: (origin) => {
        asked.push(origin);
        return url;
      },
    });
  };
  const get = (origin: string, headers: readonly (readonly [string, string])[] = []) => transport.send({ method: 'GET', origin, target: '/v2//a/..', headers }, options);

  /** A proxy that leads every tunnel to `target`. */
  const tunnelTo = (port: number, answer = 'HTTP/1.1 200 Connection established\r\nVia: x\r\n\r\n') => (socket: net.Socket, received: string) => {
    if (!/^CONNECT [^\r]*\r\n[^]*?\r\n\r\n$/.test(received)) return;
    socket.removeAllListeners('data');
    const onward = net.connect(port, '127.0.0.1', () => {
      socket.write(answer);
      socket.pipe(onward).pipe(socket);
    });
    onward.on('error', () => socket.destroy());
    socket.on('close', () => onward.destroy());
  };

  afterEach(async () => {
    await transport.close();
    proxy.dispose();
    target?.dispose();
    target = undefined;
  });

  for (const kind of ['http', 'https'] as const) {
    it(`https through a tunnel of an ${kind} proxy, verified end to end`, async () => {
      target = await RawServer.start(onRequest((socket) => socket.end(ok)), secure);
      proxy = await RawServer.start(tunnelTo(target.port), kind === 'https' ? secure : undefined);
      start(`${kind}://us%20er:p%40ss@127.0.0.1:${proxy.port}`);
      assert.equal(outcome(await get('https://api.example', [['X-A', '1'], ['x-a', '2']])), 200);
      const credentials = Buffer.from('us er:p@ss').toString('base64');
      assert.equal(proxy.received[0], `CONNECT api.example:443 HTTP/1.1\r\nHost: api.example:443\r\nProxy-Authorization: Basic ${credentials}\r\n\r\n`);
      assert.equal(target.received[0], 'GET /v2//a/.. HTTP/1.1\r\nhost: api.example\r\nconnection: keep-alive\r\nX-A: 1\r\nx-a: 2\r\n\r\n');
    });
  }

  it('does not trust a proxy that ends TLS itself', async () => {
    target = await RawServer.start(onRequest((socket) => socket.end(ok)), secure);
    proxy = await RawServer.start(tunnelTo(target.port));
    start(`http://127.0.0.1:${proxy.port}`);
    assert.deepEqual(outcome(await get('https://bank.example')), ['tls.wrong-host', false]);
  });

  it('http in absolute form', async () => {
    proxy = await RawServer.start(onRequest((socket) => socket.end(ok)));
    start(`http://u:p@127.0.0.1:${proxy.port}`);
    assert.equal(outcome(await get('http://api.example:8080')), 200);
    assert.equal(
      proxy.received[0],
      `GET http://api.example:8080/v2//a/.. HTTP/1.1\r\nhost: api.example:8080\r\nconnection: keep-alive\r\nProxy-Authorization: Basic ${Buffer.from('u:p').toString('base64')}\r\n\r\n`,
    );
  });

  it('never for loopback', async () => {
    proxy = await RawServer.start(onRequest((socket) => socket.end(ok)));
    start('http://127.0.0.1:1');
    for (const host of ['127.0.0.1', 'localhost']) assert.equal(outcome(await get(`http://${host}:${proxy.port}`)), 200);
    assert.deepEqual(asked, []);
  });

  const refusals: readonly (readonly [title: string, answer: string | undefined])[] = [
    ['407', 'HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\nContent-Length: 3\r\n\r\nno!'],
    ['403', 'HTTP/1.0 403 Forbidden\r\n\r\n'],
    ['no HTTP', 'SSH-2.0-OpenSSH\r\n\r\n\r\n'],
    ['an endless head', `HTTP/1.1 200 OK\r\n${'X: y\r\n'.repeat(20_000)}`],
    ['a closed connection', undefined],
  ];
  for (const [title, answer] of refusals) {
    it(`proxy: it answers ${title}`, async () => {
      proxy = await RawServer.start(onRequest((socket) => (answer === undefined ? socket.destroy() : socket.write(answer))));
      start(`http://127.0.0.1:${proxy.port}`);
      assert.deepEqual(outcome(await get('https://api.example')), ['proxy', false]);
      await proxy.quiet();
    });
  }

  it('proxy: it cannot be reached, or its setting is no URL', async () => {
    proxy = await RawServer.start(() => undefined);
    const url = `http://127.0.0.1:${proxy.port}`;
    proxy.dispose();
    for (const setting of [url, 'socks5://127.0.0.1:1', '127.0.0.1:1', 'http://us%er@127.0.0.1:1', '']) {
      start(setting);
      assert.deepEqual(outcome(await get('https://api.example')), ['proxy', false], setting);
    }
  });
});

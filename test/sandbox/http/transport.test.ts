import assert from 'node:assert/strict';
import type * as net from 'node:net';
import * as zlib from 'node:zlib';
import { CancelledError } from '../../../src/base/abort';
import { systemClock } from '../../../src/base/clock';
import type { WireRequest } from '../../../src/http/exchange';
import type { SendOptions, SendResult, Transport } from '../../../src/http/transport';
import { createUndiciTransport } from '../../../src/http/undiciTransport';
import { NameServer } from '../../helpers/failureNames';
import { ManualClock } from '../../helpers/manualClock';
import { RawServer, onRequest } from './rawServer';

const signal = new AbortController().signal;
const options = (more: Partial<SendOptions> = {}): SendOptions => ({ signal, connectTimeoutMs: 5000, maxBodyBytes: 1_000_000, ...more });
const failureOf = (result: SendResult) => (result.kind === 'failed' ? [result.failure.code, result.failure.maybeSent] : result.response.status);
const bodyOf = (result: SendResult) => (result.kind === 'answered' ? Buffer.from(result.response.body).toString() : result.failure.code);
const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';

describe('transport over real sockets', () => {
  let transport: Transport;
  let server: RawServer;

  const serve = async (...[onData]: Parameters<typeof RawServer.start>) => (server = await RawServer.start(onData));
  const request = (more: Partial<WireRequest> = {}): WireRequest => ({ method: 'GET', origin: server.origin, target: '/', headers: [], ...more });

  beforeEach(() => {
    transport = createUndiciTransport({ clock: systemClock });
  });

  afterEach(async () => {
    await transport.close();
    server.dispose();
  });

  describe('writes exactly', () => {
    it('the target and the headers: order, casing, duplicates, UTF-8', async () => {
      await serve(onRequest((socket) => socket.end(ok)));
      const target = "/v2//a/../b/./%7e%7E;x='(!)*~?q=a+b&&=[]{}|^`\"<>\\&q=%zz";
      const headers = [['x-ZULU', '1'], ['Accept', '*/*'], ['X-Alpha', 'Grün 🌡'], ['x-zulu', '2'], ['Host', 'other.example:99'], ['X-Empty', '']] as const;
      await transport.send(request({ target, headers }), options());
      const sent = Buffer.from(server.received[0] ?? '', 'latin1').toString('utf8');
      assert.equal(
        sent,
        [`GET ${target} HTTP/1.1`, 'host: other.example:99', 'connection: keep-alive', 'x-ZULU: 1', 'Accept: */*', 'X-Alpha: Grün 🌡', 'x-zulu: 2', 'X-Empty: ', '', ''].join('\r\n'),
      );
    });

    it('the body, octet by octet, and any method', async () => {
      const body = Buffer.from([0, 255, 13, 10, 128]);
      await serve((socket, received) => {
        if (received.endsWith(body.toString('latin1'))) socket.end(ok);
      });
      await transport.send(request({ method: 'FrobNicate', body }), options());
      assert.equal(
        server.received[0],
        `FrobNicate / HTTP/1.1\r\nhost: 127.0.0.1:${server.port}\r\nconnection: keep-alive\r\ncontent-length: 5\r\n\r\n${body.toString('latin1')}`,
      );
    });

    it('a part of a larger buffer', async () => {
      await serve((socket, received) => {
        if (received.endsWith('cd')) socket.end(ok);
      });
      await transport.send(request({ method: 'POST', body: new Uint8Array(Buffer.from('abcdef')).subarray(2, 4) }), options());
      assert.ok(server.received[0]?.endsWith('content-length: 2\r\n\r\ncd'));
    });

    it('nothing, and throws, when it would have to change the request', async () => {
      await serve(onRequest((socket) => socket.end(ok)));
      await assert.rejects(transport.send(request({ headers: [['Expect', '100-continue']] }), options()), TypeError);
      assert.equal(server.received.length, 0);
    });
  });

  describe('reads', () => {
    it('headers in order, with casing and duplicates, as UTF-8 or Latin-1', async () => {
      const head = Buffer.concat([Buffer.from('HTTP/1.1 299 Gründlich\r\nX-B: 1\r\nx-a: Grün\r\nX-B:  2 \r\nX-L: G'), Buffer.from([0xfc]), Buffer.from('n\r\nContent-Length: 0\r\n\r\n')]);
      await serve(onRequest((socket) => socket.end(head)));
      const result = await transport.send(request(), options());
      assert.equal(result.kind, 'answered');
      const { status, statusText, headers } = result.response;
      assert.deepEqual([status, statusText], [299, 'Gründlich']);
      assert.deepEqual(headers, [['X-B', '1'], ['x-a', 'Grün'], ['X-B', '2'], ['X-L', 'Gün'], ['Content-Length', '0']]);
    });

    it('a chunked body in pieces, and tells the progress', async () => {
      await serve(onRequest((socket) => {
        socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n');
        setImmediate(() => socket.write('2\r\nde\r\n0\r\n\r\n'));
      }));
      const heard: (number | string)[] = [];
      const result = await transport.send(request(), options({ onHeaders: (status) => heard.push(`status ${status}`), onProgress: (received) => heard.push(received) }));
      assert.equal(bodyOf(result), 'abcde');
      assert.deepEqual(heard, ['status 200', 3, 5]);
      assert.ok(result.timing.headersMs !== undefined && result.timing.totalMs >= result.timing.headersMs);
    });

    it('a body that ends with the connection', async () => {
      await serve(onRequest((socket) => socket.end('HTTP/1.1 200 OK\r\n\r\nto the end')));
      assert.equal(bodyOf(await transport.send(request(), options())), 'to the end');
    });

    it('past 103 Early Hints', async () => {
      await serve(onRequest((socket) => socket.end(`HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n${ok}`)));
      const statuses: number[] = [];
      const result = await transport.send(request(), options({ onHeaders: (status) => statuses.push(status) }));
      assert.equal(bodyOf(result), 'ok');
      assert.deepEqual(statuses, [200]);
    });

    it('the answer to HEAD, which announces a body and has none', async () => {
      await serve(onRequest((socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 99\r\n\r\n')));
      const result = await transport.send(request({ method: 'HEAD' }), options());
      assert.equal(result.kind === 'answered' && result.response.body.length, 0);
    });

    for (const [status, method] of [[204, 'DELETE'], [204, 'GET'], [205, 'POST'], [304, 'GET'], [200, 'HEAD']] as const) {
      for (const fields of ['Content-Length: 2', 'Content-Length: 0', 'Connection: close\r\nContent-Length: 2', 'Transfer-Encoding: chunked']) {
        it(`${method} ${status} ends with its headers (${fields.replace('\r\n', ', ')})`, async () => {
          await serve(onRequest((socket) => socket.write(`HTTP/1.1 ${status} Fine\r\n${fields}\r\nX-A: b\r\n\r\n`)));
          for (let round = 0; round < 2; round++) {
            const result = await transport.send(request({ method }), options());
            assert.equal(result.kind, 'answered');
            const { status: received, headers, body } = result.response;
            assert.deepEqual([received, headers.at(-1), body.length], [status, ['X-A', 'b'], 0]);
          }
        });
      }
    }

    it('a compressed body', async () => {
      const body = zlib.gzipSync('decoded');
      await serve(onRequest((socket) => socket.end(Buffer.concat([Buffer.from(`HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ${body.length}\r\n\r\n`), body]))));
      const result = await transport.send(request(), options());
      assert.equal(bodyOf(result), 'decoded');
      assert.equal(result.kind === 'answered' && result.response.encodedLength, body.length);
    });

    it('a body that cannot be decoded, as it is', async () => {
      await serve(onRequest((socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\nplain')));
      const result = await transport.send(request(), options());
      assert.equal(bodyOf(result), 'plain');
      assert.match((result.kind === 'answered' && result.response.undecodable) || '', /^gzip: /);
    });

    it('does not follow a redirect', async () => {
      await serve(onRequest((socket) => socket.end('HTTP/1.1 302 Found\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n')));
      assert.equal(failureOf(await transport.send(request(), options())), 302);
      assert.equal(server.received.length, 1);
    });
  });

  describe('keeps connections', () => {
    it('for the next request, and makes more for requests at once', async () => {
      await serve(onRequest((socket) => socket.write(ok)));
      await transport.send(request(), options());
      await transport.send(request({ target: '/2' }), options());
      assert.equal(server.received.length, 1);
      await Promise.all([1, 2, 3].map(() => transport.send(request(), options())));
      assert.equal(server.received.length, 3);
    });

    it('until the server closes them; the next request takes a new one', async () => {
      await serve(onRequest((socket) => socket.end(ok)));
      for (let round = 0; round < 3; round++) {
        assert.equal(bodyOf(await transport.send(request(), options())), 'ok');
        await server.quiet();
      }
      assert.equal(server.received.length, 3);
    });

    it('but never sends a request twice when a kept one dies under it', async () => {
      let requests = 0;
      await serve(onRequest((socket) => {
        requests++;
        if (requests === 1) socket.write(ok);
        else socket.destroy();
      }));
      await transport.send(request(), options());
      for (const method of ['GET', 'PUT', 'DELETE', 'POST']) {
        const before = requests;
        assert.deepEqual(failureOf(await transport.send(request({ method }), options())), ['reset', true]);
        assert.equal(requests - before, 1, method);
      }
    });
  });

  describe('fails', () => {
    it('refused', async () => {
      await serve(() => undefined);
      const last = request();
      server.dispose();
      assert.deepEqual(failureOf(await transport.send(last, options())), ['refused', false]);
    });

    const names = [['no such name', 'dns'], ['failure', 'dns.unanswered'], ['silence', 'dns.unanswered']] as const;
    for (const [answer, code] of names) {
      it(`a name server that says "${answer}": ${code}`, async () => {
        await serve(() => undefined);
        const nameServer = await NameServer.start(() => answer);
        const asking = createUndiciTransport({ clock: systemClock, lookup: nameServer.lookup });
        try {
          for (const origin of ['http://host.test', 'https://host.test']) assert.deepEqual(failureOf(await asking.send(request({ origin }), options())), [code, false]);
          assert.ok(nameServer.asked.every((name) => name === 'host.test') && nameServer.asked.length > 1);
        } finally {
          await asking.close();
          nameServer.dispose();
        }
      });
    }

    type Row = readonly [title: string, answer: (socket: net.Socket) => void, expected: readonly [string, boolean]];
    const rows: readonly Row[] = [
      ['reset before any answer', (socket) => socket.resetAndDestroy(), ['reset', true]],
      ['closed before any answer', (socket) => socket.end(), ['reset', true]],
      ['closed inside the headers', (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Le'), ['reset', true]],
      ['closed inside a body of known length', (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf'), ['truncated', true]],
      ['closed inside, connection: close', (socket) => socket.end('HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 9\r\n\r\nhalf'), ['truncated', true]],
      ['closed inside a chunk', (socket) => socket.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nhalf'), ['truncated', true]],
      ['closed before the last chunk', (socket) => socket.end('HTTP/1.1 200 OK\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n'), ['truncated', true]],
      ['garbage', (socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n'), ['bad-answer', true]],
      ['a chunk size that is none', (socket) => socket.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n'), ['bad-answer', true]],
      ['two lengths', (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab'), ['bad-answer', true]],
      ['100 Continue, which was not asked for', (socket) => socket.write(`HTTP/1.1 100 Continue\r\n\r\n${ok}`), ['bad-answer', true]],
      ['101 Switching Protocols, which was not asked for', (socket) => socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n'), ['bad-answer', true]],
      ['101 without anything', (socket) => socket.write('HTTP/1.1 101 Switching Protocols\r\n\r\n'), ['bad-answer', true]],
      ['status 000', (socket) => socket.write('HTTP/1.1 000 Nothing\r\nContent-Length: 0\r\n\r\n'), ['bad-answer', true]],
      ['status 099', (socket) => socket.write('HTTP/1.1 099 Nothing\r\n\r\n'), ['bad-answer', true]],
      ['endless headers', (socket) => socket.end(`HTTP/1.1 200 OK\r\nX: ${'x'.repeat(200_000)}\r\n\r\n`), ['bad-answer', true]],
    ];
    for (const [title, answer, expected] of rows) {
      it(`${expected[0]}: ${title}`, async () => {
        await serve(onRequest(answer));
        assert.deepEqual(failureOf(await transport.send(request(), options())), expected);
        await server.quiet();
      });
    }

    const resets: readonly (readonly [title: string, head: string])[] = [
      ['of known length', 'Content-Length: 9\r\n\r\n'],
      ['of unknown length', 'Connection: close\r\n\r\n'],
    ];
    for (const [title, head] of resets) {
      it(`truncated: reset inside a body ${title}`, async () => {
        let hangUp: (() => void) | undefined;
        await serve(onRequest((socket) => {
          hangUp = () => socket.resetAndDestroy();
          socket.write(`HTTP/1.1 200 OK\r\n${head}half`);
        }));
        const result = await transport.send(request(), options({ onProgress: () => hangUp?.() }));
        assert.deepEqual(failureOf(result), ['truncated', true]);
        assert.ok(result.timing.headersMs !== undefined);
      });
    }

    it('too-large, before and after decoding, and closes the connection', async () => {
      const body = zlib.gzipSync(Buffer.alloc(5000));
      await serve(onRequest((socket, connection) => {
        if (connection === 0) socket.write(`HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n${'x'.repeat(2000)}`);
        else socket.end(Buffer.concat([Buffer.from(`HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ${body.length}\r\n\r\n`), body]));
      }));
      for (let round = 0; round < 2; round++) {
        assert.deepEqual(failureOf(await transport.send(request(), options({ maxBodyBytes: 1000 }))), ['too-large', true]);
        await server.quiet();
      }
    });

    it('reset: closed by us', async () => {
      await serve(onRequest(() => void transport.close()));
      assert.deepEqual(failureOf(await transport.send(request(), options())), ['reset', true]);
      assert.deepEqual(failureOf(await transport.send(request(), options())), ['reset', false]);
    });

    it('timeout.connect: the server never finishes the TLS handshake', async () => {
      const clock = new ManualClock();
      transport = createUndiciTransport({ clock });
      let hello: (() => void) | undefined;
      const heard = new Promise<void>((resolve) => (hello = resolve));
      await serve(() => hello?.());
      const pending = transport.send(request({ origin: `https://127.0.0.1:${server.port}` }), options({ connectTimeoutMs: 2000 }));
      await heard;
      await clock.advance(2000);
      assert.deepEqual(failureOf(await pending), ['timeout.connect', false]);
      assert.equal(clock.pending, 0);
      await server.quiet();
    });
  });

  describe('cancels', () => {
    const cancelWhen = async (send: (abort: AbortController) => Promise<unknown>) => {
      const abort = new AbortController();
      await assert.rejects(send(abort), CancelledError);
      await server.quiet();
      assert.equal(server.open, 0);
    };

    it('before it began: nothing is sent', async () => {
      await serve(onRequest((socket) => socket.end(ok)));
      await cancelWhen((abort) => {
        abort.abort();
        return transport.send(request(), options({ signal: abort.signal }));
      });
      assert.equal(server.received.length, 0);
    });

    it('while connecting', async () => {
      let stop: AbortController | undefined;
      await serve(() => stop?.abort());
      await cancelWhen((abort) => {
        stop = abort;
        return transport.send(request({ origin: `https://127.0.0.1:${server.port}` }), options({ signal: abort.signal }));
      });
    });

    it('while waiting for the answer', async () => {
      let stop: AbortController | undefined;
      await serve(onRequest(() => stop?.abort()));
      await cancelWhen((abort) => {
        stop = abort;
        return transport.send(request(), options({ signal: abort.signal }));
      });
    });

    it('in mid body, and only that request', async () => {
      let answerOther: (() => void) | undefined;
      await serve((socket, received) => {
        if (received.startsWith('GET /slow')) socket.write('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf');
        else answerOther = () => socket.end(ok);
      });
      const other = transport.send(request({ target: '/other' }), options());
      const abort = new AbortController();
      await assert.rejects(transport.send(request({ target: '/slow' }), options({ signal: abort.signal, onProgress: () => abort.abort() })), CancelledError);
      while (answerOther === undefined) await new Promise(setImmediate);
      answerOther();
      assert.equal(bodyOf(await other), 'ok');
    });

    it('after the answer: too late', async () => {
      await serve(onRequest((socket) => socket.write(ok)));
      const abort = new AbortController();
      await transport.send(request(), options({ signal: abort.signal }));
      abort.abort();
      assert.equal(bodyOf(await transport.send(request(), options())), 'ok');
      assert.equal(server.received.length, 1);
    });
  });

  it('--resolve connects elsewhere and keeps the name', async () => {
    await serve(onRequest((socket) => socket.end(ok)));
    await transport.close();
    transport = createUndiciTransport({ clock: systemClock, resolve: new Map([[`api.example:${server.port}`, '127.0.0.1']]) });
    const result = await transport.send(request({ origin: `http://API.example:${server.port}` }), options());
    assert.equal(bodyOf(result), 'ok');
    assert.ok(server.received[0]?.includes(`host: api.example:${server.port}\r\n`));
  });

  const places: readonly (readonly [mapped: string, host: string])[] = [['api.example', 'api.example.'], ['Api.Example.', 'api.example'], ['192.0.2.7', '192.0.2.7'], ['[2001:db8::1]', '[2001:db8::1]'], ['2001:db8::1', '[2001:db8::1]']];
  for (const [mapped, host] of places) {
    it(`--resolve ${mapped} is meant for ${host}`, async () => {
      await serve(onRequest((socket) => socket.end(ok)));
      await transport.close();
      transport = createUndiciTransport({ clock: systemClock, resolve: new Map([[`${mapped}:${server.port}`, '127.0.0.1']]) });
      assert.equal(bodyOf(await transport.send(request({ origin: `http://${host}:${server.port}` }), options())), 'ok');
      assert.ok(server.received[0]?.includes(`host: ${host}:${server.port}\r\n`));
    });
  }
});

import assert from 'node:assert/strict';
import type * as net from 'node:net';
import { type Clock, systemClock } from '../../../src/base/clock';
import { silentLogger } from '../../../src/base/logger';
import type { WireRequest } from '../../../src/http/exchange';
import { Redactor } from '../../../src/http/redact';
import type { Transport } from '../../../src/http/transport';
import { createUndiciTransport } from '../../../src/http/undiciTransport';
import { Limiter } from '../../../src/quota/limiter';
import type { Authorizer } from '../../../src/run/policies/authorize';
import type { Progress } from '../../../src/run/pipeline';
import { createRunner, type RunResult } from '../../../src/run/runner';
import { closedPort } from '../../helpers/closedPort';
import { RawServer } from '../http/rawServer';

/** Ten seconds of waiting take fifty milliseconds. */
const haste = 200;
const hasty: Clock = {
  now: () => systemClock.now(),
  monotonic: () => systemClock.monotonic() * haste,
  after: (delay, callback) => systemClock.after(Math.ceil(delay / haste), callback),
};

/** Signs with a new token each time, and believes that a new one may do better. */
const authorizer: Authorizer = {
  authorize: () => Promise.resolve({ kind: 'signed', header: ['Authorization', 'Bearer t'], signature: { scheme: 'bearer', email: 'a@b' } }),
  accepted: () => undefined,
  rejected: () => true,
};

const answer = (status: string, headers = '', body = 'ok') => `HTTP/1.1 ${status}\r\nConnection: close\r\n${headers}Content-Length: ${body.length}\r\n\r\n${body}`;

/** What the server does once a request is there whole. */
interface FailurePoint {
  readonly name: string;
  readonly act: (socket: net.Socket) => void;
  /** How often a request is seen at most: of a method that may be repeated, and of one that may not. */
  readonly seen: readonly [repeatable: number, other: number];
}

const head = (socket: net.Socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf of it');

const points: readonly FailurePoint[] = [
  { name: 'reset after it was written', act: (socket) => socket.resetAndDestroy(), seen: [4, 1] },
  { name: 'hung up on after it was written', act: (socket) => socket.end(), seen: [4, 1] },
  { name: 'reset in the middle of the answer', act: (socket) => head(socket) && setTimeout(() => socket.resetAndDestroy(), 20), seen: [4, 1] },
  { name: 'hung up on in the middle of the answer', act: (socket) => head(socket) && setTimeout(() => socket.end(), 20), seen: [4, 1] },
  { name: '500', act: (socket) => socket.end(answer('500 Internal Server Error')), seen: [4, 1] },
  { name: '503', act: (socket) => socket.end(answer('503 Service Unavailable')), seen: [4, 1] },
  { name: '503 with Retry-After', act: (socket) => socket.end(answer('503 Service Unavailable', 'Retry-After: 7\r\n')), seen: [4, 1] },
  { name: '504', act: (socket) => socket.end(answer('504 Gateway Timeout')), seen: [4, 1] },
  { name: '501', act: (socket) => socket.end(answer('501 Not Implemented')), seen: [1, 1] },
  { name: '409', act: (socket) => socket.end(answer('409 Conflict')), seen: [1, 1] },
  { name: 'no HTTP', act: (socket) => socket.end('SSH-2.0-x\r\n'), seen: [1, 1] },
  // What was not carried out may be sent again whatever it is.
  { name: '429 again and again', act: (socket) => socket.end(answer('429 Too Many Requests', 'Retry-After: 1\r\n')), seen: [21, 21] },
  { name: '429 that asks for more than a minute', act: (socket) => socket.end(answer('429 Too Many Requests', 'Retry-After: 61\r\n')), seen: [1, 1] },
  { name: '401', act: (socket) => socket.end(answer('401 Unauthorized')), seen: [2, 2] },
];

const repeatable = ['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS'];
const others = ['POST', 'PATCH', 'PURGE'];
const withBody = ['PUT', 'POST', 'PATCH'];

/** Whether a request is there whole. */
function isWhole(text: string): boolean {
  const end = text.indexOf('\r\n\r\n');
  const length = Number(/\r\ncontent-length: (\d+)/i.exec(text)?.[1] ?? 0);
  return end >= 0 && text.length >= end + 4 + length;
}

describe('what is sent again, over real sockets', () => {
  let transport: Transport;
  let server: RawServer | undefined;
  beforeEach(() => {
    transport = createUndiciTransport({ clock: systemClock });
  });
  afterEach(async () => {
    await transport.close();
    server?.dispose();
    server = undefined;
  });

  const run = async (request: Partial<WireRequest> & Pick<WireRequest, 'method' | 'origin'>, onProgress: (progress: Progress) => void = () => undefined): Promise<RunResult> => {
    const permits = new Limiter({ clock: hasty });
    try {
      const runner = createRunner({ clock: hasty, random: { next: () => 0, uuid: () => '' }, log: silentLogger, redactor: new Redactor(), transport, authorizer, permits, quotaOf: () => undefined });
      const body = withBody.includes(request.method) ? { body: Buffer.from('{}') } : {};
      const wire: WireRequest = { target: '/v2/things', headers: [], ...body, ...request };
      // A minute and more of the fast clock: the 30 s of a request would be 150 ms.
      return await runner({ request: wire, options: { timeoutMs: 2_000_000 }, secrets: [], priority: 'interactive', holder: { label: 'l', source: 's' }, onProgress }, new AbortController().signal);
    } finally {
      permits.dispose();
    }
  };

  for (const { name, act, seen } of points) {
    for (const method of [...repeatable, ...others]) {
      const expected = seen[repeatable.includes(method) ? 0 : 1];
      it(`${method}, ${name}: ${expected} time${expected === 1 ? '' : 's'}`, async () => {
        let whole = 0;
        server = await RawServer.start((socket, received) => {
          if (!isWhole(received)) return;
          whole++;
          act(socket);
        });
        const { outcome } = await run({ method, origin: server.origin });
        // A 200 without a body is whole once its head is: there is no middle of it.
        const isHead = method === 'HEAD' && name.includes('middle');
        assert.equal(outcome.exchange.attempts.length, isHead ? 1 : expected, 'attempts shown');
        assert.equal(whole, isHead ? 1 : expected, 'seen by the server');
      });
    }
  }

  for (const method of [...repeatable, ...others]) {
    it(`${method}, nobody listens: 4 times, for it was never sent`, async () => {
      const { outcome } = await run({ method, origin: `http://127.0.0.1:${await closedPort()}` });
      assert.deepEqual(outcome.exchange.attempts.map(({ failure }) => [failure?.code, failure?.maybeSent]), Array.from({ length: 4 }, () => ['refused', false]));
    });
  }

  // Whether the reset comes before or after the first octet is a race; what was not written may be sent again.
  for (const method of [...repeatable, ...others]) {
    it(`${method}, reset as soon as it is connected: again only what may be`, async () => {
      server = await RawServer.start(() => undefined);
      server.onConnection((socket) => socket.resetAndDestroy());
      const { exchange: { attempts } } = (await run({ method, origin: server.origin })).outcome;
      const maybeSent = attempts.map(({ failure }) => failure?.maybeSent);
      if (repeatable.includes(method)) assert.equal(attempts.length, 4);
      else assert.ok(maybeSent.slice(0, -1).every((maybe) => maybe === false) && (attempts.length === 4 || maybeSent.at(-1) === true), maybeSent.join());
    });
  }

  for (const method of others) {
    it(`${method} on a kept connection that is reset as it arrives: once`, async () => {
      const seen: string[] = [];
      server = await RawServer.start((socket, received) => {
        const requests = received.split(/(?=^[A-Z]+ \/\S* HTTP\/1\.1\r\n)/m);
        const last = requests.at(-1) ?? '';
        if (!isWhole(last)) return;
        seen.push(last.split(' ')[0] ?? '');
        if (requests.length === 1) socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
        else socket.resetAndDestroy();
      });
      await run({ method: 'GET', origin: server.origin });
      const { outcome } = await run({ method, origin: server.origin });
      assert.equal(server.received.length, 1, 'the connection was used again');
      assert.deepEqual(seen, ['GET', method]);
      assert.equal(outcome.kind === 'failed' && outcome.failure.code, 'reset');
    });

    it(`${method} whose body was cut off while it was sent: once`, async () => {
      server = await RawServer.start((socket, received) => {
        if (received.includes('\r\n\r\n')) socket.resetAndDestroy();
      });
      const { outcome } = await run({ method, origin: server.origin, body: Buffer.alloc(8_000_000) });
      assert.equal(server.received.length, 1);
      assert.equal(outcome.exchange.attempts.length, 1);
    });
  }

  const redirects: readonly (readonly [status: string, seen: readonly string[]])[] = [
    // What the first one did is done: only the request that the redirect leads to is repeated.
    ['303 See Other', ['POST /a', 'GET /b', 'GET /b', 'GET /b', 'GET /b']],
    ['302 Found', ['POST /a', 'GET /b', 'GET /b', 'GET /b', 'GET /b']],
    ['307 Temporary Redirect', ['POST /a', 'POST /b']],
  ];
  for (const [status, seen] of redirects) {
    it(`a POST that is redirected by ${status} to a 503`, async () => {
      server = await RawServer.start((socket, received) => {
        if (isWhole(received)) socket.end(received.startsWith('POST /a') ? answer(status, 'Location: /b\r\n') : answer('503 Service Unavailable'));
      });
      await run({ method: 'POST', origin: server.origin, target: '/a' });
      assert.deepEqual(server.received.map((text) => text.split(' HTTP')[0]), seen);
    });
  }

  it('a POST after 429 and 401 is still sent once more after neither 503', async () => {
    const script = [answer('429 Too Many Requests', 'Retry-After: 1\r\n'), answer('401 Unauthorized'), answer('503 Service Unavailable')];
    server = await RawServer.start((socket, received, connection) => {
      if (isWhole(received)) socket.end(script[connection] ?? answer('200 OK'));
    });
    const { outcome } = await run({ method: 'POST', origin: server.origin });
    assert.deepEqual(outcome.exchange.attempts.map(({ response, followedBy }) => [response?.status, followedBy]), [[429, 'retry'], [401, 'new-token'], [503, undefined]]);
  });

  const waits: readonly (readonly [status: string, headers: string, waits: readonly number[]])[] = [
    ['500 Internal Server Error', '', [1000, 2000, 4000]],
    ['503 Service Unavailable', '', [1000, 2000, 4000]],
    ['504 Gateway Timeout', '', [10_000, 20_000, 40_000]],
    ['503 Service Unavailable', 'Retry-After: 3\r\n', [3000, 3000, 4000]],
  ];
  for (const [status, headers, expected] of waits) {
    it(`${status} ${headers.trim()}: waits ${expected.join(', ')} ms, each attempt told`, async () => {
      server = await RawServer.start((socket, received) => {
        if (isWhole(received)) socket.end(answer(status, headers));
      });
      const told: Progress[] = [];
      const begun = hasty.monotonic();
      await run({ method: 'GET', origin: server.origin }, (progress) => told.push(progress));
      const code = Number(status.slice(0, 3));
      assert.deepEqual(
        told.filter(({ kind }) => kind === 'waiting-to-retry'),
        expected.map((afterMs, index) => ({ kind: 'waiting-to-retry', afterMs, status: code, attempt: index + 2, of: 4 })),
      );
      assert.deepEqual(told.filter(({ kind }) => kind === 'sending'), [1, 2, 3, 4].map((attempt) => ({ kind: 'sending', attempt, of: 4 })));
      assert.ok(hasty.monotonic() - begun >= expected.reduce((sum, each) => sum + each, 0), 'not a moment less');
    });
  }

  it('429: the date is read against that of the answer, and it uses up no attempt', async () => {
    const date = 'Date: Sun, 01 Mar 2026 12:00:00 GMT\r\nRetry-After: Sun, 01 Mar 2026 12:00:09 GMT\r\n';
    const script = [answer('429 Too Many Requests', date), answer('429 Too Many Requests'), ...Array.from({ length: 4 }, () => answer('503 Service Unavailable'))];
    server = await RawServer.start((socket, received, connection) => {
      if (isWhole(received)) socket.end(script[connection] ?? answer('200 OK'));
    });
    const told: Progress[] = [];
    await run({ method: 'GET', origin: server.origin }, (progress) => told.push(progress));
    const afterMs = told.flatMap((progress) => (progress.kind === 'waiting-to-retry' ? [progress.afterMs] : []));
    assert.deepEqual(afterMs, [9000, 10_000, 1000, 2000, 4000], 'the second names no time: the whole window');
    assert.equal(server.received.length, 6);
  });
});

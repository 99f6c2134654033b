import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * Three independent readings of "at most `limit` requests in `windowMs`". They share nothing with
 * `src/quota`, so that a mistake there is not repeated here.
 */
export type QuotaServerKind = 'sliding log' | 'fixed window' | 'token bucket';

export const quotaServerKinds: readonly QuotaServerKind[] = ['sliding log', 'fixed window', 'token bucket'];

export interface QuotaServerOptions {
  readonly kind: QuotaServerKind;
  readonly limit: number;
  readonly windowMs: number;
  /** Delay of each request on its way in, and again of each answer on its way out; 5–80 ms by default. */
  readonly jitterMs?: readonly [from: number, to: number];
  /** Whether a refused request uses up quota as well; it does not by default. */
  readonly countRefused?: boolean;
  /** How a 429 says when to come back: whole seconds by default. */
  readonly retryAfter?: 'seconds' | 'date' | 'absent';
  /** How far the server's wall clock is ahead of the machine's, in milliseconds; 0 by default. */
  readonly clockAheadMs?: number;
  /** From 0 to 1: decides delays and the phase of the fixed window. `Math.random` by default. */
  readonly random?: () => number;
}

/** One request as the server saw it; moments are milliseconds of `performance.now()`. */
export interface Judged {
  /** Path and query: tells whose it is. */
  readonly target: string;
  /** The number that `X-Send` gave it; undefined without one. */
  readonly send: number | undefined;
  readonly arrivedAt: number;
  readonly judgedAt: number;
  /** How long it must wait; 0: it was accepted. */
  readonly waitMs: number;
}

export interface QuotaServer {
  /** e.g. `http://127.0.0.1:40123`. */
  readonly origin: string;
  /** Requests judged so far, and how many of them were refused. */
  readonly judged: number;
  readonly refused: number;
  /** What was judged so far, in that order. */
  readonly log: readonly Judged[];
  close(): Promise<void>;
}

/** Says of a request at `now` how long it must wait, in milliseconds; 0 means accepted. */
type Judge = (now: number) => number;

/** Starts a server on a free loopback port that answers 200, or 429 with `Retry-After` in whole seconds. */
export async function startQuotaServer(options: QuotaServerOptions): Promise<QuotaServer> {
  const { jitterMs: [from, to] = [5, 80], random = Math.random } = options;
  const judge = judges[options.kind](options, random);
  const log: Judged[] = [];
  const delay = (then: () => void) => void setTimeout(then, from + random() * (to - from));
  const server = createServer((request, response) => {
    const arrivedAt = performance.now();
    request.resume();
    delay(() => {
      const judgedAt = performance.now();
      const waitMs = judge(judgedAt);
      const send = request.headers['x-send'];
      log.push({ target: request.url ?? '', send: send === undefined ? undefined : Number(send), arrivedAt, judgedAt, waitMs });
      delay(() => answer(response, waitMs, options));
    });
  });
  server.keepAliveTimeout = 30_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get judged() {
      return log.length;
    },
    get refused() {
      return log.filter(({ waitMs }) => waitMs > 0).length;
    },
    log,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((failure) => (failure ? reject(failure) : resolve()));
        server.closeAllConnections();
      }),
  };
}

function answer(response: ServerResponse, waitMs: number, { retryAfter = 'seconds', clockAheadMs = 0 }: QuotaServerOptions): void {
  const body = JSON.stringify(waitMs > 0 ? { error: 'Too many requests', code: 429, help: '' } : {});
  const now = Date.now() + clockAheadMs;
  const seconds = Math.ceil(waitMs / 1000);
  // A date holds whole seconds, so both are rounded the same way.
  const value = retryAfter === 'date' ? new Date(now + seconds * 1000).toUTCString() : String(seconds);
  response.writeHead(waitMs > 0 ? 429 : 200, {
    'Content-Type': 'application/json',
    Date: new Date(now).toUTCString(),
    ...(waitMs > 0 && retryAfter !== 'absent' ? { 'Retry-After': value } : {}),
  });
  response.end(body);
}

const judges: Record<QuotaServerKind, (options: QuotaServerOptions, random: () => number) => Judge> = {
  'sliding log': ({ limit, windowMs, countRefused }) => {
    let counted: number[] = [];
    return (now) => {
      counted = counted.filter((at) => at > now - windowMs);
      const waitMs = counted.length < limit ? 0 : (counted[counted.length - limit] ?? now) + windowMs - now;
      if (waitMs === 0 || countRefused) counted.push(now);
      return waitMs;
    };
  },
  'fixed window': ({ limit, windowMs }, random) => {
    const phase = performance.now() - random() * windowMs;
    let window = 0;
    let count = 0;
    return (now) => {
      const current = Math.floor((now - phase) / windowMs);
      if (current !== window) count = 0;
      window = current;
      // Counting what is refused makes no difference here: the window ends when it ends.
      return ++count <= limit ? 0 : phase + (current + 1) * windowMs - now;
    };
  },
  'token bucket': ({ limit, windowMs, countRefused }) => {
    let tokens = limit;
    let filledAt = performance.now();
    return (now) => {
      tokens = Math.min(limit, tokens + ((now - filledAt) * limit) / windowMs);
      filledAt = now;
      const waitMs = tokens >= 1 ? 0 : ((1 - tokens) * windowMs) / limit;
      // Debt is bounded, or a crowd of refused requests would close the bucket for ever.
      if (waitMs === 0 || countRefused) tokens = Math.max(-limit, tokens - 1);
      return waitMs;
    };
  },
};

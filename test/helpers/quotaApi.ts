import type { IncomingMessage, ServerResponse } from 'node:http';
import * as https from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Disposable } from '../../src/base/disposable';
import { type Certificate, makeCertificate } from '../sandbox/http/certificates';
import { ForwardProxy } from './forwardProxy';

/** DT's hosts as the product calls them; both lead to this machine. */
const hosts = ['api.disruptive-technologies.com', 'identity.disruptive-technologies.com'] as const;

/** One counted request; moments are milliseconds of `performance.now()`. */
export interface Seen {
  /** What the query says of who sent it. */
  readonly by: string;
  readonly arrivedAt: number;
  readonly judgedAt: number;
  /** Right before the headers were written. */
  answeredAt: number;
}

export interface CountingApiOptions {
  readonly limit: number;
  readonly windowMs: number;
  /** Delay of each request on its way in, and again of each answer on its way out. */
  readonly jitterMs: readonly [from: number, to: number];
}

/**
 * Plays DT for one account: the API, which counts every request, and the token endpoint, which counts
 * none. It speaks TLS with a certificate for DT's names, and is reached as DT is behind the proxy of a
 * company. It is strict: no window, wherever it begins, may hold more than the limit.
 */
export class CountingApi implements Disposable {
  /** In the order of arrival. */
  readonly seen: Seen[] = [];
  /** How many were answered with 429. */
  refused = 0;

  private constructor(
    /** Whom the product has to trust. */
    readonly authority: Certificate,
    /** The way there: plain, for `HTTPS_PROXY`. */
    readonly proxy: ForwardProxy,
    private readonly server: https.Server,
    private readonly options: CountingApiOptions,
  ) {
    server.on('request', (request, response) => this.#serve(new URL(request.url ?? '/', 'https://localhost'), request, response));
  }

  static async start(options: CountingApiOptions): Promise<CountingApi> {
    const authority = makeCertificate({ name: 'Test Authority', authority: true });
    const { key, cert } = makeCertificate({ name: hosts[0], issuer: authority, hosts });
    // Longer than anybody is stopped: what a client makes of a lost connection is tested elsewhere.
    const server = https.createServer({ key, cert, keepAliveTimeout: 300_000 });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const proxy = await ForwardProxy.start({ routes: new Map(hosts.map((host) => [`${host}:443`, port])) });
    return new CountingApi(authority, proxy, server, options);
  }

  /** Whether a request of `by` has arrived. */
  hasHeardOf(by: string): boolean {
    return this.seen.some((each) => each.by === by);
  }

  /** The most requests that any window held, however the moment of a request is understood. */
  mostInWindow(): number {
    return Math.max(...(['arrivedAt', 'judgedAt', 'answeredAt'] as const).map((moment) => this.#most(this.seen.map((each) => each[moment]))));
  }

  dispose(): void {
    this.proxy.dispose();
    this.server.close();
    this.server.closeAllConnections();
  }

  #most(moments: readonly number[]): number {
    const sorted = [...moments].sort((a, b) => a - b);
    let most = 0;
    let first = 0;
    for (const [index, moment] of sorted.entries()) {
      while (moment - (sorted[first] ?? moment) >= this.options.windowMs) first++;
      most = Math.max(most, index - first + 1);
    }
    return most;
  }

  #serve(url: URL, request: IncomingMessage, response: ServerResponse): void {
    request.resume();
    if (url.pathname === '/oauth2/token') return send(response, 200, { access_token: 'token-of-the-test', token_type: 'Bearer', expires_in: 3600 });
    const arrivedAt = performance.now();
    this.#delay(() => {
      const seen: Seen = { by: url.searchParams.get('by') ?? '', arrivedAt, judgedAt: performance.now(), answeredAt: Infinity };
      const recent = this.seen.filter(({ judgedAt }) => judgedAt > seen.judgedAt - this.options.windowMs);
      this.seen.push(seen);
      this.#delay(() => {
        seen.answeredAt = performance.now();
        if (recent.length < this.options.limit) return send(response, 200, { projects: [], nextPageToken: '' });
        this.refused++;
        response.setHeader('Retry-After', Math.ceil(this.options.windowMs / 1000));
        send(response, 429, { error: 'too many requests', code: 429, help: '' });
      });
    });
  }

  #delay(then: () => void): void {
    const [from, to] = this.options.jitterMs;
    setTimeout(then, from + Math.random() * (to - from));
  }
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}

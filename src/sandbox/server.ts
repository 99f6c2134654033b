import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { systemClock } from '../base/clock';
import { DisposableStore } from '../base/disposable';
import { type Logger, silentLogger } from '../base/logger';
import { AccessTokens } from './accessTokens';
import { type Answer, refuseUnread, writeAnswer, writeFault } from './answer';
import type { Authentication } from './authenticate';
import { ApiError, badRequest, wrongVerb } from './errors';
import { type Fault, FaultCounter, faultHeader, parseFault } from './faults';
import { answerCall, answerError, type Backend, identify, refuseOverQuota, splitTarget } from './handle';
import { readBody } from './incoming';
import { Feed } from './live/feed';
import { Streams } from './live/streams';
import type { Sandbox, SandboxOptions } from './options';
import { documentedQuota, Quota } from './quota';
import { RequestLog, type OpenEntry } from './requestLog';
import { Router } from './router';
import { routes } from './routes';
import { findThreat } from './safety';
import { Store } from './store';
import { exchangeToken } from './tokenEndpoint';

const tokenPath = '/oauth2/token';

/** Starts a sandbox on 127.0.0.1. Rejects when the port is taken. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const clock = options.clock ?? systemClock;
  const store = new Store({ clock, seed: options.seed ?? 1, propagationDelayMs: options.propagationDelayMs ?? 1000 });
  const tokens = new AccessTokens(store.chance, options.tokenLifetimeSeconds ?? 3600);
  const quota = new Quota(options.quota ?? documentedQuota, clock);
  const backend = { store, tokens, quota, router: new Router(routes) };
  const server = new SandboxServer(backend, options.logger ?? silentLogger);
  const origin = `http://127.0.0.1:${await server.listen(options.port ?? 0)}`;
  store.begin(origin);
  const account = (role: string) => {
    const found = store.credentials.find((candidate) => candidate.role === role);
    if (found === undefined) throw new Error(`The sandbox has no account "${role}".`);
    return found;
  };
  return {
    origin,
    apiBase: `${origin}/v2`,
    emulatorBase: `${origin}/emulator/v2`,
    tokenUrl: `${origin}${tokenPath}`,
    accounts: store.credentials,
    account,
    expiredToken: tokens.expired(account('project.admin')),
    landmarks: store.landmarks,
    receiver: (name) => ({
      url: store.receivers.url(name),
      get received() {
        return store.receivers.received(name);
      },
    }),
    get requests() {
      return server.log.entries;
    },
    stop: () => server.stop(),
    dispose: () => void server.stop(),
  };
}

/** The socket, and the order in which a request is judged: safety, caller, quota, fault, body, route. */
class SandboxServer {
  readonly log = new RequestLog();
  readonly #backend: Backend;
  readonly #logger: Logger;
  readonly #faults = new FaultCounter();
  readonly #delays = new DisposableStore();
  readonly #streams: Streams;
  readonly #server: Server;
  /** The answer that each connection was used for last. */
  readonly #latest = new WeakMap<Duplex, ServerResponse>();
  #port = 0;

  constructor(backend: Backend, logger: Logger) {
    this.#backend = backend;
    this.#logger = logger;
    this.#streams = new Streams(backend.store);
    this.#server = createServer((request, response) => void this.#serve(request, response));
    // Longer than any pause between two runs, so that a kept connection does not close under a client.
    this.#server.keepAliveTimeout = 60_000;
    this.#server.on('clientError', (error, socket) => refuseUnread(error, socket, this.#latest.get(socket), backend.store.clock));
    // A client that waits for "100 Continue" is told what is wrong before it sends a body.
    this.#server.on('checkContinue', (request, response) => void this.#serve(request, response));
  }

  listen(port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, '127.0.0.1', () => {
        this.#server.off('error', reject);
        this.#port = (this.#server.address() as AddressInfo).port;
        resolve(this.#port);
      });
    });
  }

  stop(): Promise<void> {
    this.#delays.dispose();
    this.#streams.dispose();
    this.#backend.store.live.dispose();
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { clock } = this.#backend.store;
    const entry = this.log.open(request, clock.now());
    response.sendDate = false;
    this.#latest.set(request.socket, response);
    response.on('finish', () => entry.setStatus(response.statusCode));
    try {
      const threat = findThreat(request, this.#port);
      if (threat !== undefined) throw new ApiError(403, threat);
      await this.#judge(request, response, entry);
    } catch (error) {
      if (response.destroyed || response.headersSent) return;
      const known = error instanceof ApiError;
      if (!known) this.#logger('error', 'The sandbox failed to answer.', { reason: String(error) });
      const answer = answerError(known ? error : new ApiError(500, 'internal error'));
      writeAnswer(request, response, answer, clock);
    }
  }

  async #judge(request: IncomingMessage, response: ServerResponse, entry: OpenEntry): Promise<void> {
    const { store, quota } = this.#backend;
    const target = request.url ?? '';
    const isToken = splitTarget(target).path === tokenPath;
    const caller: Authentication | undefined = isToken ? undefined : identify(request, this.#backend);
    const email = caller?.kind === 'known' ? caller.account.email : caller?.claimed?.email;
    entry.setAccount(email);
    const refusal = caller?.kind === 'known' ? refuseOverQuota(caller.account.email, quota) : undefined;
    if (refusal !== undefined) return writeAnswer(request, response, refusal, store.clock);
    const fault = this.#orderedFault(request, email);
    if (fault !== undefined && fault.delayMs > 0) await this.#wait(fault.delayMs);
    if (fault?.answer !== undefined) return this.#fail(request, response, fault);
    if (request.headers.expect !== undefined) response.writeContinue();
    const body = await readBody(request);
    entry.setBody(body);
    const call = { method: request.method ?? '', target, body, failingItems: fault?.items ?? 0 };
    const answer =
      caller === undefined ? this.#answerToken(request, body, entry) : answerCall(call, caller, this.#backend);
    if (answer.body instanceof Feed) {
      response.on('close', () => entry.setStatus(response.statusCode));
      return this.#streams.open(request, response, answer.body, fault?.stream);
    }
    writeAnswer(request, response, answer, store.clock);
  }

  #answerToken(request: IncomingMessage, body: string, entry: OpenEntry): Answer {
    if (request.method !== 'POST') return answerError(wrongVerb());
    const { store, tokens } = this.#backend;
    const answer = exchangeToken(
      {
        query: splitTarget(request.url ?? '').query,
        contentType: request.headers['content-type'],
        body,
        url: `http://${request.headers.host ?? ''}${tokenPath}`,
      },
      store,
      tokens,
    );
    entry.setAccount(answer.account?.email);
    // RFC 6749, 5.1: a token must not be cached.
    return { ...answer, headers: { 'Cache-Control': 'no-store' } };
  }

  #orderedFault(request: IncomingMessage, email: string | undefined): Fault | undefined {
    const order = request.headers[faultHeader];
    if (typeof order !== 'string') return undefined;
    const fault = parseFault(order);
    const { path } = splitTarget(request.url ?? '');
    if (fault.stream !== undefined && !path.endsWith(':stream')) {
      throw badRequest('invalid X-Sandbox-Fault: only a stream (…:stream) can end as ordered');
    }
    const key = JSON.stringify([request.method, path, order, email]);
    return this.#faults.take(fault, key) ? fault : undefined;
  }

  #fail(request: IncomingMessage, response: ServerResponse, fault: Fault): void {
    const { answer: status, body, retryAfter } = fault;
    if (status === 'reset') request.socket.resetAndDestroy();
    if (typeof status !== 'number') return;
    const headers = retryAfter === undefined ? {} : { 'Retry-After': retryAfter };
    writeFault(request, response, { status, body, headers }, this.#backend.store.clock);
  }

  #wait(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = this.#delays.add(
        this.#backend.store.clock.after(delayMs, () => {
          this.#delays.delete(timer);
          resolve();
        }),
      );
    });
  }
}

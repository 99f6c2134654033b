import type { Socket } from 'node:net';
import type { Dispatcher } from 'undici';
import type Client from 'undici/lib/dispatcher/client.js';
import { CancelledError, throwIfCancelled } from '../base/abort';
import type { Clock } from '../base/clock';
import { type Disposable, toDisposable } from '../base/disposable';
import { type ConnectOptions, Connector, isSameWay, type Route, signInWanted } from './connect';
import { decodeBody } from './decode';
import type { HeaderList, Timing, WireRequest } from './exchange';
import { type SendPhase, TransportError, failureOf } from './failure';
import { findUnsendable } from './sendable';
import { Stopwatch } from './stopwatch';
import type { SendOptions, SendResult, Transport } from './transport';
import { fromWire, toWireText } from './wireText';

export interface UndiciTransportOptions extends ConnectOptions {
  readonly clock: Clock;
}

/**
 * The sender: HTTP/1.1 over undici's client, which is loaded with the first send.
 *
 * - The target and the header list go out as given: order, casing and duplicates kept. `host` and
 *   `connection` come first and `content-length` last, all three in lower case.
 * - One send, one try. undici's client repeats nothing once a request was handed to the socket;
 *   only a request that still waits for a socket (an idle one turned out to be closed) goes to a
 *   fresh connection, and nothing of it had been written. The tests over real sockets hold this.
 * - Each connection carries one request at a time, so that cancelling one never hurts another.
 * - `http:` through a proxy is sent to it in absolute form, `https:` through a tunnel.
 *
 * `send` throws a `TypeError` for a request that cannot be written as it stands: `findUnsendable`
 * tells before.
 */
export function createUndiciTransport(options: UndiciTransportOptions): Transport {
  return new UndiciTransport(options);
}

class UndiciTransport implements Transport {
  readonly #clock: Clock;
  readonly #connector: Connector;
  /** By origin; the one used last is the last. */
  readonly #idle = new Map<string, Connection[]>();
  readonly #open = new Set<Connection>();
  #closed = false;

  constructor(options: UndiciTransportOptions) {
    this.#clock = options.clock;
    this.#connector = new Connector(options);
  }

  async send(request: WireRequest, options: SendOptions): Promise<SendResult> {
    throwIfCancelled(options.signal);
    const problem = findUnsendable(request);
    if (problem !== undefined) throw new TypeError(`The request cannot be written as it stands: ${[problem.code, problem.header].join(' ').trim()}.`);
    const { default: client } = await import('undici/lib/dispatcher/client.js');
    throwIfCancelled(options.signal);
    const watch = new Stopwatch(this.#clock);
    let received: Received;
    try {
      received = await this.#exchange(client, request, options, watch);
    } catch (error) {
      if (!(error instanceof SendFailure)) throw error;
      return { kind: 'failed', failure: failureOf(error.cause, error.phase), timing: watch.stop() };
    }
    const { encoded, timing, ...head } = received;
    const decoded = await decodeBody(head.headers, encoded, options.maxBodyBytes);
    throwIfCancelled(options.signal);
    if (decoded.kind === 'too-large') return { kind: 'failed', failure: failureOf(tooLarge(options), 'body'), timing };
    const body = decoded.kind === 'decoded' ? { body: decoded.body } : { body: encoded, undecodable: decoded.reason };
    return { kind: 'answered', response: { ...head, ...body, encodedLength: encoded.byteLength }, timing };
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#idle.clear();
    await Promise.all([...this.#open].map((connection) => connection.destroy()));
  }

  async #exchange(client: typeof Client, request: WireRequest, options: SendOptions, watch: Stopwatch): Promise<Received> {
    const connection = this.#take(client, request.origin);
    try {
      const received = await connection.exchange(request, options, watch);
      if (connection.reusable && !this.#closed) this.#listOf(request.origin).push(connection);
      else this.#open.delete(connection);
      return received;
    } catch (error) {
      this.#open.delete(connection);
      throw error;
    }
  }

  #take(client: typeof Client, origin: string): Connection {
    if (this.#closed) throw new SendFailure(new TransportError('reset', 'the transport was closed'), 'connecting');
    const route = this.#route(origin);
    const idle = this.#listOf(origin);
    for (let connection = idle.pop(); connection !== undefined; connection = idle.pop()) {
      if (connection.reusable && isSameWay(connection.route, route)) return connection;
      this.#open.delete(connection);
      // The proxy was changed: nothing may go the old way any more.
      void connection.destroy();
    }
    const connection = new Connection(client, this.#connector, route, this.#clock);
    this.#open.add(connection);
    return connection;
  }

  #route(origin: string): Route {
    try {
      return this.#connector.route(origin);
    } catch (error) {
      if (error instanceof TransportError) throw new SendFailure(error, 'connecting');
      throw error;
    }
  }

  /** Connections that the server closed meanwhile are dropped from the list when it is asked for. */
  #listOf(origin: string): Connection[] {
    const list = (this.#idle.get(origin) ?? []).filter((connection) => connection.reusable || !this.#open.delete(connection));
    this.#idle.set(origin, list);
    return list;
  }
}

/** An answer as it came off the wire, whole. */
interface Received {
  readonly status: number;
  readonly statusText: string;
  readonly headers: HeaderList;
  readonly encoded: Uint8Array;
  readonly timing: Timing;
}

/** Ends an exchange; never leaves this file. */
class SendFailure extends Error {
  constructor(
    override readonly cause: unknown,
    readonly phase: SendPhase,
  ) {
    super('The exchange failed.', { cause });
  }
}

function tooLarge(options: SendOptions): TransportError {
  return new TransportError('too-large', `the answer is longer than ${options.maxBodyBytes} bytes`);
}

/** One connection to one origin, made by its first exchange and carrying one at a time. */
class Connection {
  readonly #client: Client;
  readonly #connector: Connector;
  readonly #route: Route;
  readonly #clock: Clock;
  /** Sockets that are not closed yet; a tunnel has two. */
  readonly #sockets = new Set<Socket>();
  #destroyed = false;
  #connectTimeoutMs = 0;
  #socketError: Error | undefined;
  /** The time to connect is over; a socket that is made all the same ends with it. */
  #expired: Error | undefined;
  /** The other side said that it sends no more, or the connection broke. */
  #closedByPeer = false;
  #onAllClosed: (() => void) | undefined;

  constructor(client: typeof Client, connector: Connector, route: Route, clock: Clock) {
    this.#connector = connector;
    this.#route = route;
    this.#clock = clock;
    this.#client = new client(route.origin, {
      pipelining: 1,
      // A request has one time limit, and that is not the transport's.
      headersTimeout: 0,
      bodyTimeout: 0,
      connect: (_options, callback) => {
        this.#connect().then(
          (socket) => callback(null, socket),
          (error: unknown) => callback(error instanceof Error ? error : new Error(String(error)), null),
        );
      },
    });
  }

  /** The way that it leads, as it was when it was made. */
  get route(): Route {
    return this.#route;
  }

  /** Whether another request can be sent over it. */
  get reusable(): boolean {
    return !this.#destroyed && this.#sockets.size > 0 && [...this.#sockets].every((socket) => !socket.destroyed);
  }

  /** Sends one request. Rejects with a SendFailure, or with CancelledError, when the socket is closed. */
  async exchange(request: WireRequest, options: SendOptions, watch: Stopwatch): Promise<Received> {
    this.#connectTimeoutMs = options.connectTimeoutMs;
    this.#socketError = undefined;
    try {
      return await this.#dispatch(request, options, watch);
    } catch (error) {
      await this.destroy();
      throw error;
    }
  }

  /** Resolves when every socket is closed. */
  async destroy(): Promise<void> {
    this.#destroyed = true;
    this.#destroySockets();
    await this.#client.destroy();
    if (this.#sockets.size === 0) return;
    await new Promise<void>((resolve) => {
      const others = this.#onAllClosed;
      this.#onAllClosed = () => {
        others?.();
        resolve();
      };
    });
  }

  #dispatch(request: WireRequest, options: SendOptions, watch: Stopwatch): Promise<Received> {
    return new Promise((resolve, reject) => {
      const onAbort = () => reject(new CancelledError());
      options.signal.addEventListener('abort', onAbort, { once: true });
      const listening = toDisposable(() => options.signal.removeEventListener('abort', onAbort));
      const line: LineState = {
        socketError: () => this.#socketError,
        closedByPeer: () => this.#closedByPeer,
        closedByUs: () => this.#destroyed,
        refusedByProxy: (status, headers) => this.#refusedByProxy(status, headers),
      };
      const answer = new AnswerCollector(request.method, options, watch, listening, resolve, reject, line);
      this.#client.dispatch(this.#dispatchOptions(request), answer);
    });
  }

  /**
   * What a proxy that was asked in absolute form wants before it forwards anything. An origin has no
   * business with 407, and a proxy has to send a challenge along (RFC 9110, sections 11.7.1 and 15.5.8):
   * without one, or through a tunnel, it is an answer like any other.
   */
  #refusedByProxy(status: number, headers: HeaderList): Error | undefined {
    const { proxy, secure } = this.#route;
    if (status !== 407 || proxy === undefined || secure) return undefined;
    const challenges = headers.filter(([name]) => name.toLowerCase() === 'proxy-authenticate').map(([, value]) => value);
    return challenges.length === 0 ? undefined : signInWanted(proxy, challenges, 'it answered with 407');
  }

  #dispatchOptions(request: WireRequest): Dispatcher.DispatchOptions {
    const { proxy, secure, host } = this.#route;
    const headers = request.headers.flatMap(([name, value]) => [name, toWireText(value)]);
    const absolute = proxy !== undefined && !secure;
    if (absolute && proxy.authorization !== undefined) headers.push('Proxy-Authorization', proxy.authorization);
    // Without `servername` undici would take TLS's name from the Host header and reconnect when it changes.
    const options: Dispatcher.DispatchOptions & { servername: string } = {
      path: absolute ? request.origin + request.target : request.target,
      method: request.method,
      headers,
      servername: host,
      ...(request.body === undefined ? {} : { body: request.body }),
    };
    return options;
  }

  async #connect(): Promise<Socket> {
    this.#socketError = undefined;
    this.#closedByPeer = false;
    const timer = this.#clock.after(this.#connectTimeoutMs, () => {
      this.#expired = new TransportError('timeout.connect', `no connection within ${this.#connectTimeoutMs} ms`);
      this.#destroySockets(this.#expired);
    });
    try {
      return await this.#connector.open(this.#route, (socket) => this.#own(socket));
    } finally {
      timer.dispose();
      this.#expired = undefined;
    }
  }

  #own(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('error', (error) => (this.#socketError = error));
    // First of the listeners: undici ends the request in its own.
    socket.prependListener('end', () => (this.#closedByPeer = true));
    socket.on('close', () => {
      this.#sockets.delete(socket);
      if (this.#sockets.size === 0) this.#onAllClosed?.();
    });
    if (this.#destroyed || this.#expired) socket.destroy(this.#expired);
  }

  #destroySockets(error?: Error): void {
    for (const socket of this.#sockets) socket.destroy(error);
  }
}

/** What a collector may ask about the connection of its exchange. */
interface LineState {
  readonly socketError: () => Error | undefined;
  readonly closedByPeer: () => boolean;
  readonly closedByUs: () => boolean;
  /** The failure that a final answer of this status is, when it comes from the proxy and not from the origin. */
  readonly refusedByProxy: (status: number, headers: HeaderList) => Error | undefined;
}

/** Statuses whose answer ends with its headers, whatever length these name (RFC 9110, sections 6.4.1 and 15.3.6). */
const bodiless: ReadonlySet<number> = new Set([204, 205, 304]);

/** undici's side of one exchange: collects the answer, settles once. */
class AnswerCollector implements Dispatcher.DispatchHandler {
  readonly #method: string;
  readonly #options: SendOptions;
  readonly #watch: Stopwatch;
  readonly #listening: Disposable;
  readonly #resolve: (received: Received) => void;
  readonly #reject: (error: unknown) => void;
  readonly #line: LineState;
  readonly #chunks: Uint8Array[] = [];
  #phase: SendPhase = 'connecting';
  #head: Pick<Received, 'status' | 'statusText' | 'headers'> = { status: 0, statusText: '', headers: [] };
  #received = 0;

  constructor(
    method: string,
    options: SendOptions,
    watch: Stopwatch,
    listening: Disposable,
    resolve: (received: Received) => void,
    reject: (error: unknown) => void,
    line: LineState,
  ) {
    this.#method = method;
    this.#options = options;
    this.#watch = watch;
    this.#listening = listening;
    this.#resolve = resolve;
    this.#reject = reject;
    this.#line = line;
  }

  /** undici is about to write the request, and does it in the same turn unless it is aborted here. */
  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.#options.mayWrite?.() === false) return controller.abort(new TransportError('withheld', 'the right to send had lapsed'));
    this.#phase = 'sent';
  }

  onResponseStart(controller: Dispatcher.DispatchController, status: number, _parsed: unknown, statusText = ''): void {
    if (status < 100) return controller.abort(new TransportError('bad-answer', `${String(status).padStart(3, '0')} is not a status of HTTP`));
    // 1xx: the answer proper is still to come (RFC 9110, section 15.2).
    if (status < 200) return;
    const headers = readHeaders(controller.rawHeaders);
    const refusal = this.#line.refusedByProxy(status, headers);
    if (refusal !== undefined) return controller.abort(refusal);
    this.#phase = 'body';
    this.#head = { status, statusText, headers };
    this.#watch.headers();
    this.#options.onHeaders?.(status);
    if (status !== 205) return;
    // undici waits for the body that a length announces. There is none, so the connection is of no more use.
    this.#complete();
    controller.abort(new TransportError('bad-answer', 'a 205 with a body'));
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Uint8Array): void {
    this.#received += chunk.byteLength;
    if (this.#received > this.#options.maxBodyBytes) return controller.abort(tooLarge(this.#options));
    this.#chunks.push(chunk);
    this.#options.onProgress?.(this.#received);
  }

  onResponseEnd(): void {
    // A body without a length ends with the connection. When that was reset nobody knows whether
    // the body is whole; undici takes it for whole.
    const error = this.#line.socketError();
    if (error !== undefined) return this.onResponseError(undefined, error);
    this.#complete();
  }

  onResponseError(_controller: unknown, error: Error): void {
    if (this.#phase === 'body' && (this.#method === 'HEAD' || bodiless.has(this.#head.status))) return this.#complete();
    this.#listening.dispose();
    this.#reject(new SendFailure(this.#isRefusedByUndici(error) ? unacceptable(error) : error, this.#phase));
  }

  #complete(): void {
    this.#listening.dispose();
    const [only] = this.#chunks;
    const encoded = this.#chunks.length === 1 && only !== undefined ? only : Buffer.concat(this.#chunks);
    this.#resolve({ ...this.#head, encoded, timing: this.#watch.stop() });
  }

  /**
   * undici hangs up on `100 Continue` and `101 Switching Protocols`, with the code that it also has
   * for a lost connection. It was undici when neither the other side nor we closed the connection.
   */
  #isRefusedByUndici(error: Error): boolean {
    if (this.#phase !== 'sent' || !('code' in error) || error.code !== 'UND_ERR_SOCKET') return false;
    const lost = this.#line.socketError();
    return (lost === undefined || lost === error) && !this.#line.closedByPeer() && !this.#line.closedByUs();
  }
}

function unacceptable(cause: Error): TransportError {
  return new TransportError('bad-answer', 'an interim answer (100 Continue, 101 Switching Protocols) that was not asked for', { cause });
}

/** undici hands over the octets as a flat list of names and values. */
function readHeaders(raw: Dispatcher.DispatchController['rawHeaders']): HeaderList {
  if (!Array.isArray(raw)) return [];
  const texts = raw.map((part) => (typeof part === 'string' ? part : fromWire(part)));
  return texts.flatMap((name, index) => (index % 2 === 0 ? [[name, (texts[index + 1] ?? '').trim()] as const] : []));
}

import * as net from 'node:net';
import * as tls from 'node:tls';
import { Trust, type TrustOptions } from './certificates';
import { TransportError, failureOf } from './failure';
import { isLoopback } from './loopback';
import { addressOf, type Proxy, type ProxyChoice, proxyError, readProxy } from './proxy';


/** How connections are made; the same for all sends of one transport. */
export interface ConnectOptions extends TrustOptions {
  /**
   * `--resolve`: `host:port` (lower case; a dot at the end of the host says nothing) to the address
   * to connect to. TLS still verifies the host, and no proxy is asked to go there. Default: none.
   */
  readonly resolve?: ReadonlyMap<string, string>;
  /**
   * The proxy on the way to an origin, or undefined to connect directly. Asked before each send, so
   * that a change holds from the next one on; not for loopback, which is always direct. Default: direct.
   */
  readonly proxyFor?: (origin: string) => ProxyChoice | undefined;
  /** Turns the names of hosts and proxies into addresses. Default: the operating system's resolver. */
  readonly lookup?: net.LookupFunction;
}

/** Where to connect, and how the request line must be written for it. */
export interface Route {
  readonly origin: string;
  readonly secure: boolean;
  readonly host: string;
  readonly port: number;
  readonly proxy?: Proxy;
}

/** Whether two routes to one origin lead the same way. */
export function isSameWay({ proxy: one }: Route, { proxy: other }: Route): boolean {
  if (one === undefined || other === undefined) return one === other;
  return addressOf(one) === addressOf(other) && one.secure === other.secure && one.authorization === other.authorization;
}

/** Called with each socket as soon as it exists, so that its owner can destroy it while it connects. */
export type SocketSink = (socket: net.Socket) => void;

/** Opens sockets, directly or by way of a proxy, with TLS where the origin asks for it. Keeps none of them. */
export class Connector {
  readonly #options: ConnectOptions;
  readonly #addresses: ReadonlyMap<string, string>;
  readonly #trust: Trust;

  constructor(options: ConnectOptions) {
    this.#options = options;
    this.#trust = new Trust(options);
    this.#addresses = new Map([...(options.resolve ?? [])].map(([place, address]) => [foldPlace(place), address]));
  }

  /** @throws ProxyError `malformed` when what is set as a proxy is none. */
  route(origin: string): Route {
    const url = new URL(origin);
    const secure = url.protocol === 'https:';
    const host = url.hostname.replace(/^\[|\]$/g, '');
    const port = Number(url.port === '' ? (secure ? 443 : 80) : url.port);
    const isDirect = isLoopback(url.hostname) || this.#addresses.has(foldPlace(`${host}:${port}`));
    const proxy = isDirect ? undefined : this.#options.proxyFor?.(origin);
    return { origin, secure, host, port, ...(proxy === undefined ? {} : { proxy: readProxy(proxy) }) };
  }

  /** A socket on which the request can be written. Rejects with the runtime's error, or a ProxyError. */
  async open(route: Route, sink: SocketSink): Promise<net.Socket> {
    const { proxy } = route;
    // Before the first socket: while certificates are read, one that breaks would go unnoticed.
    if (route.secure || proxy?.secure === true) await this.#trust.context();
    if (proxy === undefined) return this.#dial(route.secure, route.host, route.port, sink);
    let socket: net.Socket;
    try {
      socket = await this.#dial(proxy.secure, proxy.host, proxy.port, sink);
    } catch (error) {
      const { code, detail } = failureOf(error, 'connecting');
      throw proxyError(proxy, { kind: 'unreachable', failure: code }, detail, error);
    }
    if (!route.secure) return socket;
    await tunnel(socket, route, proxy);
    return this.#secure(route.host, route.port, sink, socket);
  }

  async #dial(secure: boolean, host: string, port: number, sink: SocketSink): Promise<net.Socket> {
    const address = this.#addresses.get(foldPlace(`${host}:${port}`));
    if (!secure) return this.#plain(address ?? host, port, sink);
    // TLS is told the host and not the address: the host is what the certificate has to name.
    return this.#secure(host, port, sink, address === undefined ? undefined : await this.#plain(address, port, sink));
  }

  async #secure(host: string, port: number, sink: SocketSink, socket?: net.Socket): Promise<net.Socket> {
    const secureContext = await this.#trust.context();
    const secured = tls.connect({
      host,
      port,
      ...this.#resolver,
      // The name of the connection, never that of a Host header: it is what the certificate is checked against.
      ...(net.isIP(host) === 0 ? { servername: host.replace(/\.$/, '') } : {}),
      ALPNProtocols: ['http/1.1'],
      // Said explicitly, so that NODE_TLS_REJECT_UNAUTHORIZED cannot switch it off.
      rejectUnauthorized: true,
      ...(secureContext === undefined ? {} : { secureContext }),
      ...(socket === undefined ? {} : { socket }),
    });
    sink(secured);
    return ready(secured, 'secureConnect');
  }

  #plain(host: string, port: number, sink: SocketSink): Promise<net.Socket> {
    const socket = net.connect({ host, port, ...this.#resolver });
    sink(socket);
    return ready(socket, 'connect');
  }

  get #resolver(): Pick<net.TcpNetConnectOpts, 'lookup'> {
    const { lookup } = this.#options;
    return lookup === undefined ? {} : { lookup };
  }
}

/** `Api.Example.:443` and `[::1]:443` as they are looked up: `api.example:443`, `::1:443`. */
function foldPlace(place: string): string {
  return place.toLowerCase().replace(/^\[(.*)\](:\d+)$/, '$1$2').replace(/\.(:\d+)$/, '$1');
}

/** Resolves with `socket` at `event`; rejects with the error that comes first. */
function ready(socket: net.Socket, event: 'connect' | 'secureConnect'): Promise<net.Socket> {
  socket.setNoDelay(true);
  socket.setKeepAlive(true, 60_000);
  return new Promise((resolve, reject) => {
    const settle = (act: () => void) => () => {
      socket.off(event, onReady).off('error', onError).off('close', onClose);
      act();
    };
    const onReady = settle(() => resolve(socket));
    const onError = (error: Error) => settle(() => reject(error))();
    const onClose = settle(() => reject(new TransportError('reset', 'the connection was closed before it stood')));
    socket.once(event, onReady).once('error', onError).once('close', onClose);
  });
}

/** Longest head of a proxy's answer that is read. */
const maxHeadBytes = 65_536;

/** Asks the proxy for a tunnel (RFC 9110, section 9.3.6). Rejects with a ProxyError; the socket is destroyed then. */
function tunnel(socket: net.Socket, route: Route, proxy: Proxy): Promise<void> {
  const authority = addressOf(route);
  const lines = [`CONNECT ${authority} HTTP/1.1`, `Host: ${authority}`];
  if (proxy.authorization !== undefined) lines.push(`Proxy-Authorization: ${proxy.authorization}`);
  socket.write(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
  return new Promise((resolve, reject) => {
    let head = Buffer.alloc(0);
    const finish = (problem?: Error) => {
      socket.off('data', onData).off('error', onError).off('close', onClose);
      socket.pause();
      if (problem === undefined) return resolve();
      socket.destroy();
      reject(problem);
    };
    const onData = (chunk: Buffer) => {
      head = Buffer.concat([head, chunk]);
      const end = head.indexOf('\r\n\r\n');
      if (end < 0) {
        if (head.length > maxHeadBytes) finish(proxyError(proxy, { kind: 'no-proxy' }, 'it answered with an endless head'));
        return;
      }
      const refusal = refusalOf(head.toString('latin1', 0, end), proxy);
      if (refusal !== undefined) return finish(refusal);
      const rest = head.subarray(end + 4);
      finish();
      if (rest.length > 0) socket.unshift(rest);
    };
    const onError = (error: Error) => {
      const { code, detail } = failureOf(error, 'connecting');
      finish(proxyError(proxy, error instanceof TransportError ? { kind: 'unreachable', failure: code } : { kind: 'no-proxy' }, detail, error));
    };
    const onClose = () => finish(proxyError(proxy, { kind: 'no-proxy' }, 'it closed the connection'));
    socket.on('data', onData).once('error', onError).once('close', onClose);
  });
}

/** What the head of an answer to CONNECT says against the tunnel; undefined when it stands. */
function refusalOf(head: string, proxy: Proxy): Error | undefined {
  const [first = '', ...lines] = head.split('\r\n');
  const status = /^HTTP\/1\.[01] (\d{3})(?: |$)/.exec(first)?.[1];
  if (status === undefined) return proxyError(proxy, { kind: 'no-proxy' }, 'it answered CONNECT with something that is not HTTP');
  if (status.startsWith('2')) return undefined;
  if (status !== '407') return proxyError(proxy, { kind: 'refused', status: Number(status) }, `it answered CONNECT with ${first}`);
  const challenges = lines.flatMap((line) => /^Proxy-Authenticate:(.*)$/i.exec(line)?.[1] ?? []);
  return signInWanted(proxy, challenges, `it answered CONNECT with ${first}`);
}

/** A proxy's 407. `challenges`: the values of `Proxy-Authenticate`. */
export function signInWanted(proxy: Proxy, challenges: readonly string[], detail: string): Error {
  const basic = challenges.some((challenge) => /(?:^|,)\s*Basic(?=[\s,]|$)/i.test(challenge));
  return proxyError(proxy, { kind: 'sign-in', tried: proxy.authorization !== undefined, basic }, detail);
}

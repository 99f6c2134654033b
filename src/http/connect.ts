import * as net from 'node:net';
import * as tls from 'node:tls';
import { TransportError } from './failure';

/** How connections are made; the same for all sends of one transport. */
export interface ConnectOptions {
  /**
   * PEM certificates that are trusted beside those of the runtime. The certificates of
   * `NODE_EXTRA_CA_CERTS` belong in here too: Node.js 20 cannot list them, so they would be lost
   * as soon as any other is added. Default: none.
   */
  readonly ca?: readonly string[];
  /**
   * `--resolve`: `host:port` (lower case; a dot at the end of the host says nothing) to the address
   * to connect to. TLS still verifies the host. Default: none.
   */
  readonly resolve?: ReadonlyMap<string, string>;
  /**
   * URL of the HTTP proxy for an origin (`http://user:password@host:port` or `https://…`), or
   * undefined to connect directly. Not asked for loopback, which is always direct. Default: direct.
   */
  readonly proxyFor?: (origin: string) => string | undefined;
}

/** Where to connect, and how the request line must be written for it. */
export interface Route {
  readonly origin: string;
  readonly secure: boolean;
  readonly host: string;
  readonly port: number;
  readonly proxy?: URL;
}

/** Called with each socket as soon as it exists, so that its owner can destroy it while it connects. */
export type SocketSink = (socket: net.Socket) => void;

export class Connector {
  readonly #options: ConnectOptions;
  readonly #addresses: ReadonlyMap<string, string>;
  #secureContext: tls.SecureContext | undefined;

  constructor(options: ConnectOptions) {
    this.#options = options;
    this.#addresses = new Map([...(options.resolve ?? [])].map(([place, address]) => [foldPlace(place), address]));
  }

  /** @throws TransportError `proxy` when the URL of the proxy is none. */
  route(origin: string): Route {
    const url = new URL(origin);
    const secure = url.protocol === 'https:';
    const host = url.hostname.replace(/^\[|\]$/g, '');
    const port = Number(url.port === '' ? (secure ? 443 : 80) : url.port);
    const proxy = isLoopback(url.hostname) ? undefined : this.#options.proxyFor?.(origin);
    return { origin, secure, host, port, ...(proxy === undefined ? {} : { proxy: parseProxy(proxy) }) };
  }

  /** A socket on which the request can be written. Rejects with the runtime's error, or a TransportError `proxy`. */
  async open(route: Route, sink: SocketSink): Promise<net.Socket> {
    const { proxy } = route;
    if (proxy === undefined) return this.#dial(route.secure, route.host, route.port, sink);
    const { secure, host, port } = proxyAddress(proxy);
    let socket: net.Socket;
    try {
      socket = await this.#dial(secure, host, port, sink);
    } catch (error) {
      if (error instanceof TransportError) throw error;
      throw new TransportError('proxy', `proxy ${host}:${port}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
    }
    if (!route.secure) return socket;
    await tunnel(socket, route, proxy);
    return this.#secure(route.host, route.port, sink, socket);
  }

  async #dial(secure: boolean, host: string, port: number, sink: SocketSink): Promise<net.Socket> {
    const address = this.#addresses.get(foldPlace(`${host}:${port}`));
    if (!secure) return plainSocket(address ?? host, port, sink);
    // TLS is told the host and not the address: the host is what the certificate has to name.
    return this.#secure(host, port, sink, address === undefined ? undefined : await plainSocket(address, port, sink));
  }

  #secure(host: string, port: number, sink: SocketSink, socket?: net.Socket): Promise<net.Socket> {
    const secured = tls.connect({
      host,
      port,
      // The name of the connection, never that of a Host header: it is what the certificate is checked against.
      ...(net.isIP(host) === 0 ? { servername: host.replace(/\.$/, '') } : {}),
      ALPNProtocols: ['http/1.1'],
      // Said explicitly, so that NODE_TLS_REJECT_UNAUTHORIZED cannot switch it off.
      rejectUnauthorized: true,
      ...this.#trust(),
      ...(socket === undefined ? {} : { socket }),
    });
    sink(secured);
    return ready(secured, 'secureConnect');
  }

  /** One context for all connections: reading some 150 root certificates takes milliseconds. */
  #trust(): { secureContext?: tls.SecureContext } {
    const { ca } = this.#options;
    if (ca === undefined || ca.length === 0) return {};
    this.#secureContext ??= tls.createSecureContext({ ca: [...runtimeCertificates(), ...ca] });
    return { secureContext: this.#secureContext };
  }

}

function plainSocket(host: string, port: number, sink: SocketSink): Promise<net.Socket> {
  const socket = net.connect({ host, port });
  sink(socket);
  return ready(socket, 'connect');
}

/** `Api.Example.:443` and `[::1]:443` as they are looked up: `api.example:443`, `::1:443`. */
function foldPlace(place: string): string {
  return place.toLowerCase().replace(/^\[(.*)\](:\d+)$/, '$1$2').replace(/\.(:\d+)$/, '$1');
}

/** From Node.js 22.15 and 24 the runtime can name what it trusts; before, only its built-in list. */
function runtimeCertificates(): readonly string[] {
  if (!('getCACertificates' in tls)) return tls.rootCertificates;
  return (tls.getCACertificates as (type: 'default') => string[])('default');
}

/** Whether a host (as in `URL.hostname`) is this machine. */
export function isLoopback(hostname: string): boolean {
  const host = hostname.toLowerCase().replace(/^\[|\]$/g, '').replace(/\.$/, '');
  if (host === 'localhost' || host.endsWith('.localhost')) return true;
  // `URL` has already folded the other spellings of IPv4 (0x7f.1, 2130706433) and of IPv6.
  if (net.isIPv4(host)) return host.startsWith('127.') || host === '0.0.0.0';
  return host === '::1' || host === '::' || /^::ffff:(7f[0-9a-f]{2}|0):/.test(host);
}

function parseProxy(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw new TransportError('proxy', 'the proxy setting is not an http: or https: URL');
  }
  try {
    proxyAuthorization(url);
  } catch {
    throw new TransportError('proxy', 'name or password in the proxy setting are not percent-encoded');
  }
  return url;
}

function proxyAddress(proxy: URL): { secure: boolean; host: string; port: number } {
  const secure = proxy.protocol === 'https:';
  return {
    secure,
    host: proxy.hostname.replace(/^\[|\]$/g, ''),
    port: Number(proxy.port === '' ? (secure ? 443 : 80) : proxy.port),
  };
}

/** Value of `Proxy-Authorization` for the userinfo of a proxy's URL; undefined without one. Throws where that is not percent-encoded. */
export function proxyAuthorization(proxy: URL): string | undefined {
  if (proxy.username === '' && proxy.password === '') return undefined;
  const pair = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
  return `Basic ${Buffer.from(pair, 'utf8').toString('base64')}`;
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

/** Asks the proxy for a tunnel (RFC 9110, section 9.3.6). */
function tunnel(socket: net.Socket, route: Route, proxy: URL): Promise<void> {
  const authority = `${net.isIPv6(route.host) ? `[${route.host}]` : route.host}:${route.port}`;
  const credentials = proxyAuthorization(proxy);
  const lines = [`CONNECT ${authority} HTTP/1.1`, `Host: ${authority}`];
  if (credentials !== undefined) lines.push(`Proxy-Authorization: ${credentials}`);
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
        if (head.length > maxHeadBytes) finish(new TransportError('proxy', 'the proxy answered with an endless head'));
        return;
      }
      const status = /^HTTP\/1\.[01] (\d{3})(?: [^\r\n]*)?/.exec(head.toString('latin1', 0, end));
      if (status?.[1]?.startsWith('2') !== true) {
        return finish(new TransportError('proxy', `the proxy answered CONNECT with ${status?.[0] ?? 'something that is not HTTP'}`));
      }
      const rest = head.subarray(end + 4);
      finish();
      if (rest.length > 0) socket.unshift(rest);
    };
    const onError = (error: Error) => finish(error instanceof TransportError ? error : new TransportError('proxy', error.message, { cause: error }));
    const onClose = () => finish(new TransportError('proxy', 'the proxy closed the connection'));
    socket.on('data', onData).once('error', onError).once('close', onClose);
  });
}

import * as http from 'node:http';
import * as https from 'node:https';
import * as net from 'node:net';
import type { Disposable } from '../../src/base/disposable';

/** One request as the proxy saw it, refused ones too. */
export interface ProxyRequest {
  readonly method: string;
  /** `host:port` of a tunnel; the whole URL of an http request. */
  readonly target: string;
  /** Value of `Proxy-Authorization`; absent without one. */
  readonly authorization?: string;
  /** Names in lower case. */
  readonly headers: http.IncomingHttpHeaders;
}

export interface ForwardProxyOptions {
  /** `host:port` in lower case, as a client names it, to a port of this machine. Any other host is answered with 502. */
  readonly routes: ReadonlyMap<string, number>;
  /** `user:password` that every request has to bring; 407 otherwise. Default: none. */
  readonly credentials?: string;
  /** Key and certificate (PEM) to speak TLS to the client. Default: plain. */
  readonly secure?: { readonly key: string; readonly cert: string };
}

/**
 * A forward proxy as companies have them (RFC 9110, section 9.3.6; RFC 9112, section 3.2.2): tunnels
 * by CONNECT, plain http in absolute form. It connects to 127.0.0.1 and to nothing else, so that a
 * test can play any host: `routes` says which port stands for it.
 */
export class ForwardProxy implements Disposable {
  readonly #server: http.Server;
  readonly #options: ForwardProxyOptions;
  readonly #sockets = new Set<net.Socket>();
  /** In the order of arrival. */
  readonly seen: ProxyRequest[] = [];

  private constructor(options: ForwardProxyOptions) {
    this.#options = options;
    this.#server = options.secure === undefined ? http.createServer() : https.createServer({ ...options.secure });
    this.#server
      .on('connection', (socket: net.Socket) => this.#own(socket))
      .on('secureConnection', (socket: net.Socket) => this.#own(socket))
      .on('connect', (request: http.IncomingMessage, socket: net.Socket, head: Buffer) => this.#tunnel(request, socket, head))
      .on('request', (request: http.IncomingMessage, response: http.ServerResponse) => this.#forward(request, response));
  }

  /** Listens on a free port of 127.0.0.1. */
  static async start(options: ForwardProxyOptions): Promise<ForwardProxy> {
    const proxy = new ForwardProxy(options);
    await new Promise<void>((resolve) => proxy.#server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as net.AddressInfo).port;
  }

  /** Without credentials: `http://127.0.0.1:3128`, or `https://…` when it speaks TLS. */
  get url(): string {
    return this.urlWith('');
  }

  /** The URL with userinfo, e.g. `user:password`, percent-encoded by the caller. */
  urlWith(userinfo: string): string {
    return `${this.#options.secure === undefined ? 'http' : 'https'}://${userinfo === '' ? '' : `${userinfo}@`}127.0.0.1:${this.port}`;
  }

  /** Closes it and every connection that leads through it. */
  dispose(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
  }

  #own(socket: net.Socket): void {
    this.#sockets.add(socket);
    socket.on('error', () => socket.destroy()).on('close', () => this.#sockets.delete(socket));
  }

  #tunnel(request: http.IncomingMessage, socket: net.Socket, head: Buffer): void {
    this.#note(request);
    const port = this.#options.routes.get((request.url ?? '').toLowerCase());
    if (!this.#admits(request)) return void socket.end(`HTTP/1.1 407 ${http.STATUS_CODES[407]}\r\nProxy-Authenticate: ${challenge}\r\nContent-Length: 0\r\n\r\n`);
    if (port === undefined) return void socket.end(`HTTP/1.1 502 ${http.STATUS_CODES[502]}\r\nContent-Length: 0\r\n\r\n`);
    const onward = net.connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      onward.write(head);
      onward.pipe(socket).pipe(onward);
    });
    this.#own(onward);
    onward.on('close', () => socket.destroy());
    socket.on('close', () => onward.destroy());
  }

  #forward(request: http.IncomingMessage, response: http.ServerResponse): void {
    this.#note(request);
    if (!this.#admits(request)) return void response.writeHead(407, { 'Proxy-Authenticate': challenge, 'Content-Type': 'text/html' }).end('<h1>Sign in</h1>');
    const target = URL.canParse(request.url ?? '') ? new URL(request.url ?? '') : undefined;
    const port = target?.protocol === 'http:' ? this.#options.routes.get(`${target.hostname}:${target.port === '' ? '80' : target.port}`) : undefined;
    if (target === undefined || port === undefined) return void response.writeHead(502).end();
    const headers = { ...request.headers };
    delete headers['proxy-authorization'];
    const onward = http.request({ host: '127.0.0.1', port, method: request.method ?? 'GET', path: target.pathname + target.search, headers, agent: false }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
      answer.pipe(response);
    });
    onward.on('socket', (socket) => this.#own(socket));
    onward.on('error', () => (response.headersSent ? response.destroy() : response.writeHead(502).end()));
    request.pipe(onward);
  }

  #note({ method = '', url = '', headers }: http.IncomingMessage): void {
    const authorization = headers['proxy-authorization'];
    this.seen.push({ method, target: url, headers, ...(authorization === undefined ? {} : { authorization }) });
  }

  #admits({ headers }: http.IncomingMessage): boolean {
    const { credentials } = this.#options;
    return credentials === undefined || headers['proxy-authorization'] === `Basic ${Buffer.from(credentials).toString('base64')}`;
  }
}

const challenge = 'Basic realm="test proxy"';

import * as net from 'node:net';
import * as tls from 'node:tls';
import type { Disposable } from '../../src/base/disposable';
import { systemClock } from '../../src/base/clock';
import type { Transport } from '../../src/http/transport';
import { createUndiciTransport } from '../../src/http/undiciTransport';
import { type Certificate, makeCertificate } from '../sandbox/http/certificates';
import { ForwardProxy } from './forwardProxy';
import { plant } from './hostile';

/** One request as a listener got it. */
export interface Heard {
  /** Name that TLS was asked for; empty without TLS, and for an address. */
  readonly servername: string;
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  /** Everything from the request line to the end of the body, as Latin-1. */
  readonly text: string;
  readonly body: string;
}

/** Gives the whole answer, head and body; see {@link answer}. Nothing: there is no answer yet. */
export type Answering = (request: Heard) => string | Uint8Array;

/** An answer of a server, octet for octet. */
export function answer(status: number, body = '{}', headers: Readonly<Record<string, string>> = {}): string {
  const lines = Object.entries({ 'Content-Type': 'application/json', ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} Test\r\nContent-Length: ${Buffer.byteLength(body)}\r\n${lines.join('')}\r\n${body}`;
}

/** A server of this machine that plays any number of hosts and keeps every octet that it is sent. */
export class Listener implements Disposable {
  readonly #server: net.Server;
  readonly #sockets = new Set<net.Socket>();
  #octets: Buffer[] = [];
  #heard: Heard[] = [];

  private constructor(
    authority: Certificate | undefined,
    public answering: Answering,
  ) {
    const onSocket = (socket: net.Socket) => this.#own(socket);
    this.#server = authority === undefined ? net.createServer(onSocket) : tls.createServer({ ...certified(authority, addresses), SNICallback: sniFor(authority) }, onSocket);
    // A client that does not trust it hangs up; that is for the client to tell.
    this.#server.on('tlsClientError', () => undefined);
  }

  /** @param authority Signs a certificate for whatever host is asked for. Without one: no TLS. */
  static async start(authority?: Certificate, answering: Answering = () => answer(200)): Promise<Listener> {
    const listener = new Listener(authority, answering);
    await new Promise<void>((resolve) => listener.#server.listen(0, '127.0.0.1', resolve));
    return listener;
  }

  get port(): number {
    return (this.#server.address() as net.AddressInfo).port;
  }

  get heard(): readonly Heard[] {
    return this.#heard;
  }

  /** Every octet since the last {@link forget}. */
  get octets(): Uint8Array {
    return Buffer.concat(this.#octets);
  }

  forget(): void {
    this.#octets = [];
    this.#heard = [];
  }

  dispose(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
  }

  #own(socket: net.Socket): void {
    this.#sockets.add(socket);
    socket.on('error', () => socket.destroy()).on('close', () => this.#sockets.delete(socket));
    let pending = '';
    socket.on('data', (chunk: Buffer) => {
      this.#octets.push(chunk);
      // The first octet of TLS, where there is none.
      if (chunk[0] === 0x16 && !(socket instanceof tls.TLSSocket)) return void socket.end(answer(400));
      pending += chunk.toString('latin1');
      for (let request = this.#next(socket, pending); request !== undefined; request = this.#next(socket, pending)) {
        pending = pending.slice(request.text.length);
        this.#heard.push(request);
        socket.write(this.answering(request));
      }
    });
  }

  #next(socket: net.Socket, pending: string): Heard | undefined {
    const end = pending.indexOf('\r\n\r\n') + 4;
    if (end < 4) return undefined;
    const head = pending.slice(0, end);
    const length = Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0);
    if (pending.length < end + length) return undefined;
    const [, method = '', written = ''] = /^(\S+) (\S+)/.exec(head) ?? [];
    const servername = socket instanceof tls.TLSSocket && typeof socket.servername === 'string' ? socket.servername : '';
    return { servername, method, target: written.replace(/^https?:\/\/[^/]*/, ''), text: pending.slice(0, end + length), body: pending.slice(end, end + length) };
  }
}

/** Hosts whose certificate is no good, by a part of their name. */
const wrongCertificates: readonly (readonly [part: RegExp, make: (issuer: Certificate, servername: string) => Certificate])[] = [
  [/\.wrong\./, (issuer) => makeCertificate({ name: 'another', issuer, hosts: ['another.example'] })],
  [/\.expired\./, (issuer, servername) => makeCertificate({ name: servername, issuer, hosts: [servername], days: -1 })],
  [/\.untrusted\./, (_, servername) => makeCertificate({ name: servername, hosts: [servername] })],
];

/** Hosts for which TLS names no server. */
const addresses = ['127.0.0.1', '10.0.0.1'];

function certified(issuer: Certificate, hosts: readonly string[]): { readonly key: string; readonly cert: string } {
  const { key, cert } = makeCertificate({ name: hosts.join(), issuer, hosts });
  return { key, cert };
}

function sniFor(authority: Certificate): NonNullable<tls.TlsOptions['SNICallback']> {
  const known = new Map<string, tls.SecureContext>();
  return (servername, settle) => {
    const wrong = wrongCertificates.find(([part]) => part.test(servername))?.[1];
    const context = known.get(servername) ?? tls.createSecureContext(wrong?.(authority, servername) ?? certified(authority, [servername]));
    known.set(servername, context);
    settle(null, context);
  };
}

/** Hosts that may have an account's credentials. Sources: src/api/hosts.ts. */
const dtHost = /^(?:api|emulator)\.(?:disruptive-technologies|d21s)\.com\.?$/;
const identityHost = /^identity\.(?:disruptive-technologies|d21s)\.com\.?$/;

/** Every host there is: DT's lead to `dt` and `identity`, all others to `evil`; to `plain` at ports of http. */
class Routes extends Map<string, number> {
  constructor(private readonly world: Pick<HostileWorld, 'dt' | 'identity' | 'evil' | 'plain'>) {
    super();
  }

  override get(place: string): number | undefined {
    const [, host = '', port = ''] = /^(.*):(\d+)$/.exec(place) ?? [];
    if (port === '80' || port === '8080') return this.world.plain.port;
    if (port === '443' && dtHost.test(host)) return this.world.dt.port;
    return port === '443' && identityHost.test(host) ? this.world.identity.port : this.world.evil.port;
  }
}

/** What the token endpoint of the world gives. */
export const accessToken = plant('access token', ['ey', '.x-_~+/=']);

/**
 * The network as a hostile workspace would have it, on this machine alone: DT's hosts, and one
 * listener behind every other name, port and scheme. All is reached by way of a real proxy.
 */
export class HostileWorld implements Disposable {
  private constructor(
    readonly authority: Certificate,
    /** DT's API and emulator. */
    readonly dt: Listener,
    /** DT's token endpoint. */
    readonly identity: Listener,
    /** Everybody else, over TLS; also reached directly, as a host of this machine. */
    readonly evil: Listener,
    /** Everybody, DT's names too, over plain http. */
    readonly plain: Listener,
    readonly proxy: ForwardProxy,
    private readonly sending: Transport,
  ) {}

  /** @param authority Whom the product trusts. Default: one of its own. */
  static async start(authority = makeCertificate({ name: 'Test Authority', authority: true })): Promise<HostileWorld> {
    const token = () => answer(200, JSON.stringify({ access_token: accessToken.value, token_type: 'Bearer', expires_in: 3600 }));
    const [dt, identity, evil, plain] = await Promise.all([Listener.start(authority), Listener.start(authority, token), Listener.start(authority), Listener.start()]);
    const proxy = await ForwardProxy.start({ routes: new Routes({ dt, identity, evil, plain }) });
    const sending = createUndiciTransport({ clock: systemClock, ca: [authority.cert], proxyFor: () => ({ value: proxy.url, source: { kind: 'variable', name: 'HTTPS_PROXY' } }) });
    return new HostileWorld(authority, dt, identity, evil, plain, proxy, sending);
  }

  /** A sender through the proxy. It outlives the services that are given it: those of each row close theirs. */
  transport(): Transport {
    return { send: (request, options) => this.sending.send(request, options), close: () => Promise.resolve() };
  }

  /** Everything that came to somebody who must not have a credential: the other hosts, and the proxy in between. */
  get overheard(): Uint8Array {
    return Buffer.concat([this.evil.octets, this.plain.octets, Buffer.from(JSON.stringify(this.proxy.seen))]);
  }

  /** Before the next attack: nothing was heard, and everybody answers as usual. */
  forget(): void {
    for (const listener of [this.dt, this.identity, this.evil, this.plain]) listener.forget();
    this.proxy.seen.length = 0;
    for (const listener of [this.dt, this.evil, this.plain]) listener.answering = () => answer(200);
  }

  dispose(): void {
    void this.sending.close();
    for (const each of [this.dt, this.identity, this.evil, this.plain, this.proxy]) each.dispose();
  }
}

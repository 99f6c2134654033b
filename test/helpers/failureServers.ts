import * as http from 'node:http';
import * as https from 'node:https';
import type { AddressInfo } from 'node:net';
import * as tls from 'node:tls';
import { gzipSync } from 'node:zlib';
import { DisposableBase } from '../../src/base/disposable';
import type { ProxyChoice } from '../../src/http/proxy';
import type { UndiciTransportOptions } from '../../src/http/undiciTransport';
import { makeCertificate } from '../sandbox/http/certificates';
import { RawServer } from '../sandbox/http/rawServer';
import { closedPort } from './closedPort';
import { type NameAnswer, NameServer } from './failureNames';
import { ForwardProxy } from './forwardProxy';
import { credentialsFile, Identity, knownAccount } from './identity';

/**
 * The network as examples of failures need it, all of it on this machine: a name server, hosts with
 * every flaw that a certificate can have, hosts that misbehave, proxies, and DT's own names behind a
 * forward proxy (the long ones play DT, the short ones a network in which somebody stands between).
 */
export class FailureServers extends DisposableBase {
  private constructor(
    /** For the engine's transport. */
    readonly connections: Omit<UndiciTransportOptions, 'clock'>,
    /** What examples call these hosts. */
    readonly variables: Readonly<Record<string, string>>,
    readonly identity: Identity,
    readonly names: NameServer,
  ) {
    super();
    this.register(identity);
    this.register(names);
  }

  static async start(): Promise<FailureServers> {
    const authority = makeCertificate({ name: 'Authority of the failures', authority: true });
    const identity = await Identity.start(authority);
    const faults = new Passing();
    const plain = await listen(http.createServer((request, response) => plainHosts(request, response, faults)));
    const secure = await listen(https.createServer({ SNICallback: certificates(authority) }, (request, response) => networkInBetween(request, response, faults, identity)));
    const silent = await RawServer.start(() => undefined);
    const banner = await RawServer.start(() => undefined);
    banner.onConnection((socket) => socket.end('SSH-2.0-OpenSSH_9.6\r\n'));
    const refusing = await RawServer.start((socket) => socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n'));
    const inBetween = await ForwardProxy.start({ routes: new Map(shortNames.map((host) => [`${host}:443`, secure.port])) });
    const signInWanted = await ForwardProxy.start({ routes: new Map(), credentials: 'user:password' });
    const dead = await closedPort();
    const names = await NameServer.start((name) => addressOf(name, faults));
    const proxies: Readonly<Record<string, string>> = {
      'socks.test': 'socks5://proxy.test:1080', 'dead-proxy.test': `http://127.0.0.1:${dead}`, 'sign-in-proxy.test': signInWanted.url,
      'wrong-password-proxy.test': signInWanted.urlWith('user:wrong'), 'no-proxy.test': `http://127.0.0.1:${banner.port}`,
      'refusing-proxy.test': refusing.origin, 'lost-proxy.test': inBetween.url, 'nameless-proxy.test': 'http://unknown.test:3128',
      'identity.disruptive-technologies.com': identity.proxy.url, 'api.disruptive-technologies.com': identity.proxy.url,
      ...Object.fromEntries(shortNames.map((host) => [host, inBetween.url])),
    };
    const proxyFor = (origin: string): ProxyChoice | undefined => {
      const value = proxies[new URL(origin).hostname];
      return value === undefined ? undefined : { value, source: { kind: 'variable', name: 'HTTPS_PROXY' } };
    };
    const at = (name: string, { port }: { readonly port: number }) => `${name}.test:${port}`;
    const variables = {
      closedPort: String(dead), unknownName: 'unknown.test', unansweredName: at('unanswered', plain), deafName: at('deaf', plain), unreachableHost: 'unreachable.test:9',
      expiredHost: at('expired', secure), earlyHost: at('early', secure), selfSignedHost: at('self-signed', secure), wrongHost: at('wrong', secure),
      unknownAuthorityHost: at('unknown-authority', secure), plainHost: `127.0.0.1:${plain.port}`, silentHost: at('silent', silent),
      otherProtocolHost: at('other-protocol', banner), slowHost: at('slow', plain), hugeHost: at('huge', plain), loopHost: at('loop', plain),
      leadingAwayHost: at('leading-away', plain), garblingHost: at('garbling', plain), unknownCodingHost: at('unknown-coding', plain),
      untrustedHost: `http://${at('untrusted', plain)}`, plainPort: String(plain.port), otherServer: at('other', plain), codedHost: `http://${at('coded', plain)}`,
      behindSocksProxy: 'socks.test', behindDeadProxy: 'dead-proxy.test', behindSignInProxy: 'sign-in-proxy.test', behindWrongPassword: 'wrong-password-proxy.test',
      behindNoProxy: 'no-proxy.test', behindRefusingProxy: 'refusing-proxy.test', behindLostProxy: 'lost-proxy.test', behindNamelessProxy: 'nameless-proxy.test',
    };
    const servers = new FailureServers({ ca: [authority.cert], lookup: names.lookup, proxyFor }, variables, identity, names);
    for (const server of [plain, secure, silent, banner, refusing, inBetween, signInWanted]) servers.register(server);
    return servers;
  }
}

/** Service accounts, all but the first with something wrong, by the name under which an example calls them. */
export function exampleAccounts(): Readonly<Record<string, { readonly keyId: string; readonly secret: string; readonly email: string; readonly tokenUrl: string }>> {
  const { tokenEndpoint: tokenUrl } = (JSON.parse(credentialsFile()) as { serviceAccount: { tokenEndpoint: string } }).serviceAccount;
  const good = { ...knownAccount, tokenUrl };
  const elsewhere = (path: string, number: number) => ({ ...good, email: `b${number}test@c0test.serviceaccount.d21s.com`, tokenUrl: `https://identity.d21s.com/${path}/oauth2/token` });
  return {
    lab: good,
    'wrong-key': { ...good, keyId: 'bnosuchkeyidbnosuchk', email: 'b1test@c0test.serviceaccount.d21s.com' },
    'wrong-secret': { ...good, secret: '00000000000000000000000000000000', email: 'b2test@c0test.serviceaccount.d21s.com' },
    'wrong-email': { ...good, email: 'b3test@c0test.serviceaccount.d21s.com' },
    'wrong-token-url': { ...good, email: 'b4test@c0test.serviceaccount.d21s.com', tokenUrl: 'https://elsewhere.example/oauth2/token' },
    'token-endpoint-hangs-up': elsewhere('hangs-up', 5),
    'token-endpoint-behind-a-portal': elsewhere('portal', 6),
    'token-endpoint-out-of-order': elsewhere('out-of-order', 7),
    'refused-without-a-reason': elsewhere('refused', 8),
    'no-token-endpoint': elsewhere('nothing', 9),
    'token-endpoint-without-a-token': elsewhere('no-token', 10),
  };
}

const shortNames = ['api.d21s.com', 'emulator.d21s.com', 'identity.d21s.com', 'emulator.disruptive-technologies.com'];
const page = '<!DOCTYPE html><html><head><title>Guest network</title></head><body>Please sign in.</body></html>';

async function listen(server: http.Server): Promise<{ readonly port: number; dispose(): void }> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    dispose: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

function addressOf(name: string, faults: Passing): NameAnswer {
  if (name === 'unanswered.test' && faults.isOn(name)) return 'failure';
  if (name === 'deaf.test' && faults.isOn(name)) return 'silence';
  // A group has no address to connect to: the system refuses without a packet on any wire (RFC 1112).
  if (name === 'unreachable.test') return { address: '224.0.0.1' };
  return name.endsWith('.test') && name !== 'unknown.test' ? { address: '127.0.0.1' } : 'no such name';
}

/** The certificate of each name; those of DT's are good. */
function certificates(authority: ReturnType<typeof makeCertificate>) {
  const of = { issuer: authority };
  const stranger = makeCertificate({ name: 'Stranger', authority: true });
  const flawed = {
    'expired.test': makeCertificate({ name: 'expired', ...of, hosts: ['expired.test'], days: -1 }),
    'early.test': makeCertificate({ name: 'early', ...of, hosts: ['early.test'], from: 1, days: 2 }),
    'self-signed.test': makeCertificate({ name: 'self-signed', hosts: ['self-signed.test'] }),
    'wrong.test': makeCertificate({ name: 'wrong', ...of, hosts: ['right.test'] }),
    'unknown-authority.test': makeCertificate({ name: 'unknown', issuer: stranger, hosts: ['unknown-authority.test'] }),
  };
  const good = makeCertificate({ name: 'good', ...of, hosts: [...shortNames, 'portal.test'] });
  const contexts = new Map(Object.entries(flawed).map(([name, { key, cert }]) => [name, tls.createSecureContext({ key, cert })]));
  const goodContext = tls.createSecureContext({ key: good.key, cert: good.cert });
  return (name: string, done: (error: Error | null, context: tls.SecureContext) => void) => done(null, contexts.get(name) ?? goodContext);
}

/** Faults that pass by themselves: the first time there is one, the second time not, and so on. */
class Passing {
  readonly #on = new Set<string>();

  isOn(name: string): boolean {
    const isOn = !this.#on.delete(name);
    if (isOn) this.#on.add(name);
    return isOn;
  }
}

function hostIn({ headers }: http.IncomingMessage): string {
  return (headers.host ?? '').replace(/:\d+$/, '').replace(/\.test$/, '');
}

type Answer = (request: http.IncomingMessage, response: http.ServerResponse) => void;

const html = (status: number): Answer => (_, response) => void response.writeHead(status, { 'Content-Type': 'text/html; charset=utf-8' }).end(page);
const json = (status: number, value: unknown): Answer => (_, response) => void response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(value));

/** What stands between in place of DT: a portal that leads to its page, one that says 511, a gateway, and token endpoints of all kinds. */
function networkInBetween(request: http.IncomingMessage, response: http.ServerResponse, faults: Passing, { tokens }: Identity): void {
  request.resume();
  const { url = '' } = request;
  const host = hostIn(request);
  if (url.endsWith('/helpful')) return json(500, { error: 'internal', code: 500, help: 'https://evil.example/#500' })(request, response);
  if (host === 'api.d21s.com') {
    const page = url.endsWith('/moved') ? 'refusal' : 'sign-in';
    return void response.writeHead(302, { Location: `https://portal.test:${(request.socket.address() as AddressInfo).port}/${page}` }).end();
  }
  if (host === 'portal') return (url === '/refusal' ? json(403, { error: 'forbidden', code: 403, help: '' }) : html(200))(request, response);
  if (host === 'emulator.d21s.com') return html(511)(request, response);
  if (host === 'emulator.disruptive-technologies.com') return json(401, { message: 'Unauthorized', requestId: '1-5f' })(request, response);
  const kind = url.split('/')[1] ?? '';
  const isOver = passing.has(kind) && !faults.isOn(kind);
  if (isOver) tokens.push(`token-of-${kind}-${tokens.length}`);
  const answer = isOver ? json(200, { access_token: tokens.at(-1), token_type: 'Bearer', expires_in: 3600 }) : (tokenEndpoints[kind] ?? html(404));
  answer(request, response);
}

/** Token endpoints whose fault passes. */
const passing: ReadonlySet<string> = new Set(['hangs-up', 'out-of-order']);

const tokenEndpoints: Readonly<Record<string, Answer>> = {
  'hangs-up': (request) => void request.socket.destroy(),
  portal: html(403),
  'out-of-order': json(503, { error: 'temporarily_unavailable' }),
  refused: json(400, { error: 'invalid_grant' }),
  nothing: json(404, { error: 'not_found' }),
  'no-token': json(200, {}),
};

/** Hosts that speak plain HTTP, by name. */
function plainHosts(request: http.IncomingMessage, response: http.ServerResponse, faults: Passing): void {
  request.resume();
  const { url = '' } = request;
  const hosts: Readonly<Record<string, Answer>> = {
    slow: () => {
      response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '15' }).write('{"projects":');
      if (!faults.isOn('slow')) response.end('[]}');
    },
    // Many small parts, each of which unpacks to a megabyte.
    huge: () => void response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' }).end(Buffer.concat(Array.from({ length: 257 }, () => megabyte))),
    loop: () => void response.writeHead(302, { Location: url }).end(),
    '127.0.0.1': json(200, {}),
    deaf: json(200, {}),
    unanswered: json(200, {}),
    'leading-away': () => void response.writeHead(307, { Location: 'http://elsewhere.test/v2/projects' }).end(),
    garbling: () => void response.writeHead(200, { 'Content-Type': 'application/json', ...(request.headers['accept-encoding'] === 'identity' ? {} : { 'Content-Encoding': 'gzip' }) }).end('{"projects":[]}'),
    'unknown-coding': () => void response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Encoding': 'compress' }).end('{"projects":[]}'),
    untrusted: json(401, { error: 'unauthorized', code: 401, help: 'https://docs.d21s.com/error/#401' }),
    other: () => void response.writeHead(Number(url.split('/')[2] ?? '200'), { 'Content-Type': 'text/plain' }).end('as asked'),
    coded: () => {
      const [, code = '', status = ''] = url.split('/');
      json(Number(status), { code, message: 'as asked' })(request, response);
    },
  };
  (hosts[hostIn(request)] ?? html(404))(request, response);
}

const megabyte = gzipSync(Buffer.alloc(1_048_576));

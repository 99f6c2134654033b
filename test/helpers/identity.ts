import { createHmac } from 'node:crypto';
import * as https from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Disposable } from '../../src/base/disposable';
import { type Certificate, makeCertificate } from '../sandbox/http/certificates';
import { ForwardProxy } from './forwardProxy';

/** Where DT's token endpoint is. */
const tokenUrl = 'https://identity.disruptive-technologies.com/oauth2/token';

export interface TokenAnswer {
  readonly status: number;
  readonly body: string;
}

/** The service account that the endpoint knows. Made up. */
export const knownAccount = { keyId: 'btestkeyidbtestkeyid', secret: 'b1946ac92492d2347c6235b4d2611184', email: 'b0test@c0test.serviceaccount.d21s.com' };

/** DT's credentials file with that account, or with something of it changed. */
export function credentialsFile(change: object = {}): string {
  return JSON.stringify({ serviceAccount: { ...knownAccount, algorithm: 'HS256', tokenEndpoint: tokenUrl, ...change } });
}

/**
 * Plays DT's token endpoint and API on this machine: a TLS server with a certificate of a test
 * authority, behind a forward proxy that leads DT's names to it. Assertions are checked as DT
 * documents them.
 */
export class Identity implements Disposable {
  /** Answers to the next exchanges in place of the right ones; `hang` never answers. */
  next: (TokenAnswer | 'hang')[] = [];
  /** Access tokens that were given out, in order. */
  readonly tokens: string[] = [];
  /** Exchanges asked for. */
  asked = 0;
  /** `Authorization` of the requests to the API, undefined where there was none. */
  readonly api: (string | undefined)[] = [];

  private constructor(
    readonly proxy: ForwardProxy,
    /** PEM of the authority to trust. */
    readonly authority: string,
    private readonly server: https.Server,
  ) {}

  /** @param authority Default: one of its own. */
  static async start(authority: Certificate = makeCertificate({ name: 'Test Authority of DT HTTP', authority: true })): Promise<Identity> {
    const hosts = ['identity', 'api'].map((name) => `${name}.disruptive-technologies.com`);
    const { key, cert } = makeCertificate({ name: 'dt', issuer: authority, hosts });
    const server = https.createServer({ key, cert });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const proxy = await ForwardProxy.start({ routes: new Map(hosts.map((host) => [`${host}:443`, port])) });
    const identity = new Identity(proxy, authority.cert, server);
    server.on('request', (request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (piece: string) => (body += piece));
      request.on('end', () => {
        if (request.url !== '/oauth2/token') {
          identity.api.push(request.headers.authorization);
          const isKnown = identity.tokens.some((token) => request.headers.authorization === `Bearer ${token}`);
          return void response.writeHead(isKnown ? 200 : 401, { 'Content-Type': 'application/json' }).end(isKnown ? '{"projects":[]}' : '{"error":"unauthorized","code":401,"help":""}');
        }
        identity.asked++;
        const answer = identity.next.shift() ?? identity.#exchange(body);
        if (answer !== 'hang') response.writeHead(answer.status, { 'Content-Type': 'application/json' }).end(answer.body);
      });
    });
    return identity;
  }

  dispose(): void {
    this.proxy.dispose();
    this.server.closeAllConnections();
    this.server.close();
  }

  #exchange(body: string): TokenAnswer {
    const form = new URLSearchParams(body);
    const flaw = flawOf(form.get('grant_type') ?? '', form.get('assertion') ?? '');
    if (flaw !== undefined) return { status: 400, body: JSON.stringify({ error: 'invalid_grant', error_description: flaw }) };
    const token = `planted-token-${this.tokens.length + 1}`;
    this.tokens.push(token);
    return { status: 200, body: JSON.stringify({ access_token: token, token_type: 'Bearer', expires_in: 3600 }) };
  }
}

function flawOf(grant: string, assertion: string): string | undefined {
  if (grant !== 'urn:ietf:params:oauth:grant-type:jwt-bearer') return 'unsupported grant type';
  const [header = '', payload = '', signature = ''] = assertion.split('.');
  const read = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;
  if (read(header)['kid'] !== knownAccount.keyId) return 'kid is not a known key';
  if (createHmac('sha256', knownAccount.secret).update(`${header}.${payload}`).digest('base64url') !== signature) return 'the signature does not fit';
  if (read(payload)['iss'] !== knownAccount.email) return 'untrusted entity';
  return read(payload)['aud'] === tokenUrl ? undefined : 'aud is wrong';
}

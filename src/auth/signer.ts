import type { Clock } from '../base/clock';
import { DisposableBase } from '../base/disposable';
import { type Event, Emitter } from '../base/event';
import type { Logger } from '../base/logger';
import { type Signature, type TransportFailure, type UnsignedReason, type WireRequest, headerValue } from '../http/exchange';
import type { Redactor } from '../http/redact';
import type { AuthScheme } from '../http/requestOptions';
import type { Transport } from '../http/transport';
import type { ServiceAccount } from './account';
import { basicAuthorization } from './basic';
import { type CredentialScope, mayExchangeAt, mayReceive } from './credentialScope';
import { type TokenRefusal, exchangeToken } from './tokenExchange';
import { TokenSource } from './tokenSource';

/** Whether and how a request is signed. */
export type SignResult =
  | { readonly kind: 'signed'; readonly header: readonly [name: string, value: string]; readonly signature: Signature }
  | { readonly kind: 'unsigned'; readonly because: UnsignedReason }
  /** The token endpoint did not accept the account. */
  | { readonly kind: 'refused'; readonly refusal: TokenRefusal }
  | { readonly kind: 'failed'; readonly failure: TransportFailure };

/** What a request would be signed with, decided without a token. */
export type SignIntent = { readonly kind: 'sign'; readonly scheme: 'bearer' | 'basic' } | { readonly kind: 'unsigned'; readonly because: UnsignedReason };

export interface SignerParts {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly log: Logger;
  /** Told of every secret and token before it is used. */
  readonly redactor: Redactor;
  /** Sent as `User-Agent` to the token endpoint. */
  readonly userAgent: string;
  /** Asked at each signature: settings and the sandbox come and go. */
  readonly scope: () => CredentialScope;
}

/** Signs requests, each for an origin that may have the account's credentials. Keeps one token per account. */
export class Signer extends DisposableBase {
  readonly #parts: SignerParts;
  readonly #sources = new Map<string, { readonly email: string; readonly source: TokenSource }>();
  readonly #changed = this.register(new Emitter<undefined>());

  constructor(parts: SignerParts) {
    super();
    this.#parts = parts;
    this.register({ dispose: () => this.#sources.forEach(({ source }) => source.dispose()) });
  }

  /** Fires when an account got a token or lost it. */
  get onDidChange(): Event<undefined> {
    return this.#changed.event;
  }

  /**
   * Signs for one send. An `Authorization` of the request's own is never joined by a second one.
   * Rejects with CancelledError.
   *
   * @param account Undefined when there is none.
   * @param scheme Default: `oauth2`.
   */
  async sign(request: WireRequest, account: ServiceAccount | undefined, scheme: AuthScheme | undefined, signal: AbortSignal): Promise<SignResult> {
    const intent = this.intent(request, account, scheme);
    if (intent.kind === 'unsigned') return intent;
    if (account === undefined) return { kind: 'unsigned', because: 'no-account' };
    this.#parts.redactor.addSecret(account.secret);
    if (intent.scheme === 'basic') {
      return { kind: 'signed', header: ['Authorization', basicAuthorization(account)], signature: { scheme: 'basic', email: account.email } };
    }
    return this.#bearer(account, signal);
  }

  /** Whether {@link sign} would sign, and how. */
  intent(request: WireRequest, account: ServiceAccount | undefined, scheme: AuthScheme | undefined): SignIntent {
    if (scheme === 'none') return { kind: 'unsigned', because: 'asked' };
    if (headerValue(request.headers, 'authorization') !== undefined) return { kind: 'unsigned', because: 'own-authorization' };
    // Before "no account": adding one would not help where none may go.
    if (!mayReceive(account ?? {}, request.origin, this.#parts.scope())) return { kind: 'unsigned', because: 'origin-not-allowed' };
    if (account === undefined) return { kind: 'unsigned', because: 'no-account' };
    return { kind: 'sign', scheme: scheme === 'basic' ? 'basic' : 'bearer' };
  }

  /** The API took a signature. */
  accepted(signature: Signature): void {
    for (const { source, expiresAt } of this.#behind(signature)) source.noteAccepted(expiresAt);
  }

  /**
   * Drops the token behind a signature that the API did not accept; nothing happens when it was
   * replaced meanwhile. False when another token would do no better; see {@link TokenSource.invalidate}.
   */
  rejected(signature: Signature): boolean {
    return this.#behind(signature).map(({ source, expiresAt }) => source.invalidate(expiresAt)).some(Boolean);
  }

  #behind({ email, expiresAt }: Signature): readonly { readonly source: TokenSource; readonly expiresAt: number }[] {
    if (expiresAt === undefined) return [];
    return [...this.#sources.values()].flatMap((known) => (known.email === email ? [{ source: known.source, expiresAt }] : []));
  }

  /** Drops the tokens of all other accounts, and stops renewals of them, whose waiters are cancelled. */
  retain(accounts: readonly ServiceAccount[]): void {
    const kept = new Set(accounts.map(keyOf));
    for (const key of [...this.#sources.keys()]) if (!kept.has(key)) this.#forget(key);
  }

  /** What is known of the account's token; undefined when it never asked for one. */
  known(account: ServiceAccount): Pick<TokenSource, 'expiresAt' | 'clockSkewMs'> | undefined {
    return this.#sources.get(keyOf(account))?.source;
  }

  /** The account's token, to have it or to renew it on command. */
  tokens(account: ServiceAccount): TokenSource {
    const key = keyOf(account);
    const known = this.#sources.get(key)?.source;
    if (known !== undefined) return known;
    const { clock, log } = this.#parts;
    const source = new TokenSource({ clock, log, exchange: (signal) => this.#exchange(account, signal) });
    this.#sources.set(key, { email: account.email, source });
    source.onDidChange(() => this.#changed.fire(undefined));
    return source;
  }

  #forget(key: string): void {
    const known = this.#sources.get(key);
    if (!known) return;
    known.source.dispose();
    this.#sources.delete(key);
    this.#changed.fire(undefined);
  }

  async #bearer(account: ServiceAccount, signal: AbortSignal): Promise<SignResult> {
    const result = await this.tokens(account).get(signal);
    if (result.kind === 'failed') return result;
    if (result.kind === 'refused') return { kind: 'refused', refusal: result };
    const signature: Signature = { scheme: 'bearer', email: account.email, expiresAt: result.expiresAt };
    return { kind: 'signed', header: ['Authorization', `Bearer ${result.accessToken}`], signature };
  }

  async #exchange(account: ServiceAccount, signal: AbortSignal) {
    const { redactor, scope, ...parts } = this.#parts;
    redactor.addSecret(account.secret);
    if (!mayExchangeAt(account.tokenUrl, account, scope().sandboxOrigin)) {
      const detail = 'the token URL of the account is not a token endpoint of DT';
      return { kind: 'failed', failure: { code: 'sign-in', detail, maybeSent: false } } as const;
    }
    const result = await exchangeToken(account, parts, signal);
    if (result.kind === 'token') redactor.addSecret(result.accessToken);
    return result;
  }
}

/** Two accounts are one when everything that a token depends on is the same. */
function keyOf({ tokenUrl, email, keyId, secret, sandbox }: ServiceAccount): string {
  return JSON.stringify([tokenUrl, email, keyId, secret, sandbox === true]);
}

import type { ServiceAccount } from '../auth/account';
import { mayExchangeAt } from '../auth/credentialScope';
import type { AccountBook, NamedAccount } from '../auth/accountBook';
import { Signer, type SignerParts, type SignIntent } from '../auth/signer';
import { type AccessToken, exchangeToken, type TokenRefusal, type TokenResult } from '../auth/tokenExchange';
import { isCancelled } from '../base/abort';
import { DisposableBase } from '../base/disposable';
import type { Event } from '../base/event';
import { isHarmfulSkew } from '../http/clockSkew';
import type { Signature, TransportFailure, WireRequest } from '../http/exchange';
import type { RequestOptions } from '../http/requestOptions';
import type { Place, SignInProblem } from '../insight/entry';
import { signInMessage } from '../insight/signInWords';
import type { Authorization, Authorizer } from '../run/policies/authorize';

/** How signing in went, for a person. */
export type SignInResult = SignedIn | Refused;

export interface SignedIn {
  readonly kind: 'signed-in';
  /** Milliseconds since 1970 UTC by the local clock. */
  readonly expiresAt: number;
  /** How long the token was valid when it came, milliseconds. */
  readonly lifetimeMs: number;
}

/** An access token, or why there is none. */
export type AccessTokenResult = (SignedIn & { readonly accessToken: string }) | Refused;

/** `message` is a few sentences that say what is wrong and what to do, without secrets. */
export interface Refused {
  readonly kind: 'refused';
  readonly message: string;
  /** Whether the account is to blame: with the same three strings it is refused again. Else the network, the server or the clock is. */
  readonly isAboutAccount: boolean;
}

/** What signing in takes. */
export interface SignInParts extends SignerParts {
  /** For whom a failure is worded. Default: `editor`. */
  readonly place?: Place;
}

/** Finds the account of a request and signs for it; keeps the tokens. */
export class SignIn extends DisposableBase implements Authorizer {
  readonly #parts: SignInParts;
  readonly #accounts: AccountBook;
  readonly #signer: Signer;
  /** Emails of accounts that are being signed in on command, those that are signed out among them. */
  readonly #renewing = new Set<string>();
  readonly #problems = new WeakMap<TransportFailure, SignInProblem>();
  /** Fires when an account got a token or lost it. */
  readonly onDidChange: Event<undefined>;

  constructor(parts: SignInParts, accounts: AccountBook) {
    super();
    this.#parts = parts;
    this.#accounts = accounts;
    this.#signer = this.register(new Signer(parts));
    this.onDidChange = this.#signer.onDidChange;
    this.register(accounts.onDidChange(() => this.#forgetOthers()));
  }

  async authorize(request: WireRequest, options: RequestOptions, signal: AbortSignal): Promise<Authorization> {
    for (;;) {
      try {
        return await this.#authorize(request, options, signal);
      } catch (error) {
        // Not the caller's wish: the account changed while its token was waited for. Who signs now is asked anew.
        if (!isCancelled(error) || signal.aborted || this.disposed) throw error;
      }
    }
  }

  /** Whether {@link authorize} would sign with `named`, and how. */
  async intent(request: WireRequest, named: NamedAccount | undefined, { auth }: RequestOptions): Promise<SignIntent> {
    const intent = this.#signer.intent(request, named?.account, auth);
    if (intent.kind === 'sign') return named?.signedOut === true ? { kind: 'unsigned', because: 'signed-out' } : intent;
    return intent.because === 'no-account' && !(await this.#accounts.isEmpty()) ? { kind: 'unsigned', because: 'none-chosen' } : intent;
  }

  /** What is behind a failure that {@link authorize} gave; undefined for any other. */
  problemBehind(failure: TransportFailure): SignInProblem | undefined {
    return this.#problems.get(failure);
  }

  accepted(signature: Signature): void {
    this.#signer.accepted(signature);
  }

  rejected(signature: Signature): boolean {
    return this.#signer.rejected(signature);
  }

  /** Exchanges an assertion without keeping the token. */
  async prove(account: ServiceAccount, signal: AbortSignal): Promise<SignInResult> {
    const { redactor, scope } = this.#parts;
    redactor.addSecret(account.secret);
    if (!mayExchangeAt(account.tokenUrl, account, scope().sandboxOrigin)) return this.#refused({ cause: 'url', tokenUrl: account.tokenUrl }, undefined);
    const result = await exchangeToken(account, this.#parts, signal);
    if (result.kind === 'token') redactor.addSecret(result.accessToken);
    return this.#inWords(result, account);
  }

  /** Gets a new token whatever is held. */
  async renew(account: ServiceAccount, signal: AbortSignal): Promise<SignInResult> {
    this.#renewing.add(account.email);
    try {
      return this.#inWords(await this.#signer.tokens(account).renew(signal), account);
    } finally {
      this.#renewing.delete(account.email);
    }
  }

  /** The access token itself: for the one command that prints it. Rejects with CancelledError. */
  async accessToken(account: ServiceAccount, signal: AbortSignal): Promise<AccessTokenResult> {
    const result = await this.#signer.tokens(account).get(signal);
    return result.kind === 'token' ? { ...signedIn(result), accessToken: result.accessToken } : this.#notSignedIn(result, account);
  }

  /** When the account's token ends, milliseconds since 1970 UTC; undefined without one. */
  expiryOf(account: ServiceAccount): number | undefined {
    return this.#signer.known(account)?.expiresAt;
  }

  /** Server clock minus local clock at the account's latest sign-in, milliseconds; undefined before. */
  clockSkewOf(account: ServiceAccount): number | undefined {
    return this.#signer.known(account)?.clockSkewMs;
  }

  async #authorize(request: WireRequest, options: RequestOptions, signal: AbortSignal): Promise<Authorization> {
    const asked = options.account ?? '';
    const signer = asked === '' ? (options.signer ?? '') : asked;
    const named = signer === '' ? await this.#accounts.active() : await this.#accounts.find(signer);
    if (asked !== '' && named === undefined) return this.#failed({ cause: 'no-such-account', name: asked }, `no account is called "${asked}"`);
    const intent = await this.intent(request, named, options);
    if (intent.kind === 'unsigned') {
      // Who names an account does not mean a request without one.
      const isMeant = asked === '' || intent.because !== 'signed-out';
      return isMeant ? intent : this.#failed({ cause: 'signed-out', name: asked }, `the account "${asked}" is signed out`);
    }
    if (!named) return { kind: 'unsigned', because: 'no-account' };
    const result = await this.#signer.sign(request, named.account, options.auth, signal);
    switch (result.kind) {
      case 'signed':
      case 'unsigned':
        return result;
      case 'refused':
        return this.#failed(problemOf(result.refusal, named.account), `the token endpoint answered ${result.refusal.status}`);
      case 'failed':
        return this.#failed(problemWith(result.failure, named.account), result.failure.detail);
    }
  }

  /** Tokens of accounts that were removed, changed or signed out, here or in another window, are dropped. */
  #forgetOthers(): void {
    this.#accounts.list().then(
      (accounts) => this.#signer.retain(accounts.flatMap(({ account, signedOut }) => (signedOut === true && !this.#renewing.has(account.email) ? [] : [account]))),
      (error: unknown) => this.#parts.log('error', 'The accounts cannot be read.', { error: String(error) }),
    );
  }

  #failed(problem: SignInProblem, detail: string): Authorization {
    const failure: TransportFailure = { code: 'sign-in', detail, maybeSent: false };
    this.#problems.set(failure, problem);
    return { kind: 'failed', failure };
  }

  #inWords(result: TokenResult, account: ServiceAccount): SignInResult {
    return result.kind === 'token' ? signedIn(result) : this.#notSignedIn(result, account);
  }

  #notSignedIn(result: Exclude<TokenResult, AccessToken>, account: ServiceAccount): Refused {
    if (result.kind === 'failed') return this.#refused(problemWith(result.failure, account), undefined);
    return this.#refused(problemOf(result, account), result.clockSkewMs);
  }

  #refused(problem: SignInProblem, clockSkewMs: number | undefined): Refused {
    const { redactor, place } = this.#parts;
    const hide = (text: string) => redactor.text(text);
    const facts = { hide, ...(place && { place }), ...(clockSkewMs === undefined ? {} : { clockSkewMs }) };
    return { kind: 'refused', message: signInMessage(problem, facts), isAboutAccount: isAboutAccount(problem, clockSkewMs) };
  }
}

function signedIn({ expiresAt, lifetimeMs }: AccessToken): SignedIn {
  return { kind: 'signed-in', expiresAt, lifetimeMs };
}

/** The same line that {@link signInMessage} draws. */
function isAboutAccount(problem: SignInProblem, clockSkewMs = 0): boolean {
  switch (problem.cause) {
    case 'no-answer':
    case 'proxy':
    case 'clock':
      return false;
    case 'no-such-account':
    case 'signed-out':
    case 'url':
      return true;
    default: {
      const { status = 0 } = problem;
      return status < 500 && status !== 429 && !isHarmfulSkew(clockSkewMs);
    }
  }
}

function problemOf({ cause, status, error, description }: TokenRefusal, { tokenUrl }: ServiceAccount): SignInProblem {
  return {
    cause,
    status,
    ...(error === undefined ? {} : { error }),
    ...(description === undefined ? {} : { description }),
    tokenUrl,
  };
}

function problemWith({ code, detail, proxy, notYetValid }: TransportFailure, { tokenUrl }: ServiceAccount): SignInProblem {
  // A token URL that may not have credentials was never asked.
  if (code === 'sign-in') return { cause: 'url', tokenUrl };
  return { cause: 'no-answer', failure: code, detail, tokenUrl, ...(proxy && { proxy }), ...(notYetValid && { notYetValid }) };
}

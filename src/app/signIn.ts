import type { ServiceAccount } from '../auth/account';
import { mayExchangeAt } from '../auth/credentialScope';
import type { AccountBook, NamedAccount } from '../auth/accountBook';
import { Signer, type SignerParts, type SignIntent } from '../auth/signer';
import { type AccessToken, exchangeToken, type TokenRefusal, type TokenResult } from '../auth/tokenExchange';
import { isCancelled } from '../base/abort';
import { DisposableBase } from '../base/disposable';
import type { Event } from '../base/event';
import type { Signature, TransportFailure, WireRequest } from '../http/exchange';
import { proxyProblemOf } from '../http/failure';
import type { RequestOptions } from '../http/requestOptions';
import type { SignInProblem } from '../insight/entry';
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
}

/** Finds the account of a request and signs for it; keeps the tokens. */
export class SignIn extends DisposableBase implements Authorizer {
  readonly #parts: SignerParts;
  readonly #accounts: AccountBook;
  readonly #signer: Signer;
  readonly #problems = new WeakMap<TransportFailure, SignInProblem>();
  /** Fires when an account got a token or lost it. */
  readonly onDidChange: Event<undefined>;

  constructor(parts: SignerParts, accounts: AccountBook) {
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
    const isOut = intent.kind === 'sign' ? named?.signedOut === true : intent.because === 'no-account' && !(await this.#accounts.isEmpty());
    return isOut ? { kind: 'unsigned', because: 'signed-out' } : intent;
  }

  /** What is behind a failure that {@link authorize} gave; undefined for any other. */
  problemBehind(failure: TransportFailure): SignInProblem | undefined {
    return this.#problems.get(failure);
  }

  rejected(signature: Signature): void {
    this.#signer.rejected(signature);
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
    return this.#inWords(await this.#signer.tokens(account).renew(signal), account);
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
    const named = asked === '' ? await this.#accounts.active() : await this.#accounts.find(asked);
    if (asked !== '' && named === undefined) return this.#failed({ cause: 'no-such-account', name: asked }, `no account is called "${asked}"`);
    const intent = await this.intent(request, named, options);
    if (intent.kind === 'unsigned') {
      // Who names an account does not mean a request without one.
      const isMeant = asked === '' || intent.because !== 'signed-out';
      return isMeant ? intent : this.#failed({ cause: 'signed-out', name: asked }, `the account "${asked}" is signed out`);
    }
    const result = await this.#signer.sign(request, named?.account, options.auth, signal);
    switch (result.kind) {
      case 'signed':
      case 'unsigned':
        return result;
      case 'refused':
        return this.#failed(problemOf(result.refusal, named?.account), `the token endpoint answered ${result.refusal.status}`);
      case 'failed':
        return this.#failed(problemWith(result.failure, named?.account), result.failure.detail);
    }
  }

  /** Tokens of accounts that were removed, changed or signed out, here or in another window, are dropped. */
  #forgetOthers(): void {
    this.#accounts.list().then(
      (accounts) => this.#signer.retain(accounts.flatMap(({ account, signedOut }) => (signedOut === true ? [] : [account]))),
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
    const { redactor } = this.#parts;
    const hide = (text: string) => redactor.text(text);
    return { kind: 'refused', message: signInMessage(problem, { hide, ...(clockSkewMs === undefined ? {} : { clockSkewMs }) }) };
  }
}

function signedIn({ expiresAt, lifetimeMs }: AccessToken): SignedIn {
  return { kind: 'signed-in', expiresAt, lifetimeMs };
}

function problemOf({ cause, status, error, description }: TokenRefusal, account: ServiceAccount | undefined): SignInProblem {
  return {
    cause,
    status,
    ...(error === undefined ? {} : { error }),
    ...(description === undefined ? {} : { description }),
    ...(account && { tokenUrl: account.tokenUrl }),
  };
}

function problemWith(failure: TransportFailure, account: ServiceAccount | undefined): SignInProblem {
  const { code, detail } = failure;
  // A token URL that may not have credentials was never asked.
  if (code === 'sign-in') return { cause: 'url', ...(account && { tokenUrl: account.tokenUrl }) };
  const proxy = proxyProblemOf(failure);
  return { cause: 'no-answer', failure: code, detail, ...(proxy && { proxy }) };
}

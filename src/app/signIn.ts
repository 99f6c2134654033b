import type { ServiceAccount } from '../auth/account';
import { mayExchangeAt } from '../auth/credentialScope';
import type { AccountBook, NamedAccount } from '../auth/accountBook';
import { Signer, type SignerParts, type SignIntent } from '../auth/signer';
import { exchangeToken, type RefusalCause, type TokenRefusal, type TokenResult } from '../auth/tokenExchange';
import { DisposableBase } from '../base/disposable';
import { Emitter } from '../base/event';
import type { Signature, TransportFailure, WireRequest } from '../http/exchange';
import type { RequestOptions } from '../http/requestOptions';
import type { SignInProblem } from '../insight/entry';
import type { Authorization, Authorizer } from '../run/policies/authorize';

/** How signing in went, for a person. */
export type SignInResult =
  | { readonly kind: 'signed-in'; readonly expiresAt: number }
  /** `message` is one or two sentences that say what is wrong and what to do. */
  | { readonly kind: 'refused'; readonly message: string };

/** Finds the account of a request and signs for it; keeps the tokens. */
export class SignIn extends DisposableBase implements Authorizer {
  readonly #parts: SignerParts;
  readonly #accounts: AccountBook;
  readonly #signer: Signer;
  readonly #problems = new WeakMap<TransportFailure, SignInProblem>();
  readonly #watched = new WeakSet<object>();
  readonly #changed = this.register(new Emitter<undefined>());
  /** Fires when an account got a token or lost it. */
  readonly onDidChange = this.#changed.event;

  constructor(parts: SignerParts, accounts: AccountBook) {
    super();
    this.#parts = parts;
    this.#accounts = accounts;
    this.#signer = this.register(new Signer(parts));
  }

  async authorize(request: WireRequest, options: RequestOptions, signal: AbortSignal): Promise<Authorization> {
    const named = await this.#account(options.account);
    if (named === 'unknown') {
      const name = options.account ?? '';
      return this.#failed({ cause: 'no-such-account', name }, `no account is called "${name}"`);
    }
    if (named) this.#watch(named.account);
    const result = await this.#signer.sign(request, named?.account, options.auth, signal);
    switch (result.kind) {
      case 'signed':
      case 'unsigned':
        return result;
      case 'refused':
        return this.#failed(problemOf(result.refusal), `the token endpoint answered ${result.refusal.status}`);
      case 'failed':
        // A token URL that may not have credentials was never asked.
        return this.#failed(
          result.failure.code === 'sign-in' ? { cause: 'url' } : { cause: 'no-answer', failure: result.failure.code },
          result.failure.detail,
        );
    }
  }

  /** Whether {@link authorize} would sign, and how. */
  intent(request: WireRequest, account: ServiceAccount | undefined, { auth }: RequestOptions): SignIntent {
    return this.#signer.intent(request, account, auth);
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
    this.#parts.redactor.addSecret(account.secret);
    if (!mayExchangeAt(account.tokenUrl, account, this.#parts.scope().sandboxOrigin)) {
      return { kind: 'refused', message: 'Its token URL is not a token endpoint of DT, so nothing was sent there.' };
    }
    const result = await exchangeToken(account, this.#parts, signal);
    if (result.kind === 'token') this.#parts.redactor.addSecret(result.accessToken);
    return this.#inWords(result);
  }

  /** Gets a new token whatever is held. */
  async renew(account: ServiceAccount, signal: AbortSignal): Promise<SignInResult> {
    this.#watch(account);
    return this.#inWords(await this.#signer.tokens(account).renew(signal));
  }

  /** When the account's token ends, milliseconds since 1970 UTC; undefined without one. */
  expiryOf(account: ServiceAccount): number | undefined {
    return this.#signer.tokens(account).expiresAt;
  }

  /** Server clock minus local clock at the account's latest sign-in, milliseconds; undefined before. */
  clockSkewOf(account: ServiceAccount): number | undefined {
    return this.#signer.tokens(account).clockSkewMs;
  }

  async #account(name: string | undefined): Promise<NamedAccount | undefined | 'unknown'> {
    if (name === undefined || name === '') return this.#accounts.active();
    return (await this.#accounts.find(name)) ?? 'unknown';
  }

  #failed(problem: SignInProblem, detail: string): Authorization {
    const failure: TransportFailure = { code: 'sign-in', detail, maybeSent: false };
    this.#problems.set(failure, problem);
    return { kind: 'failed', failure };
  }

  #watch(account: ServiceAccount): void {
    const tokens = this.#signer.tokens(account);
    if (this.#watched.has(tokens)) return;
    this.#watched.add(tokens);
    this.register(tokens.onDidChange(() => this.#changed.fire(undefined)));
  }

  #inWords(result: TokenResult): SignInResult {
    const { redactor } = this.#parts;
    switch (result.kind) {
      case 'token':
        return { kind: 'signed-in', expiresAt: result.expiresAt };
      case 'refused':
        return { kind: 'refused', message: `${advice[result.cause]} (${redactor.text(refusalDetail(result))})` };
      case 'failed':
        return { kind: 'refused', message: `The token endpoint could not be reached (${result.failure.code}: ${redactor.text(result.failure.detail)}). Check the network and any proxy.` };
    }
  }
}

/** Worded as a guess: DT does not document how its refusals can be told apart. */
const advice: Readonly<Record<RefusalCause, string>> = {
  key: 'The key ID is probably wrong, or the key was deleted in DT Studio.',
  signature: 'The secret probably does not belong to this key ID.',
  email: 'The email is probably not the one of the service account that owns the key.',
  clock: "This computer's clock is probably wrong: set it, then try again.",
  url: 'The token URL is probably wrong.',
  proxy: 'A proxy or gateway answered in place of the token endpoint: check the proxy settings and the network. The account may be fine.',
  unknown: 'Check key ID, secret and email; if in doubt, create a new key in DT Studio.',
};

function refusalDetail({ status, error, description }: TokenRefusal): string {
  const said = [error, description].filter((part) => part !== undefined).join(': ');
  return `the token endpoint answered ${status}${said === '' ? '' : `: ${said}`}`;
}

function problemOf({ cause, status, error, description }: TokenRefusal): SignInProblem {
  return { cause, status, ...(error === undefined ? {} : { error }), ...(description === undefined ? {} : { description }) };
}

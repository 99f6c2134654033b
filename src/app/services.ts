import { type NamedAccount, type AccountBook } from '../auth/accountBook';
import type { ServiceAccount } from '../auth/account';
import { sandboxPrefix } from '../auth/accountName';
import { connectOrigin, type CredentialScope } from '../auth/credentialScope';
import { SecretBook } from '../auth/secretBook';
import { DisposableBase } from '../base/disposable';
import { type Event, Emitter } from '../base/event';
import type { Logger } from '../base/logger';
import { Redactor } from '../http/redact';
import type { Outcome } from '../http/exchange';
import type { Transport } from '../http/transport';
import type { Facts } from '../insight/entry';
import { Limiter } from '../quota/limiter';
import type { QuotaSnapshot } from '../quota/permits';
import { quotaScope } from '../quota/scope';
import { MemoryPermitStore } from '../quota/store';
import { createRunner, type Runner, type RunResult } from '../run/runner';
import { hostKindOf, RecentCreates, type SandboxAddress } from './facts';
import { factsOf } from './factsOf';
import { type FollowedUp, followUp, type FollowUp, type FollowUpInput } from './followUp';
import type { Host } from './host';
import { LearnedFacts } from './learned';
import { Quotas, type ScopeQuota } from './quotas';
import { type Rights, rightsOf } from './rights';
import type { RequestPlan } from '../language/plan/plan';
import type { PreviewSigning } from './session/preview';
import { Answers } from './session/answers';
import { Consents } from './session/consents';
import { RunSession, type SessionInput } from './session/session';
import { SplitPermitStore } from './splitStore';
import { supportReport } from './supportReport';
import type { Ran } from './report';
import type { Bases } from '../language/plan/context';
import { vendorHostKind } from '../api/hosts';
import { type AccessTokenResult, SignIn, type SignInResult } from './signIn';

export type { ScopeQuota } from './quotas';

/** The sandbox as the product sees it: an address and accounts. */
export interface SandboxOffer extends SandboxAddress {
  readonly tokenUrl: string;
  readonly accounts: readonly { readonly role: string; readonly keyId: string; readonly secret: string; readonly email: string }[];
  /** Whether another process serves it, and others may use it too: then its quota is shared with them. Default: false. */
  readonly isElsewhere?: boolean;
}

/** The product without a host: everything it is made of, put together once. */
export class Services extends DisposableBase {
  readonly redactor: Redactor;
  readonly runner: Runner;
  /** Of named requests, for references to them. */
  readonly answers = new Answers();
  readonly consents = new Consents();
  /** What `{"$secret": "name"}` stands for, unless the host has another source. */
  readonly secrets: SecretBook;
  readonly #permits: Limiter;
  readonly #quotas: Quotas;
  readonly #signIn: SignIn;
  readonly #creates: RecentCreates;
  readonly #learned = new LearnedFacts();
  readonly #changed = this.register(new Emitter<undefined>());
  readonly #rightsChanged = this.register(new Emitter<undefined>());
  #sandbox: SandboxAddress | undefined;
  /** Of sandboxes that this process serves or has served. */
  readonly #ownSandboxes = new Set<string>();

  /** Fires when the quota, a token or the sandbox changed. */
  readonly onDidChange: Event<undefined> = this.#changed.event;
  /** Fires when an answer has told what an account may do, and when that is forgotten. */
  readonly onDidChangeRights: Event<undefined> = this.#rightsChanged.event;

  constructor(
    readonly host: Host,
    readonly accounts: AccountBook,
    transport: Transport,
  ) {
    super();
    const { clock, random } = host;
    this.redactor = new Redactor();
    const log = redacted(host.log, this.redactor);
    this.#creates = new RecentCreates(clock);
    const store = this.register(new SplitPermitStore(host.quota?.store ?? new MemoryPermitStore(), (scope) => this.#ownSandboxes.has(scope)));
    this.#permits = this.register(
      new Limiter({
        clock,
        log,
        store,
        ...(host.quota && { self: host.quota.self }),
        get pace() {
          return host.quota?.pace ?? 'spread';
        },
      }),
    );
    this.#signIn = this.register(
      new SignIn({ transport, clock, log, redactor: this.redactor, userAgent: host.userAgent, scope: () => this.#scope(), ...(host.place && { place: host.place }) }, accounts),
    );
    this.register(this.#permits.onDidChange(() => this.#changed.fire(undefined)));
    this.register(this.#signIn.onDidChange(() => this.#changed.fire(undefined)));
    this.secrets = this.register(new SecretBook(host.secrets));
    // What was made of a secret does not outlive it.
    this.register(this.secrets.onDidChange(() => this.answers.clear()));
    // An account that has gone leaves nothing behind.
    this.register(accounts.onDidChange(() => this.#forgetAnswers()));
    this.#quotas = this.register(new Quotas(host, accounts, this.#permits, this.redactor));
    this.register(this.#quotas.onDidChange(() => this.#changed.fire(undefined)));
    this.register({ dispose: () => void transport.close() });
    this.runner = createRunner({
      clock,
      random,
      log,
      redactor: this.redactor,
      transport,
      authorizer: this.#signIn,
      permits: this.#permits,
      quotaOf: (request, signature) => this.#quotas.scopeOf({ email: signature?.email, hostKind: hostKindOf(request, this.#sandbox), origin: request.origin }),
    });
  }

  #forgetAnswers(): void {
    this.identities().then(
      (identities) => this.answers.retain(new Set(identities.values())),
      (error: unknown) => {
        this.answers.clear();
        this.host.log('error', `The accounts cannot be read: ${this.redactor.text(String(error))}`);
      },
    );
  }

  /** Which account is meant by each name and email: one that was replaced under its name is another. Those that are signed out are left out. */
  async identities(): Promise<ReadonlyMap<string, string>> {
    const accounts = (await this.accounts.list()).filter(({ signedOut }) => signedOut !== true);
    const identified = accounts.map(({ name, account: { email, keyId } }) => ({ name, email, identity: JSON.stringify([name, email, keyId]) }));
    return new Map([...identified.map(({ email, identity }) => [email, identity] as const), ...identified.map(({ name, identity }) => [name, identity] as const)]);
  }

  /** Starts to run requests of a file; see {@link RunSession}. */
  session(input: SessionInput): RunSession {
    return new RunSession(this, input);
  }

  /** Asks the API one question about a failure; see {@link followUp}. */
  followUp(report: Ran, asked: FollowUp, input: FollowUpInput, signal: AbortSignal): Promise<FollowedUp | undefined> {
    return followUp(this, report, asked, input, signal);
  }

  /**
   * An account of a run for somebody else; see {@link supportReport}.
   *
   * @param platform What the product runs in, one line each.
   */
  supportReport(report: Ran, platform: readonly string[]): string {
    const { userAgent } = this.host;
    const network = this.host.networkLines?.(report.plan.request.origin) ?? [];
    return supportReport(report, { product: userAgent.replace(/^dt-http\//, 'DT HTTP '), platform, network }, this.redactor);
  }

  /** How a request would be signed, and by which account. */
  async signingOf({ request, options }: RequestPlan): Promise<PreviewSigning> {
    const account = await this.accountCalled(options.account);
    return { intent: await this.#signIn.intent(request, account, options), ...(account && { account: account.name }) };
  }

  /** Whether values of the process or of a `.env` file may go to `origin` unasked. */
  mayHaveVariables(origin: string): boolean {
    const kind = vendorHostKind(origin);
    if (kind === 'api' || kind === 'emulator' || this.#sandbox?.origin === origin) return true;
    const target = connectOrigin(origin);
    return target !== undefined && this.host.allowedOrigins.includes(target);
  }

  /** The account called `name`, or the active one when no name is given; undefined when there is none. */
  async accountCalled(name: string | undefined): Promise<NamedAccount | undefined> {
    return name === undefined || name === '' ? this.accounts.active() : this.accounts.find(name);
  }

  /** What is known of what the accounts may do; undefined when nothing is. Asks nobody. */
  async rights(): Promise<Rights | undefined> {
    if (!this.#sandbox && this.#learned.revision === 0) return undefined;
    try {
      const [accounts, active] = await Promise.all([this.accounts.list(), this.accounts.active()]);
      return rightsOf({ accounts, active, learned: this.#learned, sandbox: this.#sandbox });
    } catch (error) {
      // Without them less is foreseen.
      this.host.log('error', `The accounts cannot be read: ${this.redactor.text(String(error))}`);
      return undefined;
    }
  }

  /** Where requests signed as `account` go: the sandbox's accounts live in the sandbox. Undefined for others. */
  basesFor(account: NamedAccount | undefined): Bases | undefined {
    const sandbox = account?.account.sandbox === true ? this.#sandbox : undefined;
    return sandbox && { apiBase: sandbox.apiBase, emulatorBase: sandbox.emulatorBase };
  }

  /** Where the sandbox is that requests are sent to; undefined when there is none. */
  get sandbox(): SandboxAddress | undefined {
    return this.#sandbox;
  }

  /** Sends requests to a running sandbox, signed as its project administrator, until {@link leaveSandbox}. */
  enterSandbox(offer: SandboxOffer): void {
    this.#sandbox = { origin: offer.origin, apiBase: offer.apiBase, emulatorBase: offer.emulatorBase };
    const scope = quotaScope({ hostKind: 'sandbox', origin: offer.origin });
    if (scope && offer.isElsewhere !== true) this.#ownSandboxes.add(scope.scope);
    const { tokenUrl } = offer;
    this.accounts.useSandbox(
      offer.accounts.map(({ role, keyId, secret, email }) => ({
        name: sandboxAccountName(role),
        account: { keyId, secret, email, tokenUrl, sandbox: true },
      })),
      sandboxAccountName('project.admin'),
    );
    this.#changed.fire(undefined);
  }

  leaveSandbox(): void {
    this.#sandbox = undefined;
    this.#learned.clear();
    this.host.resources?.leaveSandbox();
    this.#quotas.leaveSandbox();
    this.accounts.useSandbox([]);
    this.#changed.fire(undefined);
  }

  /** Proves three strings against the token endpoint, without keeping anything. */
  prove(account: ServiceAccount, signal: AbortSignal): Promise<SignInResult> {
    return this.#signIn.prove(account, signal);
  }

  /** Gets a new access token whatever is held. An account that was signed out is signed in again by that. */
  async renewToken(account: NamedAccount, signal: AbortSignal): Promise<SignInResult> {
    const result = await this.#signIn.renew(account.account, signal);
    if (result.kind === 'signed-in' && account.signedOut === true) await this.accounts.signIn(account.name);
    return result;
  }

  /** The access token itself, which only the command that prints one may ask for. */
  accessToken(account: NamedAccount, signal: AbortSignal): Promise<AccessTokenResult> {
    return this.#signIn.accessToken(account.account, signal);
  }

  /** When the account's access token ends, milliseconds since 1970 UTC; undefined when it has none. */
  tokenExpiry(account: NamedAccount): number | undefined {
    return this.#signIn.expiryOf(account.account);
  }

  /** The quota of the account, as everybody on this machine has used it; undefined for an account of a sandbox that does not run. */
  quota(account: NamedAccount): QuotaSnapshot | undefined {
    return this.#quotas.ofAccount(account, this.#sandbox);
  }

  /** Every quota that this process has used or was asked about, in that order. */
  quotas(): readonly ScopeQuota[] {
    return this.#quotas.all();
  }

  /** Takes a request out of the line for a permit, as if it had been cancelled; without effect when it waits no longer. */
  withdraw(scope: string, id: number): void {
    this.#permits.withdraw(scope, id);
  }

  #scope(): CredentialScope {
    const { allowedOrigins } = this.host;
    return this.#sandbox ? { allowedOrigins, sandboxOrigin: this.#sandbox.origin } : { allowedOrigins };
  }

  /** Remembers what a run has created, for a 404 on it soon after is told apart, and what its answer tells about other requests. */
  noteOutcome(outcome: Outcome): void {
    this.#creates.note(outcome);
    const hostKind = hostKindOf(outcome.exchange.request, this.#sandbox);
    const { revision } = this.#learned;
    this.#learned.note(outcome, hostKind);
    if (this.#learned.revision !== revision) this.#rightsChanged.fire(undefined);
    this.host.resources?.note(outcome, hostKind, (text) => this.redactor.text(text));
  }

  /**
   * What is known beside an exchange, for its explanation.
   *
   * @param retries `@retry` of the request. Default: as everywhere.
   */
  async factsOf(result: RunResult, accountName: string | undefined, retries?: number): Promise<Facts> {
    const sources = {
      host: this.host, accounts: this.accounts, redactor: this.redactor, signIn: this.#signIn, creates: this.#creates,
      learned: this.#learned, sandbox: this.#sandbox, quota: (account: NamedAccount) => this.quota(account),
    };
    return factsOf(sources, result, await this.accountCalled(accountName), retries);
  }
}

/** Builds the product for `host`; the caller owns the result and what it is given. */
export function createServices(host: Host, accounts: AccountBook, transport: Transport): Services {
  return new Services(host, accounts, transport);
}

/** How `@account` and the account list call an account of the sandbox. */
function sandboxAccountName(role: string): string {
  return `${sandboxPrefix}${role}`;
}

/** A logger that lets nothing secret through; hands on one finished line, so that no secret can break it. */
function redacted(log: Logger, redactor: Redactor): Logger {
  return (level, message, data) => log(level, redactor.text(data === undefined ? message : `${message} ${JSON.stringify(data)}`));
}

import type { AccountBook, NamedAccount } from '../auth/accountBook';
import { DisposableBase } from '../base/disposable';
import { type Event, Emitter } from '../base/event';
import type { Redactor } from '../http/redact';
import type { Limiter } from '../quota/limiter';
import { ruleToObey } from '../quota/pace';
import type { QuotaSnapshot } from '../quota/permits';
import { documentedRules, quotaScope, type QuotaScope, type QuotaTarget } from '../quota/scope';
import { accountNames, quotaTitle, type SandboxAddress } from './facts';
import type { Host } from './host';

/** What is known of one quota, and whose it is. */
export interface ScopeQuota extends QuotaSnapshot {
  /** For people: an account's name (until it is read, and where it has none, its masked email), `unsigned requests to DT`, `the sandbox`, or an origin. */
  readonly title: string;
  /** Set where the rule is lower than this process asks for: another one obeys it, or did this one when it sent what still counts. */
  readonly isLowered?: true;
}

/** Which quotas this process uses, and whose they are. What was sent is counted elsewhere. */
export class Quotas extends DisposableBase {
  readonly #changed = this.register(new Emitter<undefined>());
  /** Where this process has sent requests that are counted, or was asked about; by scope. */
  readonly #targets = new Map<string, QuotaTarget>();
  /** As last read, for the titles. */
  #names: ReturnType<typeof accountNames> = new Map();
  /** Of the latest reading of the names: an earlier one may take longer. 0 before an account has a quota. */
  #naming = 0;

  /** Fires when an account of a quota is called otherwise. */
  readonly onDidChange: Event<undefined> = this.#changed.event;

  constructor(
    private readonly host: Pick<Host, 'log' | 'quota'>,
    private readonly accounts: Pick<AccountBook, 'list' | 'onDidChange'>,
    private readonly permits: Pick<Limiter, 'snapshot'>,
    private readonly redactor: Redactor,
  ) {
    super();
    this.register(
      accounts.onDidChange(() => {
        if (this.#naming > 0) this.#readNames();
      }),
    );
  }

  /** The quota that a request to `target` takes of; undefined when nothing is counted there. It is listed from now on. */
  scopeOf(target: QuotaTarget): QuotaScope | undefined {
    const scope = quotaScope(target, this.host.quota ?? documentedRules);
    if (scope && !this.#targets.has(scope.scope)) {
      this.#targets.set(scope.scope, target);
      if (target.email !== undefined && target.hostKind !== 'sandbox') this.#readNames();
    }
    return scope;
  }

  /** The quota of an account, as everybody on this machine has used it; undefined for one of a sandbox that does not run. */
  ofAccount({ account: { email, sandbox: isOfSandbox } }: NamedAccount, sandbox: SandboxAddress | undefined): QuotaSnapshot | undefined {
    const target = isOfSandbox === true ? sandbox && { hostKind: 'sandbox' as const, origin: sandbox.origin } : { hostKind: 'api' as const, origin: '' };
    const scope = target && this.scopeOf({ email, ...target });
    return scope && this.#snapshot(scope);
  }

  /** Every quota that this process has used or was asked about, in that order. */
  all(): readonly ScopeQuota[] {
    return [...this.#targets.values()].flatMap((target) => {
      const scope = this.scopeOf(target);
      if (!scope) return [];
      const quota = this.#snapshot(scope);
      const asked = ruleToObey(scope, quota.trouble);
      const isLowered = quota.rule.limit !== asked.limit || quota.rule.windowMs !== asked.windowMs;
      return [{ ...quota, title: quotaTitle(target, this.#names), ...(isLowered && { isLowered }) }];
    });
  }

  /** The quotas of sandboxes are not listed any more. */
  leaveSandbox(): void {
    for (const [scope, { hostKind }] of this.#targets) if (hostKind === 'sandbox') this.#targets.delete(scope);
  }

  #snapshot({ scope, rule, isOwnShare }: QuotaScope): QuotaSnapshot {
    return this.permits.snapshot(scope, rule, isOwnShare);
  }

  #readNames(): void {
    const naming = ++this.#naming;
    this.accounts.list().then(
      (accounts) => {
        if (naming !== this.#naming || this.disposed) return;
        this.#names = accountNames(accounts);
        this.#changed.fire(undefined);
      },
      (error: unknown) => this.host.log('error', `The accounts cannot be read: ${this.redactor.text(String(error))}`),
    );
  }
}

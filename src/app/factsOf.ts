import type { AccountBook, NamedAccount } from '../auth/accountBook';
import { measureClockSkew } from '../http/clockSkew';
import { type Exchange, lastAttempt, type Outcome } from '../http/exchange';
import type { Redactor } from '../http/redact';
import { retryAfterMs } from '../http/retryAfter';
import type { Facts } from '../insight/entry';
import type { QuotaSnapshot } from '../quota/permits';
import { defaultRetries } from '../run/policies/retry';
import { decideRetry } from '../run/retryDecision';
import type { RunResult } from '../run/runner';
import { endpointOf, hostKindOf, maskEmail, type RecentCreates, type SandboxAddress } from './facts';
import type { Host } from './host';
import type { LearnedFacts } from './learned';
import type { SignIn } from './signIn';

/** What facts are gathered from. */
export interface FactSources {
  readonly host: Pick<Host, 'clock' | 'place'>;
  readonly accounts: Pick<AccountBook, 'isEmpty'>;
  readonly redactor: Pick<Redactor, 'text'>;
  readonly signIn: Pick<SignIn, 'problemBehind' | 'clockSkewOf'>;
  readonly creates: Pick<RecentCreates, 'of'>;
  readonly learned: Pick<LearnedFacts, 'about'>;
  readonly sandbox: SandboxAddress | undefined;
  /** Of an account; undefined for one of a sandbox that does not run. */
  quota(account: NamedAccount): QuotaSnapshot | undefined;
}

/**
 * What is known beside an exchange, for its explanation.
 *
 * @param account That signed, or would have.
 * @param retries `@retry`. Default: as everywhere.
 */
export async function factsOf(sources: FactSources, { outcome, unsignedBecause }: RunResult, account: NamedAccount | undefined, retries = defaultRetries): Promise<Facts> {
  const { host, accounts, redactor, signIn, creates, learned, sandbox } = sources;
  const { exchange } = outcome;
  const endpoint = endpointOf(exchange.request, sandbox);
  const hostKind = hostKindOf(exchange.request, sandbox);
  const counted = hostKind === 'api' || hostKind === 'emulator' || hostKind === 'sandbox';
  const quota = counted && account ? sources.quota(account) : undefined;
  const skew = skewOf(signIn, exchange, account);
  const problem = outcome.kind === 'failed' ? signIn.problemBehind(outcome.failure) : undefined;
  const signedOut = account ? account.signedOut === true : !(await accounts.isEmpty());
  return {
    now: host.clock.now(),
    hostKind,
    recentCreates: creates.of(exchange),
    ...learned.about(exchange, hostKind),
    canSign: account !== undefined && !signedOut,
    attemptsAllowed: attemptsAllowed(outcome, retries),
    ...(signedOut ? { signedOut } : {}),
    hide: (text) => redactor.text(text),
    ...(host.place && { place: host.place }),
    ...(endpoint ? { endpoint } : {}),
    ...(account && !unsignedBecause ? { account: { name: account.name, maskedEmail: maskEmail(account.account.email) } } : {}),
    ...(unsignedBecause ? { unsignedBecause } : {}),
    ...(quota ? { quota: { used: quota.used, limit: quota.rule.limit, windowMs: quota.rule.windowMs, closedForMs: quota.closedForMs, ...(quota.trouble && { isAlone: true }) } } : {}),
    ...(problem ? { signIn: problem } : {}),
    ...(skew === undefined ? {} : { clockSkewMs: skew }),
  };
}

/** From the answer itself; without one from the latest sign-in. */
function skewOf(signIn: FactSources['signIn'], exchange: Exchange, account: NamedAccount | undefined): number | undefined {
  const attempt = lastAttempt(exchange);
  if (attempt?.response) return measureClockSkew(attempt.response.headers, attempt.timing);
  return account && signIn.clockSkewOf(account.account);
}

/** How many attempts a run was allowed that ended so, the first included. */
function attemptsAllowed(outcome: Outcome, retries: number): number {
  const { method } = outcome.exchange.request;
  const response = outcome.kind === 'answered' ? outcome.response : undefined;
  const waitMs = response && retryAfterMs(response.headers);
  const ended = { method, ...(response && { status: response.status }), ...(outcome.kind === 'failed' && { failure: outcome.failure }), ...(waitMs !== undefined && { retryAfterMs: waitMs }) };
  const decision = decideRetry(ended, { attempts: 1, refusals: 1, retries, mostRefusals: 0, windowMs: 0, random: 0 });
  return decision.kind === 'retry' ? retries + 1 : 1;
}

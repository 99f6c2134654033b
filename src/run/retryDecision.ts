import type { FailureCode, TransportFailure } from '../http/exchange';
import { isIdempotent } from '../http/methods';

/** What happened in the attempt that is over. */
export interface AttemptResult {
  readonly method: string;
  /** Missing when no answer arrived. */
  readonly status?: number;
  readonly failure?: Pick<TransportFailure, 'code' | 'maybeSent' | 'proxy'>;
  /** From `Retry-After`, milliseconds; undefined when the header is absent or unreadable. */
  readonly retryAfterMs?: number;
}

export interface RetryState {
  /** Attempts so far that count; refused ones (429) do not. */
  readonly attempts: number;
  /** How often it was refused with 429 so far, this time included. */
  readonly refusals: number;
  /** Attempts allowed after the first. */
  readonly retries: number;
  /** Refusals (429) that are sat through. */
  readonly mostRefusals: number;
  /** The quota's window, milliseconds: how long to wait for a 429 that names no time. */
  readonly windowMs: number;
  /** From 0 (included) to 1 (excluded), for jitter. */
  readonly random: number;
}

export type RetryDecision =
  | { readonly kind: 'stop' }
  | { readonly kind: 'retry'; readonly afterMs: number; readonly counts: boolean };

/** A longer `Retry-After` is not waited for: the user is told the time instead. */
export const longestWaitMs = 60_000;

/**
 * Whether and when to send again; pure.
 *
 * Source: error documentation. 429 after `Retry-After`; 500 and 503 with exponential backoff
 * from 1 s; 504 from 10 s. Connection errors are treated like 503. Automatic only where repeating
 * is safe: idempotent methods, and anything that was not carried out (429, never sent).
 */
export function decideRetry(result: AttemptResult, state: RetryState): RetryDecision {
  if (state.retries === 0) return { kind: 'stop' };
  if (result.status === 429) {
    // A server that keeps saying "at once" is asked ever more seldom, and not for ever.
    if (state.refusals > state.mostRefusals) return { kind: 'stop' };
    const leastMs = Math.min(1000 * 2 ** (state.refusals - 1), state.windowMs);
    const afterMs = Math.max(result.retryAfterMs ?? state.windowMs, leastMs);
    return afterMs > longestWaitMs ? { kind: 'stop' } : { kind: 'retry', afterMs, counts: false };
  }
  const base = backoffBase(result);
  if (base === undefined || state.attempts > state.retries) return { kind: 'stop' };
  const neverSent = result.failure !== undefined && !result.failure.maybeSent;
  if (!neverSent && !isIdempotent(result.method)) return { kind: 'stop' };
  // Longer than that nobody waits; who asked for many tries gets them.
  const backoffMs = Math.min(base * 2 ** (state.attempts - 1) * (1 + state.random / 4), longestWaitMs);
  const afterMs = Math.max(backoffMs, result.retryAfterMs ?? 0);
  return afterMs > longestWaitMs ? { kind: 'stop' } : { kind: 'retry', afterMs, counts: true };
}

/**
 * First wait in milliseconds, or undefined when sending again would not help.
 *
 * Connection errors are those that say nothing about what was asked for: nobody listened, no way
 * there, hung up, or hung up in the middle of the answer. Not among them: a name that the resolver
 * does not know and a proxy or certificate that is wrong (they stay so until somebody changes a
 * setting), an answer that is no HTTP or too large (the next one would be as well), and a request
 * whose own time is up (`timeout.answer`, `timeout.body`).
 */
function backoffBase({ status, failure }: AttemptResult): number | undefined {
  if (status === 500 || status === 503) return 1000;
  if (status === 504) return 10_000;
  if (status !== undefined || failure === undefined) return undefined;
  return isConnectionError(failure) ? 1000 : undefined;
}

/** A proxy that is out of reach is like a host that is. One that does not reach the host mostly does not know its name. */
function isConnectionError({ code, proxy }: NonNullable<AttemptResult['failure']>): boolean {
  return connectionErrors.has(proxy?.cause.kind === 'unreachable' ? proxy.cause.failure : code);
}

const connectionErrors: ReadonlySet<FailureCode> = new Set<FailureCode>(['refused', 'unreachable', 'timeout.connect', 'reset', 'truncated']);

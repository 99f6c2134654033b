import { isCancelled } from '../../base/abort';
import type { Clock } from '../../base/clock';
import type { Signature, WireRequest } from '../../http/exchange';
import { formatDuration } from '../../http/format';
import { retryAfterMs } from '../../http/retryAfter';
import type { SendResult } from '../../http/transport';
import type { Permit, PermitRequest, Permits } from '../../quota/permits';
import { failedOutside, type Policy, type RunContext, type Send } from '../pipeline';
import { longestWaitMs } from '../retryDecision';

/** A quota, and how much of it this process may use. */
export type Quota = Pick<PermitRequest, 'scope' | 'rule' | 'isOwnShare'>;

/** The quota a request falls under, or undefined when its host has none. */
export type QuotaOf = (request: WireRequest, signature: Signature | undefined) => Quota | undefined;

/**
 * Takes a permit right before the send and settles it by what became of the request. While a 429
 * has closed the quota for longer than anybody would wait, the request fails instead.
 *
 * The transport asks right before the first octet whether the permit still holds. When it does not,
 * because this process was stopped in between, nothing was sent: another permit is taken, and what was
 * withheld is no attempt.
 */
export function quotaPolicy(permits: Permits, quotaOf: QuotaOf, clock: Clock): Policy {
  return {
    name: 'quota',
    async send(request, context, next) {
      const quota = quotaOf(request, context.signature);
      if (!quota) return next(request, context);
      for (;;) {
        const permit = await take(permits, quota, context);
        if (permit === 'closed') {
          const detail = `a 429 has closed the quota for another ${formatDuration(Math.ceil(permits.closedForMs(quota.scope) / 1000) * 1000)}`;
          return failedOutside({ code: 'quota', detail, maybeSent: false }, clock.now());
        }
        const result = await sendOn(permit, request, context, next);
        if (result.kind === 'failed' && result.failure.code === 'withheld') continue;
        if (result.kind === 'answered' && result.response.status === 429) {
          permits.refused(quota.scope, retryAfterMs(result.response.headers) ?? quota.rule.windowMs);
        }
        return result;
      }
    },
  };
}

/** A permit; `closed` when a 429 holds back every send for longer than anybody would wait, also when it comes while this one waits. */
async function take(permits: Permits, quota: Quota, { priority, holder, onProgress, signal }: RunContext): Promise<Permit | 'closed'> {
  const { scope } = quota;
  const isClosed = () => permits.closedForMs(scope) > longestWaitMs;
  if (isClosed()) return 'closed';
  const wait = { isGivenUp: false };
  const onWait = (expectedMs: number, id: number) => {
    if (isClosed()) {
      wait.isGivenUp = true;
      permits.withdraw(scope, id);
    } else onProgress({ kind: 'waiting-for-quota', expectedMs, scope, take: id });
  };
  try {
    return await permits.take({ ...quota, priority, holder, onWait }, signal);
  } catch (error) {
    if (wait.isGivenUp && isCancelled(error) && !signal.aborted) return 'closed';
    throw error;
  }
}

async function sendOn(permit: Permit, request: WireRequest, context: RunContext, next: Send): Promise<SendResult> {
  const fate = { mayHaveGone: false };
  try {
    const result = await next(request, {
      ...context,
      mayWrite: () => {
        const isValid = permit.isValid;
        fate.mayHaveGone ||= isValid;
        return isValid;
      },
      onHeaders: (status) => {
        permit.answered(status);
        context.onHeaders?.(status);
      },
    });
    if (result.kind === 'failed' && !result.failure.maybeSent) permit.neverSent();
    return result;
  } finally {
    // Settling twice does nothing: this is for a send that was cancelled, took too long, or failed after it left.
    if (fate.mayHaveGone) permit.fateUnknown();
    else permit.neverSent();
  }
}

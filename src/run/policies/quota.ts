import type { Clock } from '../../base/clock';
import type { Signature, WireRequest } from '../../http/exchange';
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
        const closedForMs = permits.closedForMs(quota.scope);
        if (closedForMs > longestWaitMs) {
          const detail = `a 429 has closed the quota for another ${Math.ceil(closedForMs / 1000)} s`;
          return failedOutside({ code: 'quota', detail, maybeSent: false }, clock.now());
        }
        const permit = await take(permits, quota, context);
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

function take(permits: Permits, quota: Quota, { priority, holder, onProgress, signal }: RunContext): Promise<Permit> {
  const { scope } = quota;
  const onWait = (expectedMs: number, id: number) => onProgress({ kind: 'waiting-for-quota', expectedMs, scope, take: id });
  return permits.take({ ...quota, priority, holder, onWait }, signal);
}

async function sendOn(permit: Permit, request: WireRequest, context: RunContext, next: Send): Promise<SendResult> {
  try {
    const result = await next(request, {
      ...context,
      mayWrite: () => permit.isValid,
      onHeaders: (status) => {
        permit.answered(status);
        context.onHeaders?.(status);
      },
    });
    if (result.kind === 'failed' && !result.failure.maybeSent) permit.neverSent();
    return result;
  } finally {
    // Settling twice does nothing: this is for a send that was cancelled, or failed after it left.
    permit.fateUnknown();
  }
}

import type { Clock } from '../../base/clock';
import type { Signature, WireRequest } from '../../http/exchange';
import { retryAfterMs } from '../../http/retryAfter';
import type { Permit, Permits, QuotaRule } from '../../quota/permits';
import { failedOutside, type Policy } from '../pipeline';
import { longestWaitMs } from '../retryDecision';

/** The quota a request falls under, or undefined when its host has none. */
export type QuotaOf = (request: WireRequest, signature: Signature | undefined) => { readonly scope: string; readonly rule: QuotaRule } | undefined;

/**
 * Takes a permit right before the send and settles it by what became of the request. While a 429
 * has closed the quota for longer than anybody would wait, the request fails instead.
 */
export function quotaPolicy(permits: Permits, quotaOf: QuotaOf, clock: Clock): Policy {
  return {
    name: 'quota',
    async send(request, context, next) {
      const quota = quotaOf(request, context.signature);
      if (!quota) return next(request, context);
      const { closedForMs } = permits.snapshot(quota.scope, quota.rule);
      if (closedForMs > longestWaitMs) {
        const detail = `a 429 has closed the quota for another ${Math.ceil(closedForMs / 1000)} s`;
        return failedOutside({ code: 'quota', detail, maybeSent: false }, clock.now());
      }
      const permit = await permits.take(
        {
          ...quota,
          priority: context.priority,
          holder: context.holder,
          onWait: (expectedMs) => context.onProgress({ kind: 'waiting-for-quota', expectedMs }),
        },
        context.signal,
      );
      const result = await settle(permit, () =>
        next(request, {
          ...context,
          onHeaders: (status) => {
            permit.answered(status);
            context.onHeaders?.(status);
          },
        }),
      );
      if (result.kind === 'answered' && result.response.status === 429) {
        permits.refused(quota.scope, retryAfterMs(result.response.headers) ?? quota.rule.windowMs);
      }
      return result;
    },
  };
}

async function settle(permit: Permit, send: () => ReturnType<Policy['send']>): ReturnType<Policy['send']> {
  try {
    const result = await send();
    if (result.kind === 'failed' && !result.failure.maybeSent) permit.neverSent();
    return result;
  } finally {
    // Settling twice does nothing: this is for a send that was cancelled, or failed after it left.
    permit.fateUnknown();
  }
}

import { sleep } from '../../base/abort';
import type { Clock } from '../../base/clock';
import type { Random } from '../../base/random';
import type { Signature, WireRequest } from '../../http/exchange';
import { retryAfterMs } from '../../http/retryAfter';
import type { SendResult } from '../../http/transport';
import type { Policy } from '../pipeline';
import { type AttemptResult, decideRetry } from '../retryDecision';

/** `@retry` where the request does not say it. */
export const defaultRetries = 3;
/** 429s in a row that are sat through unless `@retry` says a number: three minutes at least. */
const defaultRefusals = 20;

/**
 * Sends again what is worth sending again. Knows no reasons: those are in `retryDecision.ts`.
 *
 * @param windowOf The window of the quota that a request falls under, signed as it was; milliseconds.
 */
export function retryPolicy(clock: Clock, random: Random, windowOf: (request: WireRequest, signature: Signature | undefined) => number): Policy {
  return {
    name: 'retry',
    async send(request, context, next) {
      const retries = context.options.retries ?? defaultRetries;
      const of = retries + 1;
      let failed = 0;
      let refusals = 0;
      for (;;) {
        const result = await next(request, { ...context, attempt: { number: failed + 1, of } });
        const happened = describe(request, result);
        refusals = happened.status === 429 ? refusals + 1 : 0;
        const decision = decideRetry(happened, {
          attempts: failed + 1,
          refusals,
          retries,
          mostRefusals: context.options.retries ?? defaultRefusals,
          windowMs: windowOf(request, context.recorder.attempts.at(-1)?.signedAs),
          random: random.next(),
        });
        if (decision.kind === 'stop') return result;
        const { afterMs, counts } = decision;
        if (counts) failed++;
        context.recorder.follow('retry');
        const status = result.kind === 'answered' ? { status: result.response.status } : {};
        context.onProgress({ kind: 'waiting-to-retry', afterMs, ...status, ...(counts && { attempt: failed + 1, of }) });
        await sleep(clock, afterMs, context.signal);
      }
    },
  };
}

function describe(request: WireRequest, result: SendResult): AttemptResult {
  if (result.kind === 'failed') return { method: request.method, failure: result.failure };
  const { status, headers } = result.response;
  const waitMs = retryAfterMs(headers);
  return { method: request.method, status, ...(waitMs === undefined ? {} : { retryAfterMs: waitMs }) };
}

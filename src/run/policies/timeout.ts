import { deadline, isCancelled } from '../../base/abort';
import type { Clock } from '../../base/clock';
import type { SendResult } from '../../http/transport';
import type { Policy } from '../pipeline';

/** Milliseconds for one attempt unless the request says otherwise. */
export const defaultTimeoutMs = 30_000;

/**
 * Gives up an attempt that takes too long, closing its socket.
 *
 * It sits inside authorize and quota, so that a request that waits for its turn in a long bulk run
 * does not run out of time before it was sent.
 */
export function timeoutPolicy(clock: Clock): Policy {
  return {
    name: 'timeout',
    async send(request, context, next) {
      const limit = context.options.timeoutMs ?? defaultTimeoutMs;
      const startedAt = clock.now();
      const start = clock.monotonic();
      const seen: { headersMs?: number; mayHaveGone?: boolean } = {};
      const time = deadline(clock, limit, context.signal);
      try {
        return await next(request, {
          ...context,
          signal: time.signal,
          mayWrite: () => {
            const may = context.mayWrite?.() ?? true;
            seen.mayHaveGone ||= may;
            return may;
          },
          onHeaders: (status) => {
            seen.headersMs = clock.monotonic() - start;
            context.onHeaders?.(status);
          },
        });
      } catch (error) {
        if (!time.passed || !isCancelled(error)) throw error;
        const timing = { startedAt, totalMs: clock.monotonic() - start, ...(seen.headersMs !== undefined && { headersMs: seen.headersMs }) };
        return seen.mayHaveGone === true ? timedOut(limit, timing) : notConnected(limit, timing);
      } finally {
        time.dispose();
      }
    },
  };
}

function timedOut(limit: number, timing: SendResult['timing']): SendResult {
  const code = timing.headersMs === undefined ? 'timeout.answer' : 'timeout.body';
  return { kind: 'failed', failure: { code, detail: `no complete answer within ${limit} ms`, maybeSent: true }, timing };
}

function notConnected(limit: number, timing: SendResult['timing']): SendResult {
  return { kind: 'failed', failure: { code: 'timeout.connect', detail: `no connection within ${limit} ms`, maybeSent: false }, timing };
}

import { isCancelled } from '../../base/abort';
import type { Logger } from '../../base/logger';
import type { Redactor } from '../../http/redact';
import type { Policy } from '../pipeline';

/** Records each attempt as it really goes out, and logs it without secrets. Nothing inside it changes the request. */
export function logPolicy(log: Logger, redactor: Redactor): Policy {
  return {
    name: 'log',
    async send(request, context, next) {
      const attempt = context.recorder.attempts.length + 1;
      const what = `${request.method} ${request.origin}${redactor.target(request.target)}`;
      context.onProgress({ kind: 'sending', attempt: context.attempt?.number ?? attempt, ...(context.attempt && { of: context.attempt.of }) });
      log('info', `→ ${what}`, { attempt });
      try {
        const result = await next(request, context);
        const signedAs = context.signature ? { signedAs: context.signature } : {};
        if (result.kind === 'answered') {
          context.recorder.add({ request, response: result.response, timing: result.timing, ...signedAs });
          log('info', `← ${result.response.status} ${what}`, { attempt, ms: Math.round(result.timing.totalMs) });
        } else if (result.failure.code === 'withheld') {
          // Nothing went out, so there is nothing to record.
          log('info', `withheld ${what}`, { attempt, detail: result.failure.detail });
        } else {
          context.recorder.add({ request, failure: result.failure, timing: result.timing, ...signedAs });
          log('warn', `✕ ${result.failure.code} ${what}`, { attempt, detail: result.failure.detail });
        }
        return result;
      } catch (error) {
        if (isCancelled(error)) log('info', `cancelled ${what}`, { attempt });
        throw error;
      }
    },
  };
}

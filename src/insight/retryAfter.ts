import { headerValue, type WireResponse } from '../http/exchange';

/**
 * Milliseconds that an answer's `Retry-After` asks to wait: whole seconds, or an HTTP date read
 * against the answer's own `Date` (so that a wrong local clock does no harm). Undefined when the
 * header is missing or neither.
 *
 * @param now Wall clock, used where the answer has no `Date`.
 */
export function retryAfterMs(response: WireResponse, now: number): number | undefined {
  const value = headerValue(response.headers, 'retry-after')?.trim() ?? '';
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1000;
  const until = httpDate(value);
  if (until === undefined) return undefined;
  const from = httpDate(headerValue(response.headers, 'date') ?? '') ?? now;
  return Math.max(0, until - from);
}

/** Only the fixed form of RFC 9110 (`Sun, 06 Nov 1994 08:49:37 GMT`); `Date.parse` alone takes almost anything. */
function httpDate(value: string): number | undefined {
  if (!/^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/.test(value.trim())) return undefined;
  const time = Date.parse(value);
  return Number.isNaN(time) ? undefined : time;
}

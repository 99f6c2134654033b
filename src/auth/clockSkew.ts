import { type HeaderList, type Timing, headerValue } from '../http/exchange';

/**
 * Server clock minus local clock in milliseconds; undefined without a readable `Date`.
 *
 * `Date` has whole seconds, cut off, and was written at some moment of the exchange: half a second
 * and the middle of the exchange are assumed, so small values mean nothing.
 */
export function clockSkew(headers: HeaderList, timing: Timing): number | undefined {
  const date = Date.parse(headerValue(headers, 'date') ?? '');
  if (Number.isNaN(date)) return undefined;
  return Math.round(date + 500 - (timing.startedAt + (timing.headersMs ?? timing.totalMs) / 2));
}

import { type HeaderList, type Timing, headerValue } from './exchange';

/**
 * Difference of the clocks, in milliseconds, from which on a token can be refused: assertions are
 * backdated by 5 s, and `Date` counts whole seconds.
 */
export const harmfulSkewMs = 10_000;

/**
 * Server clock minus local clock in milliseconds; undefined without a readable `Date`.
 *
 * `Date` has whole seconds, cut off, and was written at some moment of the exchange: half a second
 * and the middle of the exchange are assumed, so small values mean nothing.
 */
export function measureClockSkew(headers: HeaderList, timing: Timing): number | undefined {
  const date = Date.parse(headerValue(headers, 'date') ?? '');
  if (Number.isNaN(date)) return undefined;
  return Math.round(date + 500 - (timing.startedAt + (timing.headersMs ?? timing.totalMs) / 2));
}

/** Whether a measured skew can make a good key look bad. One that was not measured cannot be said to. */
export function isHarmfulSkew(skewMs: number | undefined): boolean {
  return skewMs !== undefined && Math.abs(skewMs) >= harmfulSkewMs;
}

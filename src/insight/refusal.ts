import type { Facts } from './entry';

/**
 * Quotas that DT documents: 75 requests in 10 s, and in older documentation 25 in 5 s. Each request
 * that an account may send at most, and the window in milliseconds.
 * Source: error documentation: 429.
 */
export const documentedQuota = { limit: 75, windowMs: 10_000 } as const;
const olderQuota = { limit: 25, windowMs: 5000 } as const;

/**
 * What our own count says about who used up the quota when DT answers with 429.
 *
 * - `limit-too-high`: our limit allows more than DT does, so it may have been us.
 * - `alone`: others on this machine are not in the count, or others elsewhere.
 * - `used-up`: it was all used from here.
 * - `others-or-older`: others used it, or DT allows this account only what the older documentation says.
 * - `others`: others used it; what went out from here fits into any quota that DT documents.
 */
export type Refusal = 'limit-too-high' | 'alone' | 'used-up' | 'others-or-older' | 'others';

/** What a 429 says about who used the quota, by what was counted here when it came. */
export function refusalOf(quota: NonNullable<Facts['quota']>): Refusal {
  const inDocumented = mostIn(documentedQuota.windowMs, quota);
  if (inDocumented > documentedQuota.limit) return 'limit-too-high';
  if (quota.isAlone === true) return 'alone';
  if (inDocumented === documentedQuota.limit) return 'used-up';
  const mayBreakOlder = Math.ceil(olderQuota.windowMs / quota.windowMs) * quota.limit > olderQuota.limit;
  return mayBreakOlder && mostIn(olderQuota.windowMs, quota) >= olderQuota.limit ? 'others-or-older' : 'others';
}

/** The most that can have gone out in the last `ms`: what is counted reaches back one window, and each one before that held the limit at most. */
function mostIn(ms: number, { used, limit, windowMs }: NonNullable<Facts['quota']>): number {
  return used + (Math.ceil(ms / windowMs) - 1) * limit;
}

import { bulkShare, interactiveReserve } from './pace';
import type { Priority, QuotaSnapshot } from './permits';

/** `12 of 75 used`; `24 used, limit 5` when the limit is newer than what is used. */
export function usedText({ used, rule: { limit } }: Pick<QuotaSnapshot, 'used' | 'rule'>): string {
  return used > limit ? `${count(used)} used, limit ${count(limit)}` : `${count(used)} of ${count(limit)} used`;
}

/** `9,900` */
export function count(number: number): string {
  return number.toLocaleString('en-US');
}

/**
 * What holds a request back although not all is used: the even `pace` of a bulk run, which who cannot
 * share keeps with every request; or the `reserve` for single ones. Undefined when it is neither.
 */
export function waitReason({ rule, used, closedForMs, unknownForMs, trouble }: QuotaSnapshot, priority: Priority | undefined): 'pace' | 'reserve' | undefined {
  if ((priority !== 'bulk' && !trouble) || closedForMs > 0 || unknownForMs > 0 || used >= rule.limit) return undefined;
  return trouble || used < bulkShare(rule, interactiveReserve).limit ? 'pace' : 'reserve';
}

import type { PermitRequest, QuotaRule } from './permits';
import type { StoreTrouble } from './trouble';

/**
 * How bulk runs use the quota: `spread` evenly over the window, or in a `burst` as fast as permits
 * last. DT prefers spreading. Source: error documentation: 429.
 */
export type Pace = 'spread' | 'burst';

/** How many permits to keep for interactive runs. */
export type Reserve = (rule: QuotaRule) => number;

/** min(10, a fifth of the limit, rounded down); always less than the limit. */
export const interactiveReserve: Reserve = ({ limit }) => Math.min(10, Math.floor(limit / 5));

/** The part of `rule` that bulk runs may use up: the limit less the reserve, never below 1. */
export function bulkShare(rule: QuotaRule, reserve: Reserve): QuotaRule {
  return { limit: Math.max(1, rule.limit - reserve(rule)), windowMs: rule.windowMs };
}

/**
 * The earliest start, `now` or later, of a bulk request when the last one started at `lastStart`
 * (undefined: never). Counted from the last start and not from a timetable, so missed slots are
 * not caught up.
 *
 * @param share What {@link bulkShare} returned.
 */
export function nextBulkStart(pace: Pace, share: QuotaRule, lastStart: number | undefined, now: number): number {
  if (pace === 'burst' || lastStart === undefined) return now;
  return Math.max(now, lastStart + share.windowMs / share.limit);
}

/**
 * What a process obeys that cannot share the quota with the others on this machine: a fifth of the
 * limit, at least 1, in the same window. Five such processes stay within the quota.
 */
export function aloneRule({ limit, windowMs }: QuotaRule): QuotaRule {
  return { limit: Math.max(1, Math.floor(limit / 5)), windowMs };
}

/** What `asked` obeys of its own: its rule, or the safe part of it where `trouble` keeps it from sharing. A share given to this very process holds anyhow. */
export function ruleToObey(asked: Pick<PermitRequest, 'rule' | 'isOwnShare'>, trouble: StoreTrouble | undefined): QuotaRule {
  return trouble === undefined || asked.isOwnShare === true ? asked.rule : aloneRule(asked.rule);
}

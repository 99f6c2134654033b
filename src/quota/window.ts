import { documentedQuota, type Participant, type PermitHolder, type QuotaRule } from './permits';

/** How long past the window an answered permit is held: covers rounding of timers and clocks. */
export const answerMarginMs = 25;
/**
 * How long past the window a permit in doubt is held: octets that had left this machine when the
 * socket closed may reach the server this much later.
 */
export const doubtMarginMs = 5000;

/** How long a permit in flight counts as alive after its holder was last heard of. */
export const leaseMs = 30_000;

/** What has become of a permit. Times are of `Clock.monotonic()`. */
export type PermitPhase =
  /** Its holder lives at least until `leaseUntil`, and renews that; after it nobody knows what became of the request. */
  | { readonly kind: 'in-flight'; readonly leaseUntil: number }
  | { readonly kind: 'answered'; readonly at: number }
  | { readonly kind: 'in-doubt'; readonly at: number };

/** A permit that counts against the quota. Plain data, so that a store can write it down. */
export interface HeldPermit {
  /** Unique within its scope. */
  readonly id: number;
  readonly holder: PermitHolder;
  readonly by: Participant;
  /** When it was handed out. */
  readonly takenAt: number;
  /** The rule under which it was taken. */
  readonly rule: QuotaRule;
  readonly phase: PermitPhase;
}

/**
 * The moment from which `permit` no longer counts under `rule`. In flight that is the latest that it
 * can be: its holder is not heard of again, and the request left in the last moment of the lease.
 */
export function freeAt({ phase }: HeldPermit, rule: QuotaRule): number {
  switch (phase.kind) {
    case 'in-flight':
      return phase.leaseUntil + rule.windowMs + doubtMarginMs;
    case 'answered':
      return phase.at + rule.windowMs + answerMarginMs;
    case 'in-doubt':
      return phase.at + rule.windowMs + doubtMarginMs;
  }
}

/** Whether its request is under way and its holder was heard of in time. */
export function isAlive({ phase }: HeldPermit, now: number): boolean {
  return phase.kind === 'in-flight' && phase.leaseUntil > now;
}

/** The permits that count under `rule` at `now`. */
export function heldUnder(held: readonly HeldPermit[], rule: QuotaRule, now: number): HeldPermit[] {
  return held.filter((permit) => freeAt(permit, rule) > now);
}

/** The earliest moment, `now` or later, at which fewer than `rule.limit` permits are held, unless answers and renewals change that. */
export function nextFree(held: readonly HeldPermit[], rule: QuotaRule, now: number): number {
  if (held.length < rule.limit) return now;
  const ends = held.map((permit) => freeAt(permit, rule)).filter((end) => end > now);
  if (ends.length < rule.limit) return now;
  ends.sort((a, b) => a - b);
  return ends[ends.length - rule.limit] ?? now;
}

/** The first moment after `now` at which a permit comes free under its own rule; `Infinity` if none is held. */
export function nextRelease(held: readonly HeldPermit[], now: number): number {
  return held.reduce((next, permit) => {
    const end = freeAt(permit, permit.rule);
    return end > now && end < next ? end : next;
  }, Infinity);
}

/**
 * The rules to obey in a scope at `now`: the ones asked for, and those under which permits are
 * still held. Two that differ are both obeyed, so where one is lower throughout, it decides.
 */
export function rulesInForce(held: readonly HeldPermit[], asked: readonly QuotaRule[], now: number): QuotaRule[] {
  const rules: QuotaRule[] = [];
  const isKnown = (rule: QuotaRule) => rules.some((known) => sameRule(known, rule));
  for (const rule of asked) if (!isKnown(rule)) rules.push(rule);
  let last: QuotaRule | undefined;
  for (const permit of held) {
    // Most are the same as the one before, and finding that out costs next to nothing.
    if (permit.rule === last) continue;
    if (isKnown(permit.rule)) last = permit.rule;
    else if (freeAt(permit, permit.rule) > now) rules.push(permit.rule);
  }
  return rules;
}

/**
 * Drops the permits that count under none of `rules` any more, but not those that the documented quota
 * still counts, as far as it can count: a rule with a longer window may come into use next, and sees
 * what was sent under a shorter one. (One that allows more than the documented quota, or in a window
 * longer than its, holds from its first permit on.)
 */
export function withoutFree(held: readonly HeldPermit[], rules: readonly QuotaRule[], now: number): HeldPermit[] {
  const longest = rules.reduce((longer, rule) => (rule.windowMs > longer.windowMs ? rule : longer));
  const kept = held.filter((permit) => freeAt(permit, longest) > now || freeAt(permit, documentedQuota) > now);
  // Seldom anything: most rules have a window no shorter than the documented one.
  if (longest.windowMs >= documentedQuota.windowMs) return kept;
  const free = kept.filter((permit) => freeAt(permit, longest) <= now).sort((a, b) => freeAt(a, documentedQuota) - freeAt(b, documentedQuota));
  const dropped = new Set(free.slice(0, -documentedQuota.limit));
  return dropped.size === 0 ? kept : kept.filter((permit) => !dropped.has(permit));
}

function sameRule(a: QuotaRule, b: QuotaRule): boolean {
  return a.limit === b.limit && a.windowMs === b.windowMs;
}

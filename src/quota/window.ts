import type { PermitHolder, QuotaRule } from './permits';

/** How long past the window an answered permit is held: covers rounding of timers and clocks. */
export const answerMarginMs = 25;
/**
 * How long past the window a permit in doubt is held: octets that had left this machine when the
 * socket closed may reach the server this much later.
 */
export const doubtMarginMs = 5000;

/** What has become of a permit. Times are of `Clock.monotonic()`. */
export type PermitPhase =
  | { readonly kind: 'in-flight' }
  | { readonly kind: 'answered'; readonly at: number }
  | { readonly kind: 'in-doubt'; readonly at: number };

/** A permit that counts against the quota. Plain data, so that a store can write it down. */
export interface HeldPermit {
  /** Unique within its scope. */
  readonly id: number;
  readonly holder: PermitHolder;
  /** The rule under which it was taken. */
  readonly rule: QuotaRule;
  readonly phase: PermitPhase;
}

/** The moment from which `permit` no longer counts under `rule`; `Infinity` while it is in flight. */
export function freeAt({ phase }: HeldPermit, rule: QuotaRule): number {
  switch (phase.kind) {
    case 'in-flight':
      return Infinity;
    case 'answered':
      return phase.at + rule.windowMs + answerMarginMs;
    case 'in-doubt':
      return phase.at + rule.windowMs + doubtMarginMs;
  }
}

/** The permits that count under `rule` at `now`. */
export function heldUnder(held: readonly HeldPermit[], rule: QuotaRule, now: number): HeldPermit[] {
  return held.filter((permit) => freeAt(permit, rule) > now);
}

/**
 * The earliest moment, `now` or later, at which fewer than `rule.limit` permits are held;
 * `Infinity` when that depends on answers that have not arrived.
 */
export function nextFree(held: readonly HeldPermit[], rule: QuotaRule, now: number): number {
  const ends = held.map((permit) => freeAt(permit, rule)).filter((end) => end > now);
  if (ends.length < rule.limit) return now;
  ends.sort((a, b) => a - b);
  return ends[ends.length - rule.limit] ?? now;
}

/** The first moment after `now` at which a permit comes free under its own rule; `Infinity` if none is known. */
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
  const add = (rule: QuotaRule) => {
    if (!rules.some((known) => sameRule(known, rule))) rules.push(rule);
  };
  asked.forEach(add);
  for (const permit of held) {
    if (freeAt(permit, permit.rule) > now) add(permit.rule);
  }
  return rules;
}

/**
 * Drops the permits that count under none of `rules` any more. A rule with a longer window that
 * comes into use later does not see what was dropped: it holds from its first permit on.
 */
export function withoutFree(held: readonly HeldPermit[], rules: readonly QuotaRule[], now: number): HeldPermit[] {
  return held.filter((permit) => rules.some((rule) => freeAt(permit, rule) > now));
}

function sameRule(a: QuotaRule, b: QuotaRule): boolean {
  return a.limit === b.limit && a.windowMs === b.windowMs;
}

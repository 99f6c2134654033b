import { type Gate, nextPass, openGate, passed, refusedUntil } from './gate';
import { bulkShare, nextBulkStart, type Pace, type Reserve } from './pace';
import type { Participant, PermitHolder, Priority, QuotaRule } from './permits';
import { doubtMarginMs, type HeldPermit, leaseMs, nextFree, rulesInForce, withoutFree } from './window';

/**
 * All that is known about one scope. Plain data, changed only by the pure functions below, so that
 * a store can write it down and share it. Times are of `Clock.monotonic()`.
 */
export interface ScopeState {
  /** The id of the next permit; ids are not used again. */
  readonly nextId: number;
  /** In the order they were handed out, but that one put back is the last; some may be free already. */
  readonly held: readonly HeldPermit[];
  readonly gate: Gate;
  /** When the last bulk permit was handed out; absent before the first. */
  readonly lastBulkStart?: number;
  /**
   * What was handed out before this moment is not known (the record was damaged, or another boot of
   * the machine kept it): all permits count as in doubt since then. Absent when everything is known.
   */
  readonly unknownBefore?: number;
}

/** Nothing was ever handed out. */
export const emptyScope: ScopeState = { nextId: 1, held: [], gate: openGate };

/** How bulk runs are held back. */
export interface BulkPolicy {
  readonly pace: Pace;
  readonly reserve: Reserve;
}

/** What is asked for: the part of a `PermitRequest` that decides, and who asks. */
export interface Ask {
  readonly rule: QuotaRule;
  readonly priority: Priority;
  readonly holder: PermitHolder;
  readonly by: Participant;
}

export type TakeResult =
  | { readonly kind: 'granted'; readonly permit: HeldPermit }
  /** No permit before `until`, unless an answer comes before. */
  | { readonly kind: 'wait'; readonly until: number };

/** The earliest moment, `now` or later, at which `ask` may be granted as things stand. */
export function earliestStart(state: ScopeState, ask: Ask, bulk: BulkPolicy, now: number): number {
  return earliestUnder(rulesInForce(state.held, [ask.rule], now), state, ask, bulk, now);
}

function earliestUnder(rules: readonly QuotaRule[], state: ScopeState, ask: Ask, bulk: BulkPolicy, now: number): number {
  const starts = rules.map((rule) => {
    const known = knownFrom(state, rule);
    if (ask.priority === 'interactive') return Math.max(known, nextFree(state.held, rule, now));
    const share = bulkShare(rule, bulk.reserve);
    return Math.max(known, nextFree(state.held, share, now), nextBulkStart(bulk.pace, share, state.lastBulkStart, now));
  });
  return Math.max(nextPass(state.gate, state.held, now), ...starts);
}

/** From when on all that still counts under `rule` is on record; `-Infinity` when it always was. */
export function knownFrom({ unknownBefore }: ScopeState, rule: QuotaRule): number {
  return unknownBefore === undefined ? -Infinity : unknownBefore + rule.windowMs + doubtMarginMs;
}

/** Hands out a permit when the arithmetic allows; otherwise the very same state and how long to wait. */
export function tryTake(state: ScopeState, ask: Ask, bulk: BulkPolicy, now: number): { readonly state: ScopeState; readonly result: TakeResult } {
  const rules = rulesInForce(state.held, [ask.rule], now);
  const until = earliestUnder(rules, state, ask, bulk, now);
  if (until > now) return { state, result: { kind: 'wait', until } };
  const { rule, holder, by } = ask;
  const permit: HeldPermit = { id: state.nextId, holder, by, takenAt: now, rule, phase: { kind: 'in-flight', leaseUntil: now + leaseMs } };
  return {
    state: {
      ...state,
      nextId: permit.id + 1,
      held: [...withoutFree(state.held, rules, now), permit],
      gate: passed(state.gate, permit.id),
      ...(ask.priority === 'bulk' ? { lastBulkStart: now } : {}),
    },
    result: { kind: 'granted', permit },
  };
}

/** A 429 asked to wait until `until`. */
export function refuse(state: ScopeState, until: number): ScopeState {
  return { ...state, gate: refusedUntil(state.gate, until) };
}

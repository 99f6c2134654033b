import { accepted, closedFor, type Gate, nextPass, openGate, passed, refusedSoFar, refusedUntil, unanswered } from './gate';
import { bulkShare, nextBulkStart, type Pace, type Reserve } from './pace';
import type { PermitHolder, Priority, QuotaRule } from './permits';
import { type HeldPermit, heldUnder, nextFree, nextRelease, rulesInForce, withoutFree } from './window';

/**
 * All that is known about one scope. Plain data, changed only by the pure functions below, so that
 * a store can write it down and share it. Times are of `Clock.monotonic()`.
 */
export interface ScopeState {
  /** The id of the next permit; ids are not used again. */
  readonly nextId: number;
  /** In the order they were handed out; some may be free already. */
  readonly held: readonly HeldPermit[];
  readonly gate: Gate;
  /** When the last bulk permit was handed out; absent before the first. */
  readonly lastBulkStart?: number;
}

export const emptyScope: ScopeState = { nextId: 1, held: [], gate: openGate };

/** How bulk runs are held back. */
export interface BulkPolicy {
  readonly pace: Pace;
  readonly reserve: Reserve;
}

/** What is asked for: the part of a `PermitRequest` that decides. */
export interface Ask {
  readonly rule: QuotaRule;
  readonly priority: Priority;
  readonly holder: PermitHolder;
}

export type TakeResult =
  | { readonly kind: 'granted'; readonly permit: number }
  /** No permit before `until`; `Infinity` when that depends on answers that have not arrived. */
  | { readonly kind: 'wait'; readonly until: number };

/** How a permit ended. */
export type Ending =
  | { readonly kind: 'answered'; readonly status: number | undefined }
  | { readonly kind: 'never-sent' }
  | { readonly kind: 'fate-unknown' };

/** The earliest moment, `now` or later, at which `ask` may be granted. */
export function earliestStart(state: ScopeState, ask: Ask, bulk: BulkPolicy, now: number): number {
  const starts = rulesInForce(state.held, [ask.rule], now).map((rule) => {
    if (ask.priority === 'interactive') return nextFree(state.held, rule, now);
    const share = bulkShare(rule, bulk.reserve);
    return Math.max(nextFree(state.held, share, now), nextBulkStart(bulk.pace, share, state.lastBulkStart, now));
  });
  return Math.max(nextPass(state.gate, now), ...starts);
}

/** Hands out a permit when the arithmetic allows; otherwise the very same state and how long to wait. */
export function tryTake(state: ScopeState, ask: Ask, bulk: BulkPolicy, now: number): { readonly state: ScopeState; readonly result: TakeResult } {
  const until = earliestStart(state, ask, bulk, now);
  if (until > now) return { state, result: { kind: 'wait', until } };
  const id = state.nextId;
  const taken: HeldPermit = { id, holder: ask.holder, rule: ask.rule, phase: { kind: 'in-flight' } };
  const rules = rulesInForce(state.held, [ask.rule], now);
  return {
    state: {
      ...state,
      nextId: id + 1,
      held: [...withoutFree(state.held, rules, now), taken],
      gate: passed(state.gate, id),
      ...(ask.priority === 'bulk' ? { lastBulkStart: now } : {}),
    },
    result: { kind: 'granted', permit: id },
  };
}

/** Records how permit `id` ended at `now`; the same state when it is not in flight. */
export function settle(state: ScopeState, id: number, ending: Ending, now: number): ScopeState {
  const permit = state.held.find((held) => held.id === id);
  if (permit?.phase.kind !== 'in-flight') return state;
  switch (ending.kind) {
    case 'answered': {
      const held = replace(state.held, { ...permit, phase: { kind: 'answered', at: now } });
      const gate = ending.status === 429 ? refusedSoFar(state.gate, now + permit.rule.windowMs) : accepted(state.gate, id);
      return { ...state, held, gate };
    }
    case 'never-sent':
      return { ...state, held: state.held.filter((held) => held !== permit), gate: unanswered(state.gate, id) };
    case 'fate-unknown': {
      const held = replace(state.held, { ...permit, phase: { kind: 'in-doubt', at: now } });
      return { ...state, held, gate: unanswered(state.gate, id) };
    }
  }
}

/** A 429 asked to wait until `until`. */
export function refuse(state: ScopeState, until: number): ScopeState {
  return { ...state, gate: refusedUntil(state.gate, until) };
}

/** What people are shown of a state. */
export function describeScope(state: ScopeState, rule: QuotaRule, now: number) {
  const held = heldUnder(state.held, rule, now);
  return { used: held.length, closedForMs: closedFor(state.gate, now), holders: held.map(({ holder }) => holder) };
}

/** The first moment after `now` at which {@link describeScope} changes by the passing of time; `Infinity` if none. */
export function nextChange(state: ScopeState, now: number): number {
  const closedMs = closedFor(state.gate, now);
  return Math.min(nextRelease(state.held, now), closedMs > 0 ? now + closedMs : Infinity);
}

function replace(held: readonly HeldPermit[], changed: HeldPermit): HeldPermit[] {
  return held.map((permit) => (permit.id === changed.id ? changed : permit));
}

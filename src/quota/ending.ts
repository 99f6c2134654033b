import { accepted, refusedSoFar, unanswered } from './gate';
import type { ScopeState } from './scopeState';
import { type HeldPermit, leaseMs, type PermitPhase } from './window';

/** How a permit ended. */
export type Ending =
  | { readonly kind: 'answered'; readonly status: number | undefined }
  | { readonly kind: 'never-sent' }
  | { readonly kind: 'fate-unknown' };

/**
 * Records how `permit` ended at `now`; the same state when it is not in flight any more.
 *
 * One that is not there was taken for lost: its lease lapsed, or the record was. Its request went out
 * all the same, so it is put back and counts for the windows to come.
 */
export function settle(state: ScopeState, permit: HeldPermit, ending: Ending, now: number): ScopeState {
  const found = state.held.find((held) => isSame(held, permit));
  if (found !== undefined && found.phase.kind !== 'in-flight') return state;
  switch (ending.kind) {
    case 'answered': {
      const next = keep(state, permit, { kind: 'answered', at: now });
      return { ...next, gate: ending.status === 429 ? refusedSoFar(next.gate, now + permit.rule.windowMs) : found ? accepted(next.gate, permit.id) : next.gate };
    }
    case 'never-sent':
      return found ? { ...state, held: state.held.filter((held) => held !== found), gate: unanswered(state.gate, permit.id) } : state;
    case 'fate-unknown': {
      const next = keep(state, permit, { kind: 'in-doubt', at: now });
      return found ? { ...next, gate: unanswered(next.gate, permit.id) } : next;
    }
  }
}

/**
 * Says that the holder of `permits` lives at `now`; each has a whole lease again. Those that are not
 * there are put back as by {@link settle}; those that have ended are left alone.
 *
 * @returns As `result` the permits as they are on record now, in the order given.
 */
export function renew(state: ScopeState, permits: readonly HeldPermit[], now: number): { readonly state: ScopeState; readonly result: readonly HeldPermit[] } {
  const phase: PermitPhase = { kind: 'in-flight', leaseUntil: now + leaseMs };
  const wanted = new Set(permits.map(identity));
  const there = new Map<string, HeldPermit>();
  const held = state.held.map((each) => {
    const key = identity(each);
    if (!wanted.has(key)) return each;
    const kept = each.phase.kind === 'in-flight' ? { ...each, phase } : each;
    there.set(key, kept);
    return kept;
  });
  let next: ScopeState = { ...state, held };
  const result = permits.map((permit) => {
    const kept = there.get(identity(permit));
    if (kept) return kept;
    next = putBack(next, permit, phase);
    return next.held.at(-1) ?? permit;
  });
  return { state: next, result };
}

/** Whether both are one permit: the ids of a record that was lost may be handed out again, so an id alone says little. */
export function isSame(a: HeldPermit, b: HeldPermit): boolean {
  return a.id === b.id && a.takenAt === b.takenAt && a.by.id === b.by.id;
}

/** The same for a map. */
function identity({ id, takenAt, by }: HeldPermit): string {
  return `${id} ${takenAt} ${by.id}`;
}

function keep(state: ScopeState, permit: HeldPermit, phase: PermitPhase): ScopeState {
  const index = state.held.findIndex((held) => isSame(held, permit));
  return index < 0 ? putBack(state, permit, phase) : { ...state, held: state.held.with(index, { ...permit, phase }) };
}

/** Under its own id, or a new one where that has another permit now. */
function putBack(state: ScopeState, permit: HeldPermit, phase: PermitPhase): ScopeState {
  const isFree = permit.id < state.nextId && !state.held.some(({ id }) => id === permit.id);
  const id = isFree ? permit.id : state.nextId;
  return { ...state, nextId: Math.max(state.nextId, id + 1), held: [...state.held, { ...permit, id, phase }] };
}

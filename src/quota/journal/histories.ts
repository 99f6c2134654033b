import { isSame } from '../ending';
import { closedFor, type Gate } from '../gate';
import { emptyScope, type ScopeState } from '../scopeState';
import { type HeldPermit, leaseMs } from '../window';

/**
 * The state to begin with at `now` where nothing is known.
 *
 * Its ids begin where no earlier beginning on this clock can have come to: one is handed out in far
 * more than a microsecond. So a permit that outlived the record of it is never taken for another.
 *
 * @param unknownBefore See {@link ScopeState}; absent: nothing was handed out before.
 */
export function beginning(now: number, unknownBefore?: number): ScopeState {
  return { ...emptyScope, nextId: Math.floor(now * 1000) + 1, ...(unknownBefore !== undefined && { unknownBefore }) };
}

/**
 * What is left of `known` when later changes cannot be read. Permits that it does not know may
 * still be sent on until their leases end.
 */
export function withUnknown(known: ScopeState | undefined, now: number): ScopeState {
  const fresh = beginning(now, now + leaseMs);
  return known ? { ...known, nextId: Math.max(known.nextId, fresh.nextId), unknownBefore: now + leaseMs } : fresh;
}

/**
 * One state of two with separate histories: every permit of both, as it is known last, and the stricter
 * of everything else. `a` itself when `b` adds nothing.
 */
export function united(a: ScopeState, b: ScopeState, now: number): ScopeState {
  const known = new Set(a.held.map(({ id }) => id));
  const added = b.held.filter(({ id }) => !known.has(id));
  const others = new Map(b.held.map((permit) => [permit.id, permit]));
  const kept = a.held.map((permit) => newer(permit, others.get(permit.id)));
  const isAll = added.length === 0 && kept.every((permit, index) => permit === a.held[index]);
  const gate = stricter(a.gate, b.gate, now);
  const lastBulkStart = later(a.lastBulkStart, b.lastBulkStart);
  const unknownBefore = later(a.unknownBefore, b.unknownBefore);
  if (isAll && gate === a.gate && lastBulkStart === a.lastBulkStart && unknownBefore === a.unknownBefore) return a;
  return {
    nextId: Math.max(a.nextId, b.nextId),
    held: isAll ? a.held : [...kept, ...added],
    gate,
    ...(lastBulkStart !== undefined && { lastBulkStart }),
    ...(unknownBefore !== undefined && { unknownBefore }),
  };
}

/** Of two that are one permit: its holder alone renews and ends it, and one that has ended stays so. */
function newer(a: HeldPermit, b: HeldPermit | undefined): HeldPermit {
  if (!b || !isSame(a, b) || a.phase.kind !== 'in-flight') return a;
  return b.phase.kind !== 'in-flight' || b.phase.leaseUntil > a.phase.leaseUntil ? b : a;
}

function stricter(a: Gate, b: Gate, now: number): Gate {
  if (b.kind === 'open' || (a.kind !== 'open' && closedFor(a, now) >= closedFor(b, now))) return a;
  return b;
}

function later(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? (a ?? b) : Math.max(a, b);
}

import { closedFor, type Gate } from '../gate';
import { emptyScope, type ScopeState } from '../scopeState';
import { leaseMs } from '../window';

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
 * One state of two with separate histories: every permit of both, and the stricter of everything
 * else. `a` itself when `b` adds nothing.
 */
export function united(a: ScopeState, b: ScopeState, now: number): ScopeState {
  const known = new Set(a.held.map(({ id }) => id));
  const added = b.held.filter(({ id }) => !known.has(id));
  const gate = stricter(a.gate, b.gate, now);
  const lastBulkStart = later(a.lastBulkStart, b.lastBulkStart);
  const unknownBefore = later(a.unknownBefore, b.unknownBefore);
  if (added.length === 0 && gate === a.gate && lastBulkStart === a.lastBulkStart && unknownBefore === a.unknownBefore) return a;
  return {
    nextId: Math.max(a.nextId, b.nextId),
    held: [...a.held, ...added],
    gate,
    ...(lastBulkStart !== undefined && { lastBulkStart }),
    ...(unknownBefore !== undefined && { unknownBefore }),
  };
}

function stricter(a: Gate, b: Gate, now: number): Gate {
  if (b.kind === 'open' || (a.kind !== 'open' && closedFor(a, now) >= closedFor(b, now))) return a;
  return b;
}

function later(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? (a ?? b) : Math.max(a, b);
}

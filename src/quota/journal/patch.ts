import type { Gate } from '../gate';
import type { ScopeState } from '../scopeState';
import type { HeldPermit } from '../window';

/** What makes one {@link ScopeState} of another. Plain data; what is absent stays as it was. */
export interface Patch {
  readonly nextId?: number;
  /** Ids of permits that are held no longer. */
  readonly drop?: readonly number[];
  /** Permits that changed, which keep their places, and new ones, which come last. */
  readonly put?: readonly HeldPermit[];
  /** Every permit, where {@link drop} and {@link put} would not give their order. */
  readonly held?: readonly HeldPermit[];
  readonly gate?: Gate;
  /** `null`: there is none any more. */
  readonly lastBulkStart?: number | null;
  /** `null`: there is none any more. */
  readonly unknownBefore?: number | null;
}

/** The patch by which {@link applyPatch} makes `after` of `before`; undefined when there is nothing to change. */
export function diffStates(before: ScopeState, after: ScopeState): Patch | undefined {
  const patch: Patch = {
    ...(after.nextId !== before.nextId && { nextId: after.nextId }),
    ...(after.held !== before.held && diffHeld(before.held, after.held)),
    ...(after.gate !== before.gate && { gate: after.gate }),
    ...(after.lastBulkStart !== before.lastBulkStart && { lastBulkStart: after.lastBulkStart ?? null }),
    ...(after.unknownBefore !== before.unknownBefore && { unknownBefore: after.unknownBefore ?? null }),
  };
  return Object.keys(patch).length > 0 ? patch : undefined;
}

/** The state that `patch` makes of `state`. */
export function applyPatch(state: ScopeState, patch: Patch): ScopeState {
  const lastBulkStart = patch.lastBulkStart === undefined ? state.lastBulkStart : patch.lastBulkStart;
  const unknownBefore = patch.unknownBefore === undefined ? state.unknownBefore : patch.unknownBefore;
  return {
    nextId: patch.nextId ?? state.nextId,
    held: patch.held ?? withChanges(state.held, patch.drop, patch.put),
    gate: patch.gate ?? state.gate,
    ...(typeof lastBulkStart === 'number' && { lastBulkStart }),
    ...(typeof unknownBefore === 'number' && { unknownBefore }),
  };
}

function diffHeld(all: readonly HeldPermit[], allAfter: readonly HeldPermit[]): Pick<Patch, 'drop' | 'put' | 'held'> {
  // Most changes are of one permit: only what lies between the first and the last difference is looked at closely.
  const start = sameAtStart(all, allAfter);
  const end = sameAtEnd(all, allAfter, start);
  const before = all.slice(start, all.length - end);
  const after = allAfter.slice(start, allAfter.length - end);
  const earlier = new Map(before.map((permit) => [permit.id, permit]));
  const later = new Set(after.map(({ id }) => id));
  // The pure functions leave alone what they do not change, so another object is another permit.
  const put = after.filter((permit) => earlier.get(permit.id) !== permit);
  const drop = before.filter(({ id }) => !later.has(id)).map(({ id }) => id);
  const made = withChanges(before, drop, put);
  // New ones come last of all, and not before what is the same at the end.
  const isLast = end === 0 || put.every(({ id }) => earlier.has(id));
  if (!isLast || made.length !== after.length || made.some((permit, index) => permit !== after[index])) return { held: allAfter };
  return { ...(drop.length > 0 && { drop }), ...(put.length > 0 && { put }) };
}

function sameAtStart(a: readonly HeldPermit[], b: readonly HeldPermit[]): number {
  const most = Math.min(a.length, b.length);
  let count = 0;
  while (count < most && a[count] === b[count]) count++;
  return count;
}

/** Not counting the first `taken`. */
function sameAtEnd(a: readonly HeldPermit[], b: readonly HeldPermit[], taken: number): number {
  const most = Math.min(a.length, b.length) - taken;
  let count = 0;
  while (count < most && a[a.length - 1 - count] === b[b.length - 1 - count]) count++;
  return count;
}

function withChanges(held: readonly HeldPermit[], drop: readonly number[] = [], put: readonly HeldPermit[] = []): readonly HeldPermit[] {
  if (drop.length === 0 && put.length === 0) return held;
  const dropped = new Set(drop);
  const changed = new Map(put.map((permit) => [permit.id, permit]));
  const made: HeldPermit[] = [];
  for (const permit of held) {
    if (dropped.has(permit.id)) continue;
    made.push(changed.get(permit.id) ?? permit);
    changed.delete(permit.id);
  }
  made.push(...changed.values());
  return made;
}

/** Nobody misspells a name longer than this by accident, and the distance is quadratic. */
const longestName = 100;

/**
 * The candidate that `name` was probably meant to be: only casing, `_` and `-` differ, or at most a
 * third of its characters (at least one) were added, left out, replaced or swapped with a
 * neighbour, but never all of them. Undefined when none is that near; the first of equals.
 */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  return allNear(name, candidates)[0];
}

/** All candidates that are as near as {@link nearest} says, the nearest first, equals in their order. */
export function allNear(name: string, candidates: Iterable<string>): readonly string[] {
  if (name.length > longestName) return [];
  const limit = Math.max(1, Math.floor(name.length / 3));
  const most = Math.min(limit, Math.max(0, name.length - 1));
  const wanted = name.toLowerCase();
  const plain = folded(name);
  const found: { readonly candidate: string; readonly distance: number }[] = [];
  for (const candidate of candidates) {
    if (candidate === name) continue;
    const distance = folded(candidate) === plain ? 0 : near(wanted, candidate.toLowerCase(), limit);
    if (distance <= most) found.push({ candidate, distance });
  }
  return found.sort((a, b) => a.distance - b.distance).map(({ candidate }) => candidate);
}

/** `page_size`, `pageSize` and `PageSize` are one name to a reader: lower case, without `_` and `-`. */
export function folded(name: string): string {
  return name.toLowerCase().replace(/[_-]/g, '');
}

/**
 * How many single-character insertions, removals, replacements and swaps of neighbours turn `from`
 * into `to`, no character being touched twice (optimal string alignment).
 */
export function editDistance(from: string, to: string): number {
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const replaced = (last[column - 1] ?? 0) + (from[row - 1] === to[column - 1] ? 0 : 1);
      const removed = (last[column] ?? 0) + 1;
      const added = (current[column - 1] ?? 0) + 1;
      const isSwap = row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      const swapped = isSwap ? (beforeLast[column - 2] ?? 0) + 1 : Infinity;
      current.push(Math.min(replaced, removed, added, swapped));
    }
    [beforeLast, last] = [last, current];
  }
  return last[to.length] ?? 0;
}

/** The distance; more than `limit` without being worked out when the lengths alone differ by more. */
function near(from: string, to: string, limit: number): number {
  return Math.abs(from.length - to.length) > limit ? Infinity : editDistance(from, to);
}

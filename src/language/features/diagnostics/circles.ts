import type { Span } from '../../../base/text';

/** A request that has to be run first. */
export interface Dependency {
  readonly name: string;
  /** Where it is asked for. */
  readonly span: Span;
}

/**
 * Finds requests that wait for one another. Gives a function that, for a request and one that it
 * needs, names those from the first to itself again; undefined when they are in no circle.
 *
 * @param needed What each named request needs.
 */
export function circles(needed: ReadonlyMap<string, readonly Dependency[]>): (name: string, needs: string) => readonly string[] | undefined {
  const nextOf = new Map<string, ReadonlyMap<string, string>>();
  return (name, needs) => {
    let next = nextOf.get(needs);
    if (!next) nextOf.set(needs, (next = reachedFrom(needs, needed)));
    if (name !== needs && !next.has(name)) return undefined;
    // Recorded from its end: each name with the one before it.
    const way = [name];
    for (let at = name; at !== needs; ) {
      at = next.get(at) ?? needs;
      way.unshift(at);
    }
    return [name, ...way];
  };
}

/** Everything that `start` needs, directly or not: by name, and by whom it is needed. */
function reachedFrom(start: string, needed: ReadonlyMap<string, readonly Dependency[]>): ReadonlyMap<string, string> {
  const by = new Map<string, string>();
  const queue = [start];
  for (const name of queue) {
    for (const { name: other } of needed.get(name) ?? []) {
      if (other === start || by.has(other)) continue;
      by.set(other, name);
      queue.push(other);
    }
  }
  return by;
}

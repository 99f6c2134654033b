import { allNear } from '../../base/nearest';

/**
 * How many pairs of characters one look at a file compares: some 30,000 pairs of names of ten. A
 * person's file stays far below; one of thousands of unknown names gets suggestions for the first of
 * them, and stays quick.
 */
const maxWork = 3_000_000;

/** The names that references may use. */
export interface KnownNames {
  /** Those that are visible anywhere. */
  all(): ReadonlySet<string>;
  /** The offset from which on one of them is visible. */
  visibleFrom(name: string): number;
}

/** A name, and the offset from which on it is visible. */
interface Near {
  readonly name: string;
  readonly from: number;
}

/** Looks for the names that unknown ones were meant to be: for each of them once, and not without end. */
export class Suggestions {
  /** For each unknown name the known ones that are near, the nearest first, each visible further up than all before it. */
  readonly #near = new Map<string, readonly Near[]>();
  #all: ReadonlySet<string> | undefined;
  #work = 0;

  constructor(private readonly known: KnownNames) {}

  /** The name visible at `offset` that is nearest to `name`; undefined when none is near, or when too many were asked for. */
  suggest(name: string, offset: number): string | undefined {
    const near = this.#near.get(name) ?? this.#search(name);
    this.#near.set(name, near);
    return near.find(({ from }) => from <= offset)?.name;
  }

  #search(name: string): readonly Near[] {
    if (this.#work >= maxWork) return [];
    this.#all ??= this.known.all();
    this.#work += this.#all.size * name.length ** 2;
    const found: Near[] = [];
    for (const each of allNear(name, this.#all)) {
      const from = this.known.visibleFrom(each);
      // Where that is visible, so is one that is nearer, or comes first.
      if (from < (found.at(-1)?.from ?? Infinity)) found.push({ name: each, from });
    }
    return found;
  }
}

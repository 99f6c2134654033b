import { allNear } from '../../base/nearest';

/**
 * How many pairs of characters one look at a file compares: some 30,000 pairs of names of ten. A
 * person's file stays far below; one of thousands of unknown names gets suggestions for the first of
 * them, and stays quick.
 */
const maxWork = 3_000_000;

/** The names that a reference may use. */
export interface KnownNames {
  /** Those that are visible anywhere. */
  all(): ReadonlySet<string>;
  isVisible(name: string, offset: number): boolean;
}

/** Looks for the names that unknown ones were meant to be: for each of them once, and not without end. */
export class Suggestions {
  /** For each unknown name the known ones that are near, the nearest first. */
  readonly #near = new Map<string, readonly string[]>();
  #all: ReadonlySet<string> | undefined;
  #work = 0;

  constructor(private readonly known: KnownNames) {}

  /** The name visible at `offset` that is nearest to `name`; undefined when none is near, or when too many were asked for. */
  suggest(name: string, offset: number): string | undefined {
    const near = this.#near.get(name) ?? this.#search(name);
    this.#near.set(name, near);
    return near.find((each) => this.known.isVisible(each, offset));
  }

  #search(name: string): readonly string[] {
    if (this.#work >= maxWork) return [];
    this.#all ??= this.known.all();
    this.#work += this.#all.size * name.length ** 2;
    return allNear(name, this.#all);
  }
}

import { nearest } from '../../base/nearest';

/**
 * How many pairs of characters one look at a file compares: some 30,000 pairs of names of ten. A
 * person's file stays far below; one of thousands of unknown names gets suggestions for the first of
 * them, and stays quick.
 */
const maxWork = 3_000_000;

interface Known {
  readonly suggestion?: string;
  readonly offset: number;
}

/** Looks for the names that unknown ones were meant to be: for each of them once, and not without end. */
export class Suggestions {
  readonly #visibleNames: (offset: number) => ReadonlySet<string>;
  readonly #known = new Map<string, Known>();
  #work = 0;

  /** Suggests the names that `visibleNames` has for an offset; they grow more with the offset, never fewer. */
  constructor(visibleNames: (offset: number) => ReadonlySet<string>) {
    this.#visibleNames = visibleNames;
  }

  /** The visible name nearest to `name`; undefined when none is near, or when too many were asked for. */
  suggest(name: string, offset: number): string | undefined {
    const known = this.#known.get(name);
    // What was visible further up is visible here too.
    if (known && known.offset <= offset) return known.suggestion;
    if (this.#work >= maxWork) return undefined;
    const names = this.#visibleNames(offset);
    this.#work += names.size * name.length ** 2;
    const suggestion = nearest(name, names);
    this.#known.set(name, { offset, ...(suggestion !== undefined && { suggestion }) });
    return suggestion;
  }
}

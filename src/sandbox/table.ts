import { badRequest } from './errors';

/** What every resource that can be created through the API has. */
export interface Row {
  readonly id: string;
  /** Resource name of what it belongs to, e.g. `projects/{id}`. */
  readonly parent: string;
  /** Monotonic milliseconds from which it can be seen; Infinity once it was taken back but is remembered. */
  visibleFrom: number;
}

/** Rows of one kind at most: a client that creates for ever does not fill the memory. DT's limits are not documented. */
const maxRows = 5000;

/** Resources of one kind, in the order of their creation. */
export class Table<T extends Row> {
  readonly #rows = new Map<string, T>();
  readonly #now: () => number;

  /** @param now Monotonic milliseconds: tells what can be seen already. */
  constructor(now: () => number, rows: readonly T[]) {
    this.#now = now;
    for (const row of rows) this.add(row);
  }

  /** Every row, those that cannot be seen included. */
  get all(): readonly T[] {
    return [...this.#rows.values()];
  }

  /** What can be seen below `parent`. */
  list(parent: string): readonly T[] {
    return this.all.filter((row) => row.parent === parent && this.#isVisible(row));
  }

  /** Undefined when there is none or it cannot be seen. */
  get(parent: string, id: string): T | undefined {
    const row = this.#rows.get(`${parent}/${id}`);
    return row !== undefined && this.#isVisible(row) ? row : undefined;
  }

  /** Whether the name is taken, by something that cannot be seen yet too. */
  has(parent: string, id: string): boolean {
    return this.#rows.has(`${parent}/${id}`);
  }

  /** Throws a 400 when the sandbox is full. */
  add(row: T): T {
    if (this.#rows.size >= maxRows) throw badRequest(`the sandbox holds no more than ${maxRows} of these`);
    this.#rows.set(`${row.parent}/${row.id}`, row);
    return row;
  }

  remove(row: T): void {
    this.#rows.delete(`${row.parent}/${row.id}`);
  }

  #isVisible(row: T): boolean {
    return row.visibleFrom <= this.#now();
  }
}

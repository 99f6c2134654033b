import type { Clock } from '../../base/clock';

/** A click that arrives so many milliseconds after the rows were moved may have been meant for the row before. */
const doubtMs = 300;

/**
 * Where the rows of a list have just been. The editor names a row by its place, so a click on a row
 * that is being moved may name another one.
 */
export class Places {
  #keys: readonly string[] = [];
  #before: { readonly keys: readonly string[]; readonly until: number } = { keys: [], until: 0 };

  constructor(private readonly clock: Clock) {}

  /** To be told what is shown, each time it is. */
  show(keys: readonly string[]): void {
    const isSame = keys.length === this.#keys.length && keys.every((key, index) => key === this.#keys[index]);
    // Before the first look there was nothing to click on.
    if (!isSame && this.#keys.length > 0) this.#before = { keys: this.#keys, until: this.clock.monotonic() + doubtMs };
    this.#keys = keys;
  }

  /** Whether a click on the row that is at the place of `key` now cannot have been meant for another one. */
  isCertain(key: string): boolean {
    const { keys, until } = this.#before;
    return this.clock.monotonic() >= until || keys[this.#keys.indexOf(key)] === key;
  }
}

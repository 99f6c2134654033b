import type { Clock } from '../base/clock';
import type { Disposable } from '../base/disposable';
import { Pacer } from './pacer';

/** Least time between two tellings, in milliseconds. */
const everyMs = 500;

/** Who does not read for so long in milliseconds shows nothing of ours, or cannot: it is told again then. */
const patienceMs = 5000;

/**
 * Tells the editor that there is something new to read, and not again before it has read.
 *
 * The editor reads a while after it was told (250 ms, and longer on a machine that is busy), and with
 * each telling that while begins anew: told too often, as by several requests that count down, it
 * would never read.
 */
export class Redraws implements Disposable {
  readonly #pacer: Pacer;
  /** Until when the editor is left alone unless it reads; undefined when it has read. */
  #unreadUntil: number | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly tell: () => void,
  ) {
    this.#pacer = new Pacer(clock, everyMs, () => this.#tell());
  }

  /** There is something new. */
  ask(): void {
    this.#pacer.ask();
  }

  /** To be called whenever the editor reads. */
  read(): void {
    this.#unreadUntil = undefined;
  }

  dispose(): void {
    this.#pacer.dispose();
  }

  #tell(): void {
    const now = this.clock.monotonic();
    if (this.#unreadUntil !== undefined && now < this.#unreadUntil) {
      this.#pacer.ask();
      return;
    }
    this.#unreadUntil = now + patienceMs;
    this.tell();
  }
}

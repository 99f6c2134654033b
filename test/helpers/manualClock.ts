import type { Clock } from '../../src/base/clock';
import { type Disposable, toDisposable } from '../../src/base/disposable';

interface Timer {
  readonly due: number;
  readonly callback: () => void;
}

/** A clock that stands still until {@link advance} moves it. Starts at monotonic 0. */
export class ManualClock implements Clock {
  #wall: number;
  #monotonic = 0;
  readonly #timers = new Set<Timer>();

  /** @param startWall What {@link now} answers first; 2026-01-01 00:00 UTC if not given. */
  constructor(startWall = Date.UTC(2026, 0, 1)) {
    this.#wall = startWall;
  }

  now(): number {
    return this.#wall;
  }

  monotonic(): number {
    return this.#monotonic;
  }

  after(delay: number, callback: () => void): Disposable {
    const timer = { due: this.#monotonic + Math.max(0, delay), callback };
    this.#timers.add(timer);
    return toDisposable(() => this.#timers.delete(timer));
  }

  /** How many timers are armed: for tests that nothing is left behind. */
  get pending(): number {
    return this.#timers.size;
  }

  /** Moves the wall clock alone, as a user or a time server does. */
  jumpWall(milliseconds: number): void {
    this.#wall += milliseconds;
  }

  /**
   * Moves both clocks on, firing what comes due in order (equal ones in the order they were armed);
   * after each, and at both ends, everything that was waiting for a promise runs.
   */
  async advance(milliseconds: number): Promise<void> {
    const target = this.#monotonic + milliseconds;
    await settled();
    for (let timer = this.#nextUntil(target); timer !== undefined; timer = this.#nextUntil(target)) {
      this.#timers.delete(timer);
      this.#moveTo(timer.due);
      timer.callback();
      await settled();
    }
    this.#moveTo(target);
    await settled();
  }

  #nextUntil(target: number): Timer | undefined {
    let next: Timer | undefined;
    for (const timer of this.#timers) {
      if (timer.due <= target && (next === undefined || timer.due < next.due)) next = timer;
    }
    return next;
  }

  #moveTo(monotonic: number): void {
    this.#wall += monotonic - this.#monotonic;
    this.#monotonic = monotonic;
  }
}

/** Resolves when all promise callbacks that are ready, and those they make ready, have run. */
export function settled(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}

import { type Disposable, toDisposable } from './disposable';

/**
 * Time, taken in through constructors so that tests can hold it still.
 *
 * All values are milliseconds.
 */
export interface Clock {
  /** Wall clock: milliseconds since 1970-01-01 UTC. May jump either way. */
  now(): number;
  /** Milliseconds since an arbitrary start. Never goes back. */
  monotonic(): number;
  /**
   * Calls `callback` once, not before `delay` milliseconds have passed on {@link monotonic};
   * dispose the result to call it off.
   */
  after(delay: number, callback: () => void): Disposable;
}

/** The machine's clock. Compensates for timers of the runtime that fire up to 1 ms early. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(delay, callback) {
    const due = performance.now() + delay;
    let timer: NodeJS.Timeout | undefined;
    const arm = () => {
      const left = due - performance.now();
      // A single timer of the runtime holds at most 2^31 - 1 ms; longer waits are armed again.
      timer = setTimeout(() => (performance.now() < due ? arm() : callback()), Math.min(Math.max(left, 0), 0x7fffffff));
    };
    arm();
    return toDisposable(() => clearTimeout(timer));
  },
};

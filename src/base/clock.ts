import { type Disposable, toDisposable } from './disposable';

/**
 * Time, taken in through constructors so that tests can hold it still.
 *
 * All values are milliseconds.
 */
export interface Clock {
  /** Wall clock: milliseconds since 1970-01-01 UTC. May jump either way. */
  now(): number;
  /**
   * Milliseconds since an arbitrary start, which is the same for all processes of the machine until
   * it is started again. Never goes back; whether it counts while the machine sleeps is not said.
   */
  monotonic(): number;
  /**
   * Calls `callback` once, not before `delay` milliseconds have passed on {@link monotonic};
   * dispose the result to call it off.
   */
  after(delay: number, callback: () => void): Disposable;
}

/** Unlike `performance.now()`, which starts with each process, the high-resolution time starts with the machine. */
function monotonic(): number {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1000 + nanoseconds / 1e6;
}

/** The machine's clock. Compensates for timers of the runtime that fire up to 1 ms early. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic,
  after(delay, callback) {
    const due = monotonic() + delay;
    let timer: NodeJS.Timeout | undefined;
    const arm = () => {
      const left = due - monotonic();
      // A single timer of the runtime holds at most 2^31 - 1 ms; longer waits are armed again.
      timer = setTimeout(() => (monotonic() < due ? arm() : callback()), Math.min(Math.max(left, 0), 0x7fffffff));
    };
    arm();
    return toDisposable(() => clearTimeout(timer));
  },
};

import { type Clock, systemClock } from '../../src/base/clock';

/** A copy: `quotaFastTerminal.ts` puts other functions in their place. */
const real: Clock = { ...systemClock };

/**
 * The machine's clock with a monotonic time that is `speed` times as fast, the same in all processes.
 * So leases, windows and margins pass in a fraction of their time, with all of them as they are.
 */
export function fastClock(speed: number): Clock {
  return {
    now: () => real.now(),
    monotonic: () => real.monotonic() * speed,
    after: (delay, callback) => real.after(delay / speed, callback),
  };
}

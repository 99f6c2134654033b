import type { Clock } from '../base/clock';
import type { Timing } from './exchange';

/** Times one send: started when it is made. */
export class Stopwatch {
  readonly #clock: Clock;
  readonly #startedAt: number;
  readonly #start: number;
  #headersMs: number | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#startedAt = clock.now();
    this.#start = clock.monotonic();
  }

  /** The headers of the final answer arrived just now. */
  headers(): void {
    this.#headersMs = this.#clock.monotonic() - this.#start;
  }

  /** The times if the send ended now. */
  stop(): Timing {
    const timing = { startedAt: this.#startedAt, totalMs: this.#clock.monotonic() - this.#start };
    return this.#headersMs === undefined ? timing : { ...timing, headersMs: this.#headersMs };
  }
}

import type { Clock } from '../base/clock';
import type { QuotaOptions } from './options';

/** The documented quota: 75 requests per 10 seconds. Source: error documentation: 429. */
export const documentedQuota: QuotaOptions = { limit: 75, windowMs: 10_000 };

/** The server's judgement on one request. `retryAfterMs` is how long until one more would pass. */
export type Verdict = { readonly accepted: true } | { readonly accepted: false; readonly retryAfterMs: number };

const accepted: Verdict = { accepted: true };

interface Counter {
  judge(now: number): Verdict;
}

/** Counts requests per account, as a server does: by the moment a request arrives. */
export class Quota {
  readonly #options: QuotaOptions;
  readonly #clock: Clock;
  readonly #counters = new Map<string, Counter>();

  constructor(options: QuotaOptions, clock: Clock) {
    this.#options = options;
    this.#clock = clock;
  }

  judge(account: string): Verdict {
    let counter = this.#counters.get(account);
    if (counter === undefined) {
      counter = makeCounter(this.#options);
      this.#counters.set(account, counter);
    }
    return counter.judge(this.#clock.monotonic());
  }
}

function makeCounter(options: QuotaOptions): Counter {
  const kind = options.kind ?? 'sliding';
  switch (kind) {
    case 'fixed':
      return new FixedWindow(options);
    case 'bucket':
      return new TokenBucket(options);
    case 'sliding':
      return new SlidingLog(options);
  }
}

/** No window of `windowMs`, wherever it starts, holds more than `limit`. A request leaves exactly at its end. */
class SlidingLog implements Counter {
  readonly #options: QuotaOptions;
  #log: number[] = [];

  constructor(options: QuotaOptions) {
    this.#options = options;
  }

  judge(now: number): Verdict {
    const { limit, windowMs, countRefused } = this.#options;
    this.#log = this.#log.filter((at) => now - at < windowMs);
    if (this.#log.length < limit) {
      this.#log.push(now);
      return accepted;
    }
    if (countRefused) this.#log = [...this.#log.slice(1 - limit), now].slice(-limit);
    return { accepted: false, retryAfterMs: (this.#log[0] ?? now) + windowMs - now };
  }
}

/**
 * Windows of `windowMs` one after the other; the first starts with the first request.
 * Counting refused requests changes nothing here: the next window starts empty all the same.
 */
class FixedWindow implements Counter {
  readonly #options: QuotaOptions;
  #start: number | undefined;
  #count = 0;

  constructor(options: QuotaOptions) {
    this.#options = options;
  }

  judge(now: number): Verdict {
    const { limit, windowMs } = this.#options;
    this.#start ??= now;
    const passed = Math.floor((now - this.#start) / windowMs);
    if (passed > 0) {
      this.#start += passed * windowMs;
      this.#count = 0;
    }
    if (this.#count < limit) {
      this.#count++;
      return accepted;
    }
    return { accepted: false, retryAfterMs: this.#start + windowMs - now };
  }
}

/** Holds at most `limit` tokens and regains `limit` per `windowMs`. */
class TokenBucket implements Counter {
  readonly #options: QuotaOptions;
  #tokens: number;
  #at: number | undefined;

  constructor(options: QuotaOptions) {
    this.#options = options;
    this.#tokens = options.limit;
  }

  judge(now: number): Verdict {
    const { limit, windowMs, countRefused } = this.#options;
    const rate = limit / windowMs;
    this.#tokens = Math.min(limit, this.#tokens + (now - (this.#at ?? now)) * rate);
    this.#at = now;
    // Sums of thirds and sevenths may fall a hair short of a whole token.
    if (this.#tokens >= 1 - 1e-9) {
      this.#tokens -= 1;
      return accepted;
    }
    if (countRefused) this.#tokens = Math.max(-limit, this.#tokens - 1);
    return { accepted: false, retryAfterMs: (1 - this.#tokens) / rate };
  }
}

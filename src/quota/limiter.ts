import type { Clock } from '../base/clock';
import { DisposableBase } from '../base/disposable';
import { Emitter } from '../base/event';
import { type Logger, silentLogger } from '../base/logger';
import { Line } from './line';
import { interactiveReserve, type Pace, type Reserve } from './pace';
import type { Permit, PermitRequest, Permits, QuotaRule, QuotaSnapshot } from './permits';
import { assertQuotaRule } from './rule';
import { type BulkPolicy, describeScope, refuse } from './scopeState';
import { MemoryPermitStore, type PermitStore } from './store';

export interface LimiterOptions {
  readonly clock: Clock;
  /** Where permits are recorded; in memory by default. */
  readonly store?: PermitStore;
  /** Hears of failures that have no caller to go to; nobody by default. */
  readonly log?: Logger;
  /** How bulk runs use the quota; `spread` by default. */
  readonly pace?: Pace;
  /** Permits kept for interactive runs; {@link interactiveReserve} by default. */
  readonly reserve?: Reserve;
}

/**
 * Hands out permits so that no window of the server ever holds more requests than the rule allows,
 * as soon as that can be.
 */
export class Limiter extends DisposableBase implements Permits {
  readonly #clock: Clock;
  readonly #store: PermitStore;
  readonly #log: Logger;
  readonly #bulk: BulkPolicy;
  readonly #lines = new Map<string, Line>();
  readonly #changed = this.register(new Emitter<string>());

  readonly onDidChange = this.#changed.event;

  constructor({ clock, store = new MemoryPermitStore(), log = silentLogger, pace = 'spread', reserve = interactiveReserve }: LimiterOptions) {
    super();
    this.#clock = clock;
    this.#store = store;
    this.#log = log;
    this.#bulk = { pace, reserve };
    this.register(store.onDidChange((scope) => this.#line(scope).wake()));
  }

  // `async`, so that a bad rule rejects like everything else that can go wrong with a take.
  async take(request: PermitRequest, signal: AbortSignal): Promise<Permit> {
    assertQuotaRule(request.rule);
    return this.#line(request.scope).take(request, signal);
  }

  /** @throws RangeError when `retryAfterMs` is negative or not finite. */
  refused(scope: string, retryAfterMs: number): void {
    if (!(retryAfterMs >= 0 && retryAfterMs < Infinity)) throw new RangeError(`Not a time to wait: ${retryAfterMs} ms.`);
    const until = this.#clock.monotonic() + retryAfterMs;
    this.#store
      .update(scope, (state) => ({ state: refuse(state, until), result: undefined }))
      .catch((reason: unknown) => this.#log('error', 'A refusal could not be recorded', { scope, reason: String(reason) }));
  }

  snapshot(scope: string, rule: QuotaRule): QuotaSnapshot {
    const waiting = this.#lines.get(scope)?.waiting ?? 0;
    return { scope, rule, waiting, ...describeScope(this.#store.peek(scope), rule, this.#clock.monotonic()) };
  }

  #line(scope: string): Line {
    let line = this.#lines.get(scope);
    if (!line) {
      const changed = () => this.#changed.fire(scope);
      line = this.register(new Line(scope, { clock: this.#clock, store: this.#store, bulk: this.#bulk, log: this.#log, changed }));
      this.#lines.set(scope, line);
    }
    return line;
  }
}

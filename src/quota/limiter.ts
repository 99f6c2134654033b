import type { Clock } from '../base/clock';
import { DisposableBase } from '../base/disposable';
import { Emitter } from '../base/event';
import { type Logger, silentLogger } from '../base/logger';
import { describeScope } from './describe';
import { namedFor } from './gate';
import { Line } from './line';
import { interactiveReserve, type Pace, type Reserve, ruleToObey } from './pace';
import type { Participant, Permit, PermitRequest, Permits, QuotaRule, QuotaSnapshot } from './permits';
import { assertQuotaRule } from './rule';
import { type BulkPolicy, refuse } from './scopeState';
import { MemoryPermitStore, type PermitStore } from './store';

export interface LimiterOptions {
  readonly clock: Clock;
  /** Where permits are recorded; in memory by default. */
  readonly store?: PermitStore;
  /** Hears of failures that have no caller to go to; nobody by default. */
  readonly log?: Logger;
  /** Who takes the permits. To be given where the store is shared; a nameless one by default. */
  readonly self?: Participant;
  /** How bulk runs use the quota; `spread` by default. Read anew each time, so it may be a getter. */
  readonly pace?: Pace;
  /** Permits kept for interactive runs; {@link interactiveReserve} by default. */
  readonly reserve?: Reserve;
}

/** Characters of a holder's label or source; longer ones are cut. */
const longestText = 200;

/**
 * The longest closure by one 429, in milliseconds: an hour. A server that names years made a mistake, and what
 * is on record holds for everybody; after an hour one request goes to ask again.
 */
export const longestClosureMs = 3_600_000;

const nobody: Participant = { id: 'self', name: 'this process' };

/**
 * Hands out permits so that no window of the server ever holds more requests than the rule allows,
 * as soon as that can be.
 */
export class Limiter extends DisposableBase implements Permits {
  readonly #clock: Clock;
  readonly #store: PermitStore;
  readonly #log: Logger;
  readonly #self: Participant;
  readonly #bulk: BulkPolicy;
  readonly #lines = new Map<string, Line>();
  readonly #changed = this.register(new Emitter<string>());

  readonly onDidChange = this.#changed.event;

  constructor(options: LimiterOptions) {
    super();
    const { clock, store = new MemoryPermitStore(), log = silentLogger, self = nobody, reserve = interactiveReserve } = options;
    this.#clock = clock;
    this.#store = store;
    this.#log = log;
    this.#self = self;
    this.#bulk = {
      get pace() {
        return options.pace ?? 'spread';
      },
      reserve,
    };
    this.register(store.onDidChange((scope) => this.#line(scope).wake()));
  }

  // `async`, so that a bad rule rejects like everything else that can go wrong with a take.
  async take(request: PermitRequest, signal: AbortSignal): Promise<Permit> {
    assertQuotaRule(request.rule);
    const { label, source } = request.holder;
    return this.#line(request.scope).take({ ...request, holder: { label: brief(label), source: brief(source) } }, signal);
  }

  /** @throws RangeError when `retryAfterMs` is negative or not finite. */
  refused(scope: string, retryAfterMs: number): void {
    if (!(retryAfterMs >= 0 && retryAfterMs < Infinity)) throw new RangeError(`Not a time to wait: ${retryAfterMs} ms.`);
    const until = this.#clock.monotonic() + Math.min(retryAfterMs, longestClosureMs);
    this.#store
      .update(scope, (state) => ({ state: refuse(state, until), result: undefined }))
      .catch((reason: unknown) => this.#log('error', 'A refusal could not be recorded', { scope, reason: String(reason) }));
  }

  withdraw(scope: string, id: number): void {
    this.#lines.get(scope)?.withdraw(id);
  }

  closedForMs(scope: string): number {
    return namedFor(this.#store.peek(scope).gate, this.#clock.monotonic());
  }

  snapshot(scope: string, rule: QuotaRule, isOwnShare = false): QuotaSnapshot {
    const trouble = this.#store.troubleOf?.(scope);
    const asked = ruleToObey({ rule, isOwnShare }, trouble);
    return {
      scope,
      ...describeScope(this.#store.peek(scope), asked, this.#self, this.#clock.monotonic()),
      waiting: this.#lines.get(scope)?.waiting ?? [],
      ...(trouble ? { trouble } : {}),
    };
  }

  #line(scope: string): Line {
    let line = this.#lines.get(scope);
    if (!line) {
      const changed = () => this.#changed.fire(scope);
      line = this.register(new Line(scope, { clock: this.#clock, store: this.#store, bulk: this.#bulk, self: this.#self, log: this.#log, changed }));
      this.#lines.set(scope, line);
    }
    return line;
  }
}

/** Whoever shares the quota reads these texts, and every permit carries them. */
function brief(text: string): string {
  return text.length > longestText ? `${text.slice(0, longestText - 1)}…` : text;
}

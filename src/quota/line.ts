import { CancelledError } from '../base/abort';
import type { Clock } from '../base/clock';
import type { Disposable } from '../base/disposable';
import type { Logger } from '../base/logger';
import { nextChange } from './describe';
import { forecast } from './forecast';
import { OwnPermits } from './ownPermits';
import { ruleToObey } from './pace';
import { documentedQuota, type Participant, type Permit, type PermitRequest, type QuotaRule, type WaitingTake } from './permits';
import { Queue, type Waiter } from './queue';
import { type Ask, type BulkPolicy, type ScopeState, tryTake } from './scopeState';
import type { PermitStore } from './store';

/** A waiting take is told its expected start again when that moved by at least this much, in milliseconds. */
const worthTellingMs = 100;
/** Least time between two looks at permits that come free while nobody waits, in milliseconds. */
const idleLookMs = 250;
/** How often one who waits looks at what other processes did, in milliseconds. */
const sharedLookMs = 25;
/** So many permits are handed out at once before everything else of the process has its turn. */
const mostAtOnce = 32;

export interface LineParts {
  readonly clock: Clock;
  readonly store: PermitStore;
  readonly bulk: BulkPolicy;
  readonly self: Participant;
  readonly log: Logger;
  /** Called after anything about the scope may have changed. */
  readonly changed: () => void;
}

/**
 * Those who wait for a permit of one scope, and the permits that they were given.
 *
 * Everything happens in {@link #pass}, one at a time: each reason to look again (a take, an answer,
 * a 429, a cancel, the timer) only asks for another pass.
 */
export class Line implements Disposable {
  readonly #queue = new Queue();
  readonly #own: OwnPermits;
  #lastId = 0;
  /** The rule last asked for. */
  #rule: QuotaRule = documentedQuota;
  #wanted = false;
  /** Whether something happened that people are to hear of, and the state that they last heard of. */
  #news = false;
  #told: ScopeState | undefined;
  #serving = false;
  #disposed = false;
  #alarm: { readonly at: number; readonly timer: Disposable } | undefined;

  constructor(
    private readonly scope: string,
    private readonly parts: LineParts,
  ) {
    this.#own = new OwnPermits(scope, parts);
  }

  /** Who waits, and until when. */
  get waiting(): WaitingTake[] {
    const now = this.parts.clock.monotonic();
    return this.#forecast(now).map(({ waiter: { id, request }, start }) => {
      return { id, holder: request.holder, priority: request.priority, expectedMs: Math.max(0, start - now) };
    });
  }

  /** See `Permits.take`. */
  take(request: PermitRequest, signal: AbortSignal): Promise<Permit> {
    return new Promise((resolve, reject) => {
      if (signal.aborted || this.#disposed) return reject(new CancelledError());
      const leave = () => {
        this.#queue.delete(waiter);
        signal.removeEventListener('abort', onAbort);
      };
      const waiter: Waiter = {
        id: ++this.#lastId,
        request,
        grant: (permit) => {
          leave();
          resolve(permit);
        },
        fail: (reason) => {
          leave();
          reject(reason);
        },
      };
      const onAbort = () => this.#cancel(waiter);
      signal.addEventListener('abort', onAbort, { once: true });
      this.#queue.add(waiter);
      this.#rule = request.rule;
      this.wake();
    });
  }

  /** See `Permits.withdraw`. */
  withdraw(id: number): void {
    const waiter = this.#queue.inOrder().find((each) => each.id === id);
    if (waiter) this.#cancel(waiter);
  }

  /** Asks for a look at the line, soon: after the caller's own code, so that what it does next still counts. */
  wake(): void {
    this.#news = true;
    this.#look();
  }

  /** Rejects everyone who waits with `CancelledError`; permits already handed out can still be settled. */
  dispose(): void {
    this.#disposed = true;
    this.#alarm?.timer.dispose();
    this.#alarm = undefined;
    for (const waiter of this.#queue.inOrder()) waiter.fail(new CancelledError());
  }

  #cancel(waiter: Waiter): void {
    waiter.fail(new CancelledError());
    this.wake();
  }

  #look(): void {
    if (this.#disposed) return;
    this.#wanted = true;
    if (this.#serving) return;
    this.#serving = true;
    queueMicrotask(() => void this.#serve());
  }

  async #serve(): Promise<void> {
    while (this.#wanted) {
      this.#wanted = false;
      await this.#pass();
    }
    this.#serving = false;
  }

  async #pass(): Promise<void> {
    await this.#own.renewWhatIsDue();
    const until = await this.#grantWhatCanBe();
    if (this.#disposed) return;
    this.#setAlarm(until);
    const state = this.parts.store.peek(this.scope);
    if (!this.#news && state === this.#told) return;
    this.#news = false;
    this.#told = state;
    this.#tellWaiting();
    this.#guarded('A listener of the quota failed', this.parts.changed);
  }

  /** Serves the line from its head; returns when to look again (`Infinity`: when something happens). */
  async #grantWhatCanBe(): Promise<number> {
    const { clock, store } = this.parts;
    let served = 0;
    for (let head = this.#queue.head; head !== undefined; head = this.#queue.head) {
      if (++served % mostAtOnce === 0) {
        await new Promise<void>((resolve) => void clock.after(0, resolve));
        continue;
      }
      const { request } = head;
      try {
        const result = await store.update(this.scope, (state) => tryTake(state, this.#ask(request), this.#bulk, clock.monotonic()));
        if (result.kind === 'wait') return result.until;
        const permit = this.#own.adopt(result.permit);
        if (this.#queue.has(head)) head.grant(permit);
        else permit.neverSent();
      } catch (reason) {
        // No record, no send: whoever asked learns why the store could not keep it.
        head.fail(reason instanceof Error ? reason : new Error('The quota store failed.', { cause: reason }));
      }
    }
    return Infinity;
  }

  /** What `request` asks for now: whether the scope is shared may change from one moment to the next. */
  #ask(request: PermitRequest): Ask {
    const { store, self } = this.parts;
    const trouble = store.troubleOf?.(this.scope);
    return { rule: ruleToObey(request, trouble), priority: trouble ? 'bulk' : request.priority, holder: request.holder, by: self };
  }

  /** Who cannot share goes at an even pace: others may go before, beside and after it, and none knows of the rest. */
  get #bulk(): BulkPolicy {
    const { store, bulk } = this.parts;
    return store.troubleOf?.(this.scope) ? { pace: 'spread', reserve: bulk.reserve } : bulk;
  }

  /**
   * Wakes the line at `until`, for renewals, and for what people are shown also when permits come
   * free. In between it looks at what other processes did, which nobody hears of unless there is something.
   */
  #setAlarm(until: number): void {
    const { clock, store } = this.parts;
    const now = clock.monotonic();
    const change = Math.max(nextChange(store.peek(this.scope), this.#rule, now), now + idleLookMs);
    const due = Math.min(until, change, this.#own.nextRenewal);
    const at = store.isShared && this.#queue.size > 0 ? Math.min(due, now + sharedLookMs) : due;
    if (this.#alarm?.at === at) return;
    this.#alarm?.timer.dispose();
    this.#alarm = undefined;
    if (at === Infinity) return;
    // Whole milliseconds, at least one: a timer that fires early must not make the line spin.
    const timer = clock.after(Math.max(1, Math.ceil(at - now)), () => {
      this.#alarm = undefined;
      if (clock.monotonic() >= due) this.wake();
      else this.#look();
    });
    this.#alarm = { at, timer };
  }

  #tellWaiting(): void {
    if (!this.#queue.inOrder().some(({ request }) => request.onWait)) return;
    const now = this.parts.clock.monotonic();
    for (const { waiter, start } of this.#forecast(now)) {
      if (waiter.toldStart !== undefined && Math.abs(start - waiter.toldStart) < worthTellingMs) continue;
      waiter.toldStart = start;
      this.#guarded('A listener for the wait failed', () => waiter.request.onWait?.(Math.max(0, start - now), waiter.id));
    }
  }

  #forecast(now: number): { readonly waiter: Waiter; readonly start: number }[] {
    const { store } = this.parts;
    const bulk = this.#bulk;
    const line = this.#queue.inOrder();
    const starts = forecast(store.peek(this.scope), line.map(({ request }) => this.#ask(request)), bulk, now);
    return line.map((waiter, index) => ({ waiter, start: starts[index] ?? now }));
  }

  /** A failing listener must not stop the line; it is our own bug, so it is logged. */
  #guarded(message: string, call: () => void): void {
    try {
      call();
    } catch (reason) {
      this.parts.log('error', message, { scope: this.scope, reason: String(reason) });
    }
  }
}

import { CancelledError } from '../base/abort';
import type { Clock } from '../base/clock';
import type { Disposable } from '../base/disposable';
import type { Logger } from '../base/logger';
import { forecast } from './forecast';
import type { Permit, PermitRequest } from './permits';
import { type BulkPolicy, type Ending, nextChange, settle, tryTake } from './scopeState';
import type { PermitStore } from './store';

/** A waiting take is told its expected start again when that moved by at least this much, in milliseconds. */
const worthTellingMs = 100;
/** Least time between two looks at permits that come free while nobody waits, in milliseconds. */
const idleLookMs = 250;

export interface LineParts {
  readonly clock: Clock;
  readonly store: PermitStore;
  readonly bulk: BulkPolicy;
  readonly log: Logger;
  /** Called after anything about the scope may have changed. */
  readonly changed: () => void;
}

interface Waiter {
  readonly request: PermitRequest;
  grant(permit: number): void;
  fail(reason: Error): void;
  /** The expected start that `onWait` was last called with, as a moment. */
  toldStart?: number;
}

/**
 * Those who wait for a permit of one scope: interactive first, then by arrival.
 *
 * Everything happens in {@link #pass}, one at a time: each reason to look again (a take, an answer,
 * a 429, a cancel, the timer) only asks for another pass.
 */
export class Line implements Disposable {
  // Sets keep the order of arrival and let a cancelled take leave from the middle.
  readonly #interactive = new Set<Waiter>();
  readonly #bulk = new Set<Waiter>();
  #wanted = false;
  #serving = false;
  #disposed = false;
  #alarm: { readonly at: number; readonly timer: Disposable } | undefined;

  constructor(
    private readonly scope: string,
    private readonly parts: LineParts,
  ) {}

  get waiting(): number {
    return this.#interactive.size + this.#bulk.size;
  }

  /** See `Permits.take`. */
  take(request: PermitRequest, signal: AbortSignal): Promise<Permit> {
    return new Promise((resolve, reject) => {
      if (signal.aborted || this.#disposed) return reject(new CancelledError());
      const places = request.priority === 'interactive' ? this.#interactive : this.#bulk;
      const leave = () => {
        places.delete(waiter);
        signal.removeEventListener('abort', onAbort);
      };
      const waiter: Waiter = {
        request,
        grant: (permit) => {
          leave();
          resolve(this.#permit(permit));
        },
        fail: (reason) => {
          leave();
          reject(reason);
        },
      };
      const onAbort = () => {
        waiter.fail(new CancelledError());
        this.wake();
      };
      signal.addEventListener('abort', onAbort, { once: true });
      places.add(waiter);
      this.wake();
    });
  }

  /** Asks for a look at the line, soon: after the caller's own code, so that what it does next still counts. */
  wake(): void {
    if (this.#disposed) return;
    this.#wanted = true;
    if (this.#serving) return;
    this.#serving = true;
    queueMicrotask(() => void this.#serve());
  }

  /** Rejects everyone who waits with `CancelledError`; permits already handed out can still be settled. */
  dispose(): void {
    this.#disposed = true;
    this.#alarm?.timer.dispose();
    this.#alarm = undefined;
    for (const waiter of this.#inOrder()) waiter.fail(new CancelledError());
  }

  async #serve(): Promise<void> {
    while (this.#wanted) {
      this.#wanted = false;
      await this.#pass();
    }
    this.#serving = false;
  }

  async #pass(): Promise<void> {
    const until = await this.#grantWhatCanBe();
    if (this.#disposed) return;
    this.#setAlarm(until);
    this.#tellWaiting();
    this.#guarded('A listener of the quota failed', this.parts.changed);
  }

  /** Serves the line from its head; returns when to look again (`Infinity`: when something happens). */
  async #grantWhatCanBe(): Promise<number> {
    const { clock, store, bulk } = this.parts;
    for (let head = this.#head; head !== undefined; head = this.#head) {
      const { request } = head;
      try {
        const result = await store.update(this.scope, (state) => tryTake(state, request, bulk, clock.monotonic()));
        if (result.kind === 'wait') return result.until;
        if (this.#isWaiting(head)) head.grant(result.permit);
        else await this.#end(result.permit, { kind: 'never-sent' });
      } catch (reason) {
        // No record, no send: whoever asked learns why the store could not keep it.
        head.fail(reason instanceof Error ? reason : new Error('The quota store failed.', { cause: reason }));
      }
    }
    return Infinity;
  }

  #permit(id: number): Permit {
    let settled = false;
    const end = (ending: Ending) => {
      if (settled) return;
      settled = true;
      void this.#end(id, ending);
    };
    return {
      answered: (status) => end({ kind: 'answered', status }),
      neverSent: () => end({ kind: 'never-sent' }),
      fateUnknown: () => end({ kind: 'fate-unknown' }),
    };
  }

  async #end(id: number, ending: Ending): Promise<void> {
    // Read here and not under the store's lock: the window counts from now, however long that takes.
    const at = this.parts.clock.monotonic();
    try {
      await this.parts.store.update(this.scope, (state) => ({ state: settle(state, id, ending, at), result: undefined }));
    } catch (reason) {
      // The permit stays held, which is the safe side.
      this.parts.log('error', 'A quota permit could not be settled', { scope: this.scope, reason: String(reason) });
    }
  }

  /** Wakes the line at `until`, and for what people are shown also when permits come free. */
  #setAlarm(until: number): void {
    const { clock, store } = this.parts;
    const now = clock.monotonic();
    const at = Math.min(until, Math.max(nextChange(store.peek(this.scope), now), now + idleLookMs));
    if (this.#alarm?.at === at) return;
    this.#alarm?.timer.dispose();
    this.#alarm = undefined;
    if (at === Infinity) return;
    // Whole milliseconds, at least one: a timer that fires early must not make the line spin.
    const timer = clock.after(Math.max(1, Math.ceil(at - now)), () => {
      this.#alarm = undefined;
      this.wake();
    });
    this.#alarm = { at, timer };
  }

  #tellWaiting(): void {
    const { clock, store, bulk } = this.parts;
    const line = this.#inOrder();
    if (!line.some(({ request }) => request.onWait)) return;
    const now = clock.monotonic();
    const starts = forecast(store.peek(this.scope), line.map(({ request }) => request), bulk, now);
    for (const [index, waiter] of line.entries()) {
      const start = starts[index] ?? now;
      if (waiter.toldStart !== undefined && Math.abs(start - waiter.toldStart) < worthTellingMs) continue;
      waiter.toldStart = start;
      this.#guarded('A listener for the wait failed', () => waiter.request.onWait?.(Math.max(0, start - now)));
    }
  }

  /** A failing listener must not stop the line; it is our own bug, so it is logged. */
  #guarded(message: string, call: () => void): void {
    try {
      call();
    } catch (reason) {
      this.parts.log('error', message, { scope: this.scope, reason: String(reason) });
    }
  }

  get #head(): Waiter | undefined {
    for (const waiter of this.#interactive) return waiter;
    for (const waiter of this.#bulk) return waiter;
    return undefined;
  }

  #isWaiting(waiter: Waiter): boolean {
    return this.#interactive.has(waiter) || this.#bulk.has(waiter);
  }

  #inOrder(): Waiter[] {
    return [...this.#interactive, ...this.#bulk];
  }
}

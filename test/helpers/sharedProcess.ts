import type { Clock } from '../../src/base/clock';
import type { Disposable } from '../../src/base/disposable';
import { Emitter } from '../../src/base/event';
import type { ScopeState } from '../../src/quota/scopeState';
import type { MemoryPermitStore, PermitStore } from '../../src/quota/store';
import type { ManualClock } from './manualClock';

/**
 * One of several processes that share a store: what it sees of the clock and of the store, and what
 * stopping it (SIGSTOP, a debugger, a machine that sleeps) does to that. The time goes on meanwhile.
 */
export class SharedProcess {
  readonly clock: Clock;
  readonly store: PermitStore;
  /** Tells it that others changed something, as a watch on a folder may. */
  readonly notice: (scope: string) => void;
  /** Updates that were made, and those of them that changed something. */
  readonly updates = { all: 0, changing: 0 };
  #stopped = false;
  #dead = false;
  #late: (() => void)[] = [];

  /**
   * @param early How far ahead of their time timers fire, as a part of their delay; 0 if not given.
   * @param late How long it takes until it learns that something was written, in milliseconds; 0 if not given.
   */
  constructor(
    private readonly base: ManualClock,
    memory: MemoryPermitStore,
    early: () => number = () => 0,
    late: () => number = () => 0,
  ) {
    this.clock = {
      now: () => base.now(),
      monotonic: () => base.monotonic(),
      after: (delay, callback) => this.#after(delay * (1 - early()), callback),
    };
    const changed = new Emitter<string>();
    this.notice = (scope) => this.run(() => changed.fire(scope));
    this.store = {
      isShared: true,
      // Of what the others do it is not told unless a test does.
      onDidChange: changed.event,
      peek: (scope) => memory.peek(scope),
      update: async <T>(scope: string, decide: (state: ScopeState) => { readonly state: ScopeState; readonly result: T }) => {
        const before = memory.peek(scope);
        const result = await memory.update(scope, decide);
        this.updates.all++;
        if (memory.peek(scope) !== before) {
          this.updates.changing++;
          changed.fire(scope);
        }
        // What was written stays written, but the process learns of it only when it goes on.
        const delay = late();
        if (delay > 0) await new Promise<void>((resolve) => void base.after(delay, resolve));
        await this.#running();
        return result;
      },
    };
  }

  get isStopped(): boolean {
    return this.#stopped;
  }

  /** Nothing of it runs until {@link resume}: timers and answers are late, writes may already be done. */
  stop(): void {
    this.#stopped = true;
  }

  resume(): void {
    if (this.#dead) return;
    this.#stopped = false;
    const late = this.#late;
    this.#late = [];
    for (const callback of late) callback();
  }

  /** Stops it for ever, as SIGKILL does. */
  kill(): void {
    this.#dead = true;
    this.stop();
  }

  /** Runs `callback` in the process: now, or when it goes on, or never. */
  run(callback: () => void): void {
    if (this.#stopped) this.#late.push(() => this.run(callback));
    else callback();
  }

  #after(delay: number, callback: () => void): Disposable {
    let off = false;
    const timer = this.base.after(delay, () =>
      this.run(() => {
        if (!off) callback();
      }),
    );
    return {
      dispose: () => {
        off = true;
        timer.dispose();
      },
    };
  }

  #running(): Promise<void> {
    return new Promise((resolve) => this.run(resolve));
  }
}

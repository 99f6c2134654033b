import { Emitter, type Event } from '../base/event';
import type { StoreTrouble } from './trouble';
import { emptyScope, type ScopeState } from './scopeState';

/**
 * Where the state of the scopes is kept: in memory, or shared between processes.
 *
 * The store knows no quota arithmetic. It runs a pure decision on the newest state, alone, and
 * makes the outcome durable; so a permit is recorded before the caller learns of it and can send.
 * All users of a store must read the same monotonic clock.
 */
export interface PermitStore {
  /**
   * Replaces the state of `scope` by what `decide` makes of it; nobody else changes it meanwhile.
   * Resolves with the decision's result after the new state was kept. Returning the same state
   * means no change. Updates of one caller take effect in the order of the calls. `decide` may be
   * called several times, and must read the clock itself.
   *
   * Rejects with `StoreTroubleError` when the state cannot be kept; nothing is changed then.
   */
  update<T>(scope: string, decide: (state: ScopeState) => { readonly state: ScopeState; readonly result: T }): Promise<T>;
  /** The state as last seen, without waiting; empty for a scope never heard of. The very same object as long as nothing is different. */
  peek(scope: string): ScopeState;
  /** Tells a scope whose state is different now, whoever changed it. */
  readonly onDidChange: Event<string>;
  /**
   * Whether other processes may change a scope. Then one who waits must look again now and then:
   * {@link onDidChange} may come late or not at all for what others did.
   */
  readonly isShared: boolean;
  /** Why `scope` is kept for this process alone though it should be shared; undefined when nothing is wrong. */
  troubleOf?(scope: string): StoreTrouble | undefined;
}

/** Keeps the scopes of one process. */
export class MemoryPermitStore implements PermitStore {
  readonly #scopes = new Map<string, ScopeState>();
  readonly #changed = new Emitter<string>();

  readonly isShared = false;
  readonly onDidChange = this.#changed.event;

  update<T>(scope: string, decide: (state: ScopeState) => { readonly state: ScopeState; readonly result: T }): Promise<T> {
    const before = this.peek(scope);
    // What `decide` throws becomes a rejection, as it would with any other store.
    return new Promise((resolve) => {
      const { state, result } = decide(before);
      if (state !== before) {
        this.#scopes.set(scope, state);
        this.#changed.fire(scope);
      }
      resolve(result);
    });
  }

  peek(scope: string): ScopeState {
    return this.#scopes.get(scope) ?? emptyScope;
  }
}

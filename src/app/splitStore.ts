import { DisposableBase } from '../base/disposable';
import { Emitter } from '../base/event';
import type { ScopeState } from '../quota/scopeState';
import { MemoryPermitStore, type PermitStore } from '../quota/store';
import type { StoreTrouble } from '../quota/trouble';

/**
 * Keeps some scopes in memory and the others in a store that other processes share. A sandbox that
 * this process serves has a new port each time and nobody else who asks it: on the disk each would
 * leave a folder behind.
 */
export class SplitPermitStore extends DisposableBase implements PermitStore {
  readonly #memory = new MemoryPermitStore();
  readonly #changed = this.register(new Emitter<string>());

  readonly onDidChange = this.#changed.event;

  /** @param isLocal Whether a scope stays in memory; says the same of one as long as a permit of it is out. */
  constructor(
    private readonly shared: PermitStore,
    private readonly isLocal: (scope: string) => boolean,
  ) {
    super();
    for (const store of [shared, this.#memory]) this.register(store.onDidChange((scope) => this.#changed.fire(scope)));
  }

  get isShared(): boolean {
    return this.shared.isShared;
  }

  update<T>(scope: string, decide: (state: ScopeState) => { readonly state: ScopeState; readonly result: T }): Promise<T> {
    return this.#storeOf(scope).update(scope, decide);
  }

  peek(scope: string): ScopeState {
    return this.#storeOf(scope).peek(scope);
  }

  troubleOf(scope: string): StoreTrouble | undefined {
    return this.#storeOf(scope).troubleOf?.(scope);
  }

  #storeOf(scope: string): PermitStore {
    return this.isLocal(scope) ? this.#memory : this.shared;
  }
}

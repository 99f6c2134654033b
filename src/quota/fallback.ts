import type { Clock } from '../base/clock';
import { DisposableBase } from '../base/disposable';
import { Emitter } from '../base/event';
import { closedFor } from './gate';
import { beginning, united } from './journal/histories';
import type { ScopeState } from './scopeState';
import type { PermitStore } from './store';
import { type StoreTrouble, StoreTroubleError } from './trouble';
import { freeAt } from './window';

export interface FallbackOptions {
  readonly clock: Clock;
  /** Hears of a trouble once: when the first scope meets it, and again only after it was gone from all. */
  readonly onTrouble?: (trouble: StoreTrouble) => void;
}

type Decide<T> = (state: ScopeState) => { readonly state: ScopeState; readonly result: T };

/** How long the shared store is left alone while something is held that it does not know, in milliseconds. */
const tryAgainMs = 5000;

interface Local {
  readonly state: ScopeState;
  readonly trouble: StoreTrouble;
  /** When the shared store was last asked. */
  readonly triedAt: number;
}

/**
 * A shared store that can fail. Scopes that it cannot keep are kept in memory, beginning with what
 * was last seen of them, and go back to it, with what is held, once it can keep them again.
 *
 * It only switches: that a process alone keeps to less than the quota is for who asks
 * {@link troubleOf}, inside the decision.
 */
export class FallbackPermitStore extends DisposableBase implements PermitStore {
  readonly #shared: PermitStore;
  readonly #clock: Clock;
  readonly #onTrouble: (trouble: StoreTrouble) => void;
  readonly #used = new Set<string>();
  readonly #local = new Map<string, Local>();
  /** The scope whose decision the shared store runs right now. */
  #deciding: string | undefined;
  readonly #changed = this.register(new Emitter<string>());

  readonly onDidChange = this.#changed.event;

  constructor(shared: PermitStore, { clock, onTrouble = () => undefined }: FallbackOptions) {
    super();
    this.#shared = shared;
    this.#clock = clock;
    this.#onTrouble = onTrouble;
    const changed = (scope: string) => {
      if (!this.#local.has(scope)) this.#changed.fire(scope);
    };
    this.register(shared.onDidChange(changed));
  }

  /** Whether a scope in use is shared. */
  get isShared(): boolean {
    return this.#shared.isShared && (this.#used.size === 0 || this.#local.size < this.#used.size);
  }

  troubleOf(scope: string): StoreTrouble | undefined {
    // What the shared store keeps is under the whole quota, also when that is tried again.
    return this.#deciding === scope ? undefined : this.#local.get(scope)?.trouble;
  }

  peek(scope: string): ScopeState {
    return this.#local.get(scope)?.state ?? this.#shared.peek(scope);
  }

  async update<T>(scope: string, decide: Decide<T>): Promise<T> {
    this.#used.add(scope);
    const local = this.#local.get(scope);
    if (local && this.#holds(local.state) && this.#clock.monotonic() < local.triedAt + tryAgainMs) return this.#updateLocal(scope, local, decide);
    try {
      const result = await this.#shared.update(scope, (state) => this.#decideShared(scope, local ? this.#withLocal(state, local) : state, decide));
      this.#goBack(scope, local);
      return result;
    } catch (error) {
      if (!(error instanceof StoreTroubleError)) throw error;
      return this.#updateLocal(scope, this.#keepLocal(scope, error.trouble), decide);
    }
  }

  #decideShared<T>(scope: string, state: ScopeState, decide: Decide<T>): ReturnType<Decide<T>> {
    this.#deciding = scope;
    try {
      return decide(state);
    } finally {
      this.#deciding = undefined;
    }
  }

  /** What is held here is brought along, and what became of permits that both know. */
  #withLocal(state: ScopeState, local: Local): ScopeState {
    const now = this.#clock.monotonic();
    const known = new Set(state.held.map(({ id }) => id));
    const held = local.state.held.filter((permit) => known.has(permit.id) || freeAt(permit, permit.rule) > now);
    return united(state, { ...local.state, held }, now);
  }

  #updateLocal<T>(scope: string, { state: before, ...local }: Local, decide: Decide<T>): T {
    const { state, result } = decide(before);
    if (state !== before) {
      this.#local.set(scope, { ...local, state });
      this.#changed.fire(scope);
    }
    return result;
  }

  #keepLocal(scope: string, trouble: StoreTrouble): Local {
    const isKnown = [...this.#local.values()].some(({ trouble: { code } }) => code === trouble.code);
    const now = this.#clock.monotonic();
    const before = this.#local.get(scope);
    const local = { state: before?.state ?? alone(this.#shared.peek(scope), now), trouble, triedAt: now };
    this.#local.set(scope, local);
    // Where it is the same again nobody is told: who hears of a change looks at once, and would come back here.
    if (before?.trouble.code === trouble.code) return local;
    if (!isKnown) this.#onTrouble(trouble);
    this.#changed.fire(scope);
    return local;
  }

  /** Unless another update went back before, or into trouble again. */
  #goBack(scope: string, local: Local | undefined): void {
    if (!local || this.#local.get(scope) !== local) return;
    this.#local.delete(scope);
    this.#changed.fire(scope);
  }

  /** Whether `state` knows of something that holds back sends: then there is no hurry to go back. */
  #holds(state: ScopeState): boolean {
    const now = this.#clock.monotonic();
    return closedFor(state.gate, now) > 0 || state.held.some((permit) => freeAt(permit, permit.rule) > now);
  }
}

/** What to go on from alone at `now`, when `seen` is what was seen last. */
function alone(seen: ScopeState, now: number): ScopeState {
  return {
    ...seen,
    // Ids that nobody can have given, so that none of them means another permit later.
    nextId: Math.max(seen.nextId, beginning(now).nextId),
    // The first waits for an interval of the pace as well: one who was alone before may have ended a moment ago.
    lastBulkStart: now,
  };
}

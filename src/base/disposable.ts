/** Something that holds a resource until it is told to let go. Disposing twice is harmless. */
export interface Disposable {
  dispose(): void;
}

/** Wraps a function as a {@link Disposable}; the function runs at most once. */
export function toDisposable(release: () => void): Disposable {
  let released = false;
  return {
    dispose() {
      if (released) return;
      released = true;
      release();
    },
  };
}

/**
 * Owns disposables and frees them together, last added first.
 *
 * A failure of one does not keep the others: all are freed, then the failures are thrown as one
 * `AggregateError`. Adding to a store that is already disposed frees the newcomer at once.
 */
export class DisposableStore implements Disposable {
  readonly #owned = new Set<Disposable>();
  #disposed = false;

  get disposed(): boolean {
    return this.#disposed;
  }

  add<T extends Disposable>(owned: T): T {
    if (this.#disposed) owned.dispose();
    else this.#owned.add(owned);
    return owned;
  }

  /** Frees `owned` now and forgets it. */
  delete(owned: Disposable): void {
    if (this.#owned.delete(owned)) owned.dispose();
  }

  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    const failures: unknown[] = [];
    for (const owned of [...this.#owned].reverse()) {
      try {
        owned.dispose();
      } catch (failure) {
        failures.push(failure);
      }
    }
    this.#owned.clear();
    if (failures.length > 0) throw new AggregateError(failures, 'Some resources could not be freed.');
  }
}

/** Base of classes that own resources: register each one when it is made. */
export abstract class DisposableBase implements Disposable {
  readonly #store = new DisposableStore();

  protected get disposed(): boolean {
    return this.#store.disposed;
  }

  protected register<T extends Disposable>(owned: T): T {
    return this.#store.add(owned);
  }

  dispose(): void {
    this.#store.dispose();
  }
}

import type { Permit, PermitRequest } from './permits';

/** One who waits for a permit. */
export interface Waiter {
  /** Unique within its line. */
  readonly id: number;
  readonly request: PermitRequest;
  /** Both end the wait: {@link Queue.has} is false from then on. */
  grant(permit: Permit): void;
  fail(reason: Error): void;
  /** The expected start that `onWait` was last called with, as a moment. */
  toldStart?: number;
}

/** Those who wait, in the order in which they are served: interactive first, then by arrival. */
export class Queue {
  // Sets keep the order of arrival and let a cancelled take leave from the middle.
  readonly #interactive = new Set<Waiter>();
  readonly #bulk = new Set<Waiter>();

  get size(): number {
    return this.#interactive.size + this.#bulk.size;
  }

  get head(): Waiter | undefined {
    for (const waiter of this.#interactive) return waiter;
    for (const waiter of this.#bulk) return waiter;
    return undefined;
  }

  add(waiter: Waiter): void {
    (waiter.request.priority === 'interactive' ? this.#interactive : this.#bulk).add(waiter);
  }

  delete(waiter: Waiter): void {
    this.#interactive.delete(waiter);
    this.#bulk.delete(waiter);
  }

  has(waiter: Waiter): boolean {
    return this.#interactive.has(waiter) || this.#bulk.has(waiter);
  }

  inOrder(): Waiter[] {
    return [...this.#interactive, ...this.#bulk];
  }
}

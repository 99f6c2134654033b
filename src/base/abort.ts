import type { Clock } from './clock';
import type { Disposable } from './disposable';

/** The error that waiting ends with when its signal is aborted. Not a failure: nobody reports it. */
export class CancelledError extends Error {
  constructor() {
    super('The operation was cancelled.');
    this.name = 'CancelledError';
  }
}

/** Whether what was thrown says that nobody wants the result any more; a timeout does not. */
export function isCancelled(error: unknown): error is CancelledError {
  return error instanceof CancelledError;
}

/** @throws CancelledError when `signal` is aborted, whatever its reason. */
export function throwIfCancelled(signal: AbortSignal): void {
  if (signal.aborted) throw new CancelledError();
}

/** Resolves after `delay` milliseconds; rejects with {@link CancelledError} as soon as `signal` is aborted. */
export function sleep(clock: Clock, delay: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(new CancelledError());
      return;
    }
    const onAbort = () => {
      timer.dispose();
      reject(new CancelledError());
    };
    const timer = clock.after(delay, () => {
      signal.removeEventListener('abort', onAbort);
      resolve();
    });
    signal.addEventListener('abort', onAbort, { once: true });
  });
}

/**
 * Settles like `promise`, or rejects with {@link CancelledError} when `signal` is aborted first.
 * The work behind `promise` goes on: use this where several callers wait for one shared result.
 */
export function orCancelled<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(new CancelledError());
      return;
    }
    const onAbort = () => reject(new CancelledError());
    signal.addEventListener('abort', onAbort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}

/** A limit of time on something that can be cancelled anyway; dispose it when that has ended. */
export interface Deadline extends Disposable {
  /** Aborted when the time is up, and with the caller's own signal. */
  readonly signal: AbortSignal;
  /** Whether the time was up while the caller still wanted the result. */
  readonly passed: boolean;
}

/** Gives what is started with its signal `limit` milliseconds, and ends it with `signal` as well. */
export function deadline(clock: Clock, limit: number, signal: AbortSignal): Deadline {
  const abort = new AbortController();
  let expired = false;
  const timer = clock.after(limit, () => {
    expired = true;
    abort.abort();
  });
  const onAbort = () => abort.abort();
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) abort.abort();
  return {
    signal: abort.signal,
    get passed() {
      return expired && !signal.aborted;
    },
    dispose() {
      timer.dispose();
      signal.removeEventListener('abort', onAbort);
    },
  };
}

import type { Disposable } from '../base/disposable';
import type { Event } from '../base/event';

/** At most `limit` requests in any window of `windowMs` milliseconds. */
export interface QuotaRule {
  readonly limit: number;
  readonly windowMs: number;
}

/** The documented quota: 75 requests per 10 s. Source: error documentation: 429. */
export const documentedQuota: QuotaRule = { limit: 75, windowMs: 10_000 };

/** What the quota shows about one permit: who holds it. */
export interface PermitHolder {
  /** e.g. `GET /v2/projects`. */
  readonly label: string;
  /** e.g. the file's name, or `terminal`. */
  readonly source: string;
}

/**
 * Leave to send one request. Exactly one of the methods is called once; a second call does nothing.
 *
 * The guarantee behind them: the server judged the request at some moment between the send and the
 * headers of its answer, so a permit that is held until one window after the headers keeps every
 * window of the server within the limit.
 */
export interface Permit {
  /**
   * The headers of an answer arrived just now: free after one window and a small margin.
   *
   * @param status Status of the answer. A 429 closes the gate at once, before `Retry-After` is
   *   known; {@link Permits.refused} then says for how long. Without it the gate stays open until
   *   `refused` is called, and sends may slip through in between.
   */
  answered(status?: number): void;
  /** No connection was made, so the server cannot have counted it: free at once. */
  neverSent(): void;
  /** Sent perhaps, no answer, and its socket is closed now: free after window + 5 s. */
  fateUnknown(): void;
}

export type Priority = 'interactive' | 'bulk';

export interface PermitRequest {
  /** Which quota: requests of one account share a scope. See {@link quotaScope} in `scope.ts`. */
  readonly scope: string;
  readonly rule: QuotaRule;
  readonly priority: Priority;
  readonly holder: PermitHolder;
  /** Called when the wait is known to last, with the expected wait in milliseconds; again when that changes. */
  readonly onWait?: (expectedMs: number) => void;
}

export interface QuotaSnapshot {
  readonly scope: string;
  readonly rule: QuotaRule;
  /** Permits held right now: in flight, answered within the last window, or in doubt. */
  readonly used: number;
  /** Takes of this process that wait for a permit. */
  readonly waiting: number;
  /** Milliseconds for which a 429 still holds back every send; 0 when it does not, or no longer. */
  readonly closedForMs: number;
  /** Who holds the used permits, in the order they were handed out. */
  readonly holders: readonly PermitHolder[];
}

/** Hands out permits. Implementations: in memory, and (later) shared between processes. */
export interface Permits extends Disposable {
  /**
   * Waits for a permit; rejects with `CancelledError` as soon as `signal` is aborted or the permits
   * are disposed, freeing the place in the queue; with `RangeError` when the rule is not one
   * (see `assertQuotaRule` in `rule.ts`).
   */
  take(request: PermitRequest, signal: AbortSignal): Promise<Permit>;
  /**
   * A 429 arrived: no send in `scope` for `retryAfterMs` from now; then one goes first and the rest
   * after its answer. Of several 429s the one that ends last counts.
   */
  refused(scope: string, retryAfterMs: number): void;
  /** What is known now about `scope`, counted by `rule`. */
  snapshot(scope: string, rule: QuotaRule): QuotaSnapshot;
  /** Tells a scope whose snapshot is different now; also when permits come free by the passing of time. */
  readonly onDidChange: Event<string>;
}

import type { Disposable } from '../base/disposable';
import type { Event } from '../base/event';
import type { StoreTrouble } from './trouble';

/** At most `limit` requests in any window of `windowMs` milliseconds. */
export interface QuotaRule {
  readonly limit: number;
  readonly windowMs: number;
}

/** The documented quota: 75 requests per 10 s. Source: error documentation: 429. */
export const documentedQuota: QuotaRule = { limit: 75, windowMs: 10_000 };

/** One of those who share the quotas of this machine: a window of the editor, or a run in the terminal. */
export interface Participant {
  /** Unique on this machine. */
  readonly id: string;
  /** For people, e.g. `window "greenhouse"` or `terminal`. */
  readonly name: string;
}

/** What the quota shows about one permit: who holds it. */
export interface PermitHolder {
  /** e.g. `GET /v2/projects`. */
  readonly label: string;
  /** The name of the request file. */
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
  /**
   * Whether a request may go out on it right now: to be asked immediately before the first octet is
   * written. False once the lease has lapsed unrenewed (the process was stopped, or too busy): others
   * may have been given its place. Then settle it with {@link neverSent} and take another.
   */
  readonly isValid: boolean;
}

export type Priority = 'interactive' | 'bulk';

export interface PermitRequest {
  /** Which quota: requests of one account share a scope. See {@link quotaScope} in `scope.ts`. */
  readonly scope: string;
  readonly rule: QuotaRule;
  /**
   * Whether `rule` is the share that the user gave this very process (`--quota`), so that it also
   * holds where the quota cannot be shared with others. Default: false.
   */
  readonly isOwnShare?: boolean;
  readonly priority: Priority;
  readonly holder: PermitHolder;
  /** Called when the wait is known to last, with the expected wait in milliseconds and the take's id (see {@link WaitingTake}); again when that changes. */
  readonly onWait?: (expectedMs: number, id: number) => void;
}

/** A permit that counts right now. */
export interface Holding {
  readonly holder: PermitHolder;
  readonly by: Participant;
  /** Whether this process holds it. */
  readonly isOwn: boolean;
  /** Milliseconds since it was handed out. */
  readonly heldMs: number;
  /** Milliseconds until it is free; undefined while its request is under way. */
  readonly freeInMs?: number;
}

/** A take of this process that waits for a permit. */
export interface WaitingTake {
  /** Of this process; for {@link Permits.withdraw}. */
  readonly id: number;
  readonly holder: PermitHolder;
  readonly priority: Priority;
  /** Milliseconds until it may be expected to go, at least 0. */
  readonly expectedMs: number;
}

export interface QuotaSnapshot {
  readonly scope: string;
  /** The rule that decides: the one asked about, or a lower one that others on the machine obey, or the safe limit of a process that cannot share. */
  readonly rule: QuotaRule;
  /** Permits held right now: in flight, answered within the last window, or in doubt. */
  readonly used: number;
  /** The used permits, in the order they were handed out. */
  readonly holdings: readonly Holding[];
  /** In the order in which they are served. */
  readonly waiting: readonly WaitingTake[];
  /** Milliseconds for which a 429 still holds back every send; 0 when it does not, or no longer. */
  readonly closedForMs: number;
  /** Milliseconds for which every send is held back because it is not known what was sent before; 0 when it is. */
  readonly unknownForMs: number;
  /** Why this process counts for itself and not with the others on this machine; undefined when it counts with them. */
  readonly trouble?: StoreTrouble;
}

/** Hands out permits, from one store or another; see `limiter.ts`. */
export interface Permits extends Disposable {
  /**
   * Waits for a permit; rejects with `CancelledError` as soon as `signal` is aborted or the permits
   * are disposed, freeing the place in the queue; with `RangeError` when the rule is not one
   * (see `assertQuotaRule` in `rule.ts`).
   */
  take(request: PermitRequest, signal: AbortSignal): Promise<Permit>;
  /**
   * A 429 arrived: no send in `scope` for `retryAfterMs` from now; then one goes first and the rest
   * after its answer. Of several 429s the one that ends last counts. At most an hour, whatever it asks.
   */
  refused(scope: string, retryAfterMs: number): void;
  /** Takes a waiting take out of the line, as if its signal had been aborted; without effect when it waits no longer. */
  withdraw(scope: string, id: number): void;
  /** Milliseconds for which a 429 has asked to hold back every send of `scope`, from now; 0 when none does, or it is not known yet what the latest asks. */
  closedForMs(scope: string): number;
  /** What is known now about `scope` for one who asks for `rule`; `isOwnShare` (false if not given) as in {@link PermitRequest}. */
  snapshot(scope: string, rule: QuotaRule, isOwnShare?: boolean): QuotaSnapshot;
  /** Tells a scope whose snapshot is different now; also when permits come free by the passing of time. */
  readonly onDidChange: Event<string>;
}

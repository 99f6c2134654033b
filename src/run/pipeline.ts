import type { Attempt, Signature, UnsignedReason, WireRequest } from '../http/exchange';
import type { RequestOptions } from '../http/requestOptions';
import type { SendResult } from '../http/transport';
import type { PermitHolder, Priority } from '../quota/permits';

/** What a run tells while it goes on. Times are milliseconds. */
export type Progress =
  | { readonly kind: 'signing-in' }
  /** `take`: id of the waiting take in `scope`, see `Permits.withdraw`. */
  | { readonly kind: 'waiting-for-quota'; readonly expectedMs: number; readonly scope: string; readonly take: number }
  /** The first attempt is 1; `of`: as many as are made at most. What a 429 refused does not count. */
  | { readonly kind: 'sending'; readonly attempt: number; readonly of?: number }
  | { readonly kind: 'receiving'; readonly received: number }
  /** `attempt` and `of` as in `sending`, of the attempt that follows; missing after a 429. */
  | { readonly kind: 'waiting-to-retry'; readonly afterMs: number; readonly status?: number; readonly attempt?: number; readonly of?: number }
  | { readonly kind: 'redirecting'; readonly to: string };

/** Collects the attempts of one run, in order. */
export class Recorder {
  readonly #attempts: Attempt[] = [];
  #unsignedBecause: UnsignedReason | undefined;

  /** Why the latest attempt was not signed; undefined when it was. */
  get unsignedBecause(): UnsignedReason | undefined {
    return this.#unsignedBecause;
  }

  unsigned(because: UnsignedReason): void {
    this.#unsignedBecause = because;
  }

  get attempts(): readonly Attempt[] {
    return this.#attempts;
  }

  add(attempt: Attempt): void {
    this.#attempts.push(attempt);
  }

  /** Says why the latest attempt is not the last. */
  follow(followedBy: NonNullable<Attempt['followedBy']>): void {
    const latest = this.#attempts.pop();
    if (latest) this.#attempts.push({ ...latest, followedBy });
  }
}

/** What travels with a request through the policies. */
export interface RunContext {
  readonly signal: AbortSignal;
  readonly options: RequestOptions;
  /** Secret values that the request was made of; a header that holds one never goes to another origin. */
  readonly secrets: readonly string[];
  readonly priority: Priority;
  readonly holder: PermitHolder;
  readonly recorder: Recorder;
  readonly onProgress: (progress: Progress) => void;
  /** Set by the retry policy for everything inside it: which attempt this is, and of how many at most. */
  readonly attempt?: { readonly number: number; readonly of: number };
  /** Set by the authorize policy for everything inside it. */
  readonly signature?: Signature;
  /** Set by the quota policy for everything inside it: whether the request may still go out, see `SendOptions`. */
  readonly mayWrite?: () => boolean;
  /** Set by the policies inside which the answer's headers matter: to be called when they arrive. */
  readonly onHeaders?: (status: number) => void;
}

/** Hands a request to the next policy; the innermost is the transport. */
export type Send = (request: WireRequest, context: RunContext) => Promise<SendResult>;

/** One behaviour of the run, wrapped around everything inside it. Cancelling rejects with `CancelledError`. */
export interface Policy {
  readonly name: string;
  send(request: WireRequest, context: RunContext, next: Send): Promise<SendResult>;
}

/** Folds `policies`, outermost first, around `sender`. */
export function compose(policies: readonly Policy[], sender: Send): Send {
  return policies.reduceRight<Send>((next, policy) => (request, context) => policy.send(request, context, next), sender);
}

/** A result for a failure that happened outside the transport, e.g. while signing in. */
export function failedOutside(
  failure: Extract<SendResult, { kind: 'failed' }>['failure'],
  startedAt: number,
): Extract<SendResult, { kind: 'failed' }> {
  return { kind: 'failed', failure, timing: { startedAt, totalMs: 0 } };
}

import type { TransportFailure, WireRequest, WireResponse, Timing } from './exchange';

export interface SendOptions {
  readonly signal: AbortSignal;
  /** Milliseconds until a connection must stand. */
  readonly connectTimeoutMs: number;
  /** Octets of (decoded) body after which the answer is given up as too large. */
  readonly maxBodyBytes: number;
  /**
   * Asked right before the first octet of the request is written, on a connection that stands. False:
   * nothing is written, and the result is a failure with code `withheld`. Always true if not given.
   */
  readonly mayWrite?: () => boolean;
  /** Called once when the headers of the final answer (not 1xx) arrived. */
  readonly onHeaders?: (status: number) => void;
  /** Called for each piece of progress of the body, with the octets received so far. */
  readonly onProgress?: (received: number) => void;
}

/** What one send came to. A cancelled send rejects with `CancelledError` after its socket was closed. */
export type SendResult =
  | { readonly kind: 'answered'; readonly response: WireResponse; readonly timing: Timing }
  | { readonly kind: 'failed'; readonly failure: TransportFailure; readonly timing: Timing };

/**
 * Sends one request once: no redirects, no retries, no credentials of its own. Rejects with a
 * `TypeError` when the request cannot be written as it stands (`findUnsendable` tells before).
 */
export interface Transport {
  send(request: WireRequest, options: SendOptions): Promise<SendResult>;
  /** Closes idle and busy connections. */
  close(): Promise<void>;
}

import { isCancelled, orCancelled, throwIfCancelled } from '../base/abort';
import type { Clock } from '../base/clock';
import { DisposableBase } from '../base/disposable';
import { Emitter, type Event } from '../base/event';
import type { Logger } from '../base/logger';
import type { AccessToken, TokenResult } from './tokenExchange';

/** Below this much remaining time a new token is fetched behind the scenes while the old one is used, milliseconds. */
export const shouldRenewBelowMs = 5 * 60_000;
/** Below this much remaining time a request waits for a new token, milliseconds. */
export const mustRenewBelowMs = 30_000;
/** After a renewal behind the scenes failed, the next waits this long, milliseconds. */
const backgroundPauseMs = 10_000;
/** A successor of a token that was refused is itself kept for so long though it is refused too, milliseconds. */
const rejectionPauseMs = 60_000;

export interface TokenSourceParts {
  readonly exchange: (signal: AbortSignal) => Promise<TokenResult>;
  readonly clock: Clock;
  readonly log: Logger;
}

interface Held {
  readonly token: AccessToken;
  /** When it ends by the monotonic clock, milliseconds. */
  readonly endsAt: number;
}

interface Renewal {
  readonly result: Promise<TokenResult>;
  readonly abort: AbortController;
  /** Callers that wait for it. */
  waiting: number;
  /** Goes on though nobody waits. */
  readonly background: boolean;
}

/**
 * The access token of one account.
 *
 * However many ask, at most one renewal is under way; when the last who waits for it is cancelled,
 * so is the renewal. A failed renewal is forgotten: the next who asks tries again.
 */
export class TokenSource extends DisposableBase {
  readonly #parts: TokenSourceParts;
  readonly #changed = this.register(new Emitter<undefined>());
  #held: Held | undefined;
  #renewal: Renewal | undefined;
  #clockSkewMs: number | undefined;
  #noBackgroundBefore = -Infinity;
  /** Until when the token that is held is not dropped: its predecessor was refused, and it was not accepted yet. */
  #keptUntil = -Infinity;

  constructor(parts: TokenSourceParts) {
    super();
    this.#parts = parts;
    this.register({ dispose: () => this.#renewal?.abort.abort() });
  }

  /** Fires when there is another token, or none any more. */
  get onDidChange(): Event<undefined> {
    return this.#changed.event;
  }

  /** When the token that is held ends, milliseconds since 1970 UTC; undefined without a live one. */
  get expiresAt(): number | undefined {
    return this.#remaining() > 0 ? this.#held?.token.expiresAt : undefined;
  }

  /** Server clock minus local clock at the latest exchange, milliseconds; undefined before. */
  get clockSkewMs(): number | undefined {
    return this.#clockSkewMs;
  }

  /** A live token, or why there is none. Rejects with CancelledError. */
  async get(signal: AbortSignal): Promise<TokenResult> {
    throwIfCancelled(signal);
    const held = this.#held;
    const remaining = this.#remaining();
    if (held === undefined || remaining < this.#limit(mustRenewBelowMs)) return this.renew(signal);
    if (remaining < this.#limit(shouldRenewBelowMs)) this.#renewBehind();
    return held.token;
  }

  /** A new token, whatever is held; joins a renewal that is under way. Rejects with CancelledError. */
  async renew(signal: AbortSignal): Promise<TokenResult> {
    throwIfCancelled(signal);
    const renewal = this.#renewal ?? this.#start(false);
    renewal.waiting++;
    try {
      return await orCancelled(renewal.result, signal);
    } finally {
      renewal.waiting--;
      if (renewal.waiting === 0 && !renewal.background && this.#renewal === renewal) {
        this.#renewal = undefined;
        renewal.abort.abort();
      }
    }
  }

  /** The API took the token that ends at `expiresAt`. */
  noteAccepted(expiresAt: number): void {
    if (this.#held?.token.expiresAt === expiresAt) this.#keptUntil = -Infinity;
  }

  /**
   * Drops the token that ends at `expiresAt`, which the API did not accept; nothing happens when another
   * is held already. False: its predecessor was refused a moment ago and it does no better, so yet
   * another one would not help.
   */
  invalidate(expiresAt: number): boolean {
    if (this.#held?.token.expiresAt !== expiresAt) return true;
    const now = this.#parts.clock.monotonic();
    if (now < this.#keptUntil) return false;
    this.#keptUntil = now + rejectionPauseMs;
    this.#held = undefined;
    this.#changed.fire(undefined);
    return true;
  }

  /**
   * By the clock that leaves less: the wall clock goes on while the machine sleeps, the monotonic
   * one does not turn back when somebody sets the time.
   */
  #remaining(): number {
    if (this.#held === undefined) return -Infinity;
    const { clock } = this.#parts;
    return Math.min(this.#held.token.expiresAt - clock.now(), this.#held.endsAt - clock.monotonic());
  }

  /** Of a short-lived token the margins are a part, or it would be renewed without end. */
  #limit(margin: number): number {
    const lifetime = this.#held?.token.lifetimeMs ?? Infinity;
    return Math.min(margin, (lifetime * margin) / (shouldRenewBelowMs * 4));
  }

  #renewBehind(): void {
    const { clock, log } = this.#parts;
    if (this.#renewal !== undefined || clock.monotonic() < this.#noBackgroundBefore) return;
    this.#noBackgroundBefore = clock.monotonic() + backgroundPauseMs;
    this.#start(true).result.catch((error: unknown) => {
      // The account is gone or signed out.
      if (isCancelled(error)) return;
      // Nobody waits: the next who must have a token meets the same failure and is told.
      log('warn', 'The access token could not be renewed ahead of time.', { error: String(error) });
    });
  }

  #start(background: boolean): Renewal {
    const abort = new AbortController();
    const renewal: Renewal = { abort, waiting: 0, background, result: this.#run(abort.signal, () => this.#renewal === renewal) };
    this.#renewal = renewal;
    return renewal;
  }

  async #run(signal: AbortSignal, isCurrent: () => boolean): Promise<TokenResult> {
    const asked = this.#parts.clock.monotonic();
    // Not before the renewal is on record, however fast the exchange fails.
    await Promise.resolve();
    try {
      const result = await this.#parts.exchange(signal);
      if (isCurrent()) this.#keep(result, asked);
      return result;
    } finally {
      if (isCurrent()) this.#renewal = undefined;
    }
  }

  #keep(result: TokenResult, asked: number): void {
    if (result.kind !== 'failed' && result.clockSkewMs !== undefined) this.#clockSkewMs = result.clockSkewMs;
    if (result.kind !== 'token') return;
    this.#held = { token: result, endsAt: asked + result.lifetimeMs };
    this.#noBackgroundBefore = -Infinity;
    this.#changed.fire(undefined);
  }
}

import type { Clock } from '../base/clock';
import type { Logger } from '../base/logger';
import { type Ending, renew, settle } from './ending';
import type { Permit } from './permits';
import type { PermitStore } from './store';
import { doubtMarginMs, type HeldPermit, leaseMs } from './window';

/** A lease is renewed when no more than this is left of it, in milliseconds. */
const renewAtMs = (leaseMs * 2) / 3;
/** Least time between two renewals, in milliseconds: leases that end soon after each other are renewed together. */
const renewalGapMs = 1000;
/** Nothing is sent in the last bit of a lease, in milliseconds: between the look and the wire some time passes. */
const sendMarginMs = 1000;

export interface OwnPermitsParts {
  readonly clock: Clock;
  readonly store: PermitStore;
  readonly log: Logger;
}

/** One permit of this process that has not ended. */
interface Own {
  /** As it was last written down. */
  permit: HeldPermit;
  /** When that was. */
  recordedAt: number;
  /** Its lease was over once, or the record of it was lost for long: others may have been given its place, so it is never valid again. */
  hasLapsed: boolean;
}

/**
 * The permits of one scope that this process has out: keeps their leases alive and writes down how
 * each of them ends.
 */
export class OwnPermits {
  /** By the end of their leases, soonest first: what is renewed goes to the back. */
  readonly #out = new Set<Own>();
  #renewedAt = -Infinity;
  /** Of the state in which they all were last known to be. */
  #unknownBefore: number | undefined;

  constructor(
    private readonly scope: string,
    private readonly parts: OwnPermitsParts,
  ) {
    this.#unknownBefore = parts.store.peek(scope).unknownBefore;
  }

  /** What the holder of `permit`, which was just handed out, gets. */
  adopt(permit: HeldPermit): Permit {
    const own: Own = { permit, recordedAt: permit.takenAt, hasLapsed: false };
    this.#out.add(own);
    const { clock, store } = this.parts;
    const isOnRecord = () => this.#out.has(own) && !isLost(own, store.peek(this.scope).unknownBefore);
    return {
      answered: (status) => void this.#end(own, { kind: 'answered', status }),
      neverSent: () => void this.#end(own, { kind: 'never-sent' }),
      fateUnknown: () => void this.#end(own, { kind: 'fate-unknown' }),
      get isValid() {
        return !own.hasLapsed && isOnRecord() && clock.monotonic() < leaseOf(own) - sendMarginMs;
      },
    };
  }

  /** When {@link renew} has to be called; `Infinity` when nothing is out. */
  get nextRenewal(): number {
    for (const own of this.#out) return Math.max(leaseOf(own) - renewAtMs, this.#renewedAt + renewalGapMs);
    return Infinity;
  }

  /** Renews the leases that need it; all of them when others may have lost sight of these permits. */
  async renewWhatIsDue(): Promise<void> {
    const { clock, store, log } = this.parts;
    const { unknownBefore } = store.peek(this.scope);
    const start = clock.monotonic();
    if (unknownBefore === this.#unknownBefore && start < this.nextRenewal) return;
    this.#unknownBefore = unknownBefore;
    const due = [...this.#out].filter((own) => isLost(own, unknownBefore) || leaseOf(own) - start <= renewAtMs);
    if (due.length === 0) return;
    this.#renewedAt = start;
    try {
      const { at, permits, lostAt } = await store.update(this.scope, (state) => {
        const now = clock.monotonic();
        const renewed = renew(state, due.map(({ permit }) => permit), now);
        return { state: renewed.state, result: { at: now, permits: renewed.result, lostAt: state.unknownBefore } };
      });
      for (const [index, own] of due.entries()) this.#renewed(own, permits[index] ?? own.permit, at, lostAt);
    } catch (reason) {
      // The leases go on for a while, so that there is time to try again.
      log('error', 'Quota permits could not be renewed', { scope: this.scope, reason: String(reason) });
    }
  }

  #renewed(own: Own, permit: HeldPermit, at: number, lostAt: number | undefined): void {
    // After the record was lost nobody is given a place for longer than the margin.
    own.hasLapsed ||= at >= leaseOf(own) || (isLost(own, lostAt) && at >= (lostAt ?? at) + doubtMarginMs);
    own.permit = permit;
    own.recordedAt = at;
    if (this.#out.delete(own)) this.#out.add(own);
  }

  async #end(own: Own, ending: Ending): Promise<void> {
    if (!this.#out.delete(own)) return;
    const { clock, store, log } = this.parts;
    // Read here and not in the decision: the window counts from now, however long that takes.
    const at = clock.monotonic();
    try {
      await store.update(this.scope, (state) => ({ state: settle(state, own.permit, ending, at), result: undefined }));
    } catch (reason) {
      // The permit stays held until its lease has lapsed, which is the safe side.
      log('error', 'A quota permit could not be settled', { scope: this.scope, reason: String(reason) });
    }
  }
}

function leaseOf({ permit: { phase } }: Own): number {
  return phase.kind === 'in-flight' ? phase.leaseUntil : -Infinity;
}

/** Whether the record of it was lost after it was made. */
function isLost({ recordedAt }: Own, unknownBefore: number | undefined): boolean {
  return unknownBefore !== undefined && unknownBefore > recordedAt;
}

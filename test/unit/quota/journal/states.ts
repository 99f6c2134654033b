import { entryLine, headerLine } from '../../../../src/quota/journal/line';
import { diffStates } from '../../../../src/quota/journal/patch';
import type { Gate } from '../../../../src/quota/gate';
import type { ScopeState } from '../../../../src/quota/scopeState';
import type { HeldPermit, PermitPhase } from '../../../../src/quota/window';

/** Random but repeatable permits and states. */
export class States {
  constructor(private readonly random: () => number) {}

  below(limit: number): number {
    return Math.floor(this.random() * limit);
  }

  pick<T>(...values: readonly [T, ...T[]]): T {
    return values[this.below(values.length)] ?? values[0];
  }

  permit(id: number): HeldPermit {
    const phase: PermitPhase = this.pick<PermitPhase>({ kind: 'in-flight', leaseUntil: this.random() * 1e6 }, { kind: 'answered', at: this.random() * 1e6 }, { kind: 'in-doubt', at: 0.1 + 0.2 });
    const label = this.pick('GET /v2/projects', 'GET /ü/🚗\n"\\', '#void', '\ud800', '');
    return { id, holder: { label, source: 'a.dt.http' }, by: { id: 'p1', name: 'window "Grünhaus"' }, takenAt: this.random() * 1e6, rule: { limit: 75, windowMs: 10_000 }, phase };
  }

  gate(): Gate {
    return this.pick<Gate>({ kind: 'open' }, { kind: 'closed', until: 12.5 }, { kind: 'closed', until: -Infinity }, { kind: 'closed', until: -Infinity, unnamedUntil: 9 }, { kind: 'probing', permit: 3 });
  }

  state(): ScopeState {
    const held = Array.from({ length: this.below(5) }, () => this.permit(1 + this.below(8)));
    const unique = held.filter((permit, index) => held.findIndex(({ id }) => id === permit.id) === index);
    return {
      nextId: 9 + this.below(3),
      held: unique,
      gate: this.gate(),
      ...(this.random() < 0.5 && { lastBulkStart: this.below(2) }),
      ...(this.random() < 0.5 && { unknownBefore: this.below(2) }),
    };
  }

  /** A state near `before`: most permits stay the very same. */
  next(before: ScopeState): ScopeState {
    const held = before.held.filter(() => this.random() < 0.9).map((permit) => (this.random() < 0.2 ? this.permit(permit.id) : permit));
    const added = Array.from({ length: this.below(3) }, (_, index) => this.permit(before.nextId + index));
    return { ...before, nextId: before.nextId + added.length, held: [...held, ...added], gate: this.random() < 0.2 ? this.gate() : before.gate };
  }
}

export interface WrittenJournal {
  readonly octets: Buffer;
  /** The state after each line that counts, by the octet at which the line ends. */
  readonly truth: ReadonlyMap<number, ScopeState>;
  readonly last: ScopeState;
}

/** A journal as one writer writes it, with void lines and lines cut short between. */
export function writtenJournal(states: States, entries: number): WrittenJournal {
  let state = states.state();
  let { octets, sum } = headerLine({ history: 'h', t: 0, state });
  const truth = new Map([[octets.length, state]]);
  for (let t = 1; t <= entries; t++) {
    const after = states.next(state);
    const change = diffStates(state, after);
    if (!change) continue;
    const { octets: line, sum: own } = entryLine({ at: octets.length, after: sum, t, writer: 'w', change });
    // One who lost the race for this place, and one who was killed.
    const lost = entryLine({ at: octets.length, after: sum, t, writer: 'w', change: { nextId: 1, held: [] } }).octets;
    const cut = states.pick(Buffer.alloc(0), Buffer.alloc(0), Buffer.from('#void\n'), Buffer.concat([lost.subarray(0, states.below(lost.length)), Buffer.from('#void\n')]));
    truth.set(octets.length + line.length, after);
    octets = Buffer.concat([octets, line, states.pick(Buffer.alloc(0), lost), cut]);
    state = after;
    sum = own;
  }
  return { octets, truth, last: state };
}

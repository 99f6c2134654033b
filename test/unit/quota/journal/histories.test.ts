import assert from 'node:assert/strict';
import { beginning, united, withUnknown } from '../../../../src/quota/journal/histories';
import type { Gate } from '../../../../src/quota/gate';
import type { ScopeState } from '../../../../src/quota/scopeState';
import type { HeldPermit } from '../../../../src/quota/window';
import { seeded } from '../../../helpers/seeded';
import { States } from './states';

describe('histories of a scope', () => {
  const states = new States(seeded(4));
  const now = 1000;

  it('begin with ids that no beginning before can have come to', () => {
    const early = beginning(now);
    assert.ok(beginning(now + 1).nextId >= early.nextId + 1000);
    assert.deepEqual({ ...early, nextId: 0 }, { nextId: 0, held: [], gate: { kind: 'open' } });
    assert.equal(beginning(now, 0).unknownBefore, 0);
    assert.ok(beginning(0).nextId >= 1);
  });

  it('keep what is known of a damaged one, and count the rest as out until its leases end', () => {
    const known = { ...states.state(), nextId: 5e9 };
    assert.deepEqual(withUnknown(known, now), { ...known, unknownBefore: now + 30_000 });
    assert.equal(withUnknown({ ...known, nextId: 1 }, now).nextId, beginning(now).nextId);
    assert.deepEqual(withUnknown(undefined, now), { ...beginning(now), unknownBefore: now + 30_000 });
  });

  it('unite to every permit of both', () => {
    for (let round = 0; round < 300; round++) {
      const [a, b] = [states.state(), states.state()];
      const both = united(a, b, now);
      assert.deepEqual(both.held.slice(0, a.held.length), a.held);
      assert.deepEqual(new Set(both.held.map(({ id }) => id)), new Set([...a.held, ...b.held].map(({ id }) => id)));
      assert.equal(united(both, b, now), both);
      assert.equal(united(a, a, now), a);
    }
  });

  it('unite to what is known last of a permit that both have', () => {
    const flying = { ...states.permit(1), phase: { kind: 'in-flight', leaseUntil: 2000 } } as const;
    const renewed = { ...flying, phase: { kind: 'in-flight', leaseUntil: 3000 } } as const;
    const ended = { ...flying, phase: { kind: 'answered', at: 1500 } } as const;
    const state = (held: HeldPermit): ScopeState => ({ nextId: 2, held: [held], gate: { kind: 'open' } });
    for (const [older, newer] of [[flying, renewed], [flying, ended], [renewed, ended]] as const) {
      const [a, b] = [state(older), state(newer)];
      assert.deepEqual([united(a, b, now).held, united(b, a, now)], [[newer], b]);
    }
    assert.deepEqual(united(state(flying), state({ ...ended, takenAt: flying.takenAt + 1 }), now).held, [flying], 'another permit with its id');
  });

  for (const [a, b, stricter] of [
    [{ kind: 'open' }, { kind: 'closed', until: 2000 }, 'b'],
    [{ kind: 'closed', until: 2000 }, { kind: 'open' }, 'a'],
    [{ kind: 'closed', until: 2000 }, { kind: 'closed', until: 3000 }, 'b'],
    [{ kind: 'closed', until: 3000 }, { kind: 'closed', until: 2000 }, 'a'],
    [{ kind: 'probing', permit: 1 }, { kind: 'closed', until: 2000 }, 'b'],
    [{ kind: 'open' }, { kind: 'probing', permit: 1 }, 'b'],
    [{ kind: 'probing', permit: 1 }, { kind: 'closed', until: 500 }, 'a'],
  ] as readonly (readonly [Gate, Gate, 'a' | 'b'])[]) {
    it(`unite ${JSON.stringify(a)} and ${JSON.stringify(b)} to the stricter`, () => {
      const state = (gate: Gate): ScopeState => ({ nextId: 1, held: [], gate });
      assert.equal(united(state(a), state(b), now).gate, stricter === 'a' ? a : b);
    });
  }

  it('unite to the later of their times, and to the higher id', () => {
    const state = (nextId: number, lastBulkStart?: number, unknownBefore?: number): ScopeState => ({
      nextId,
      held: [],
      gate: { kind: 'open' },
      ...(lastBulkStart !== undefined && { lastBulkStart }),
      ...(unknownBefore !== undefined && { unknownBefore }),
    });
    assert.deepEqual(united(state(3, 5), state(9, 7, 1), now), state(9, 7, 1));
    assert.deepEqual(united(state(9, 7), state(3, 5, 0), now), state(9, 7, 0));
  });
});

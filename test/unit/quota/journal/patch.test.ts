import assert from 'node:assert/strict';
import { applyPatch, diffStates, type Patch } from '../../../../src/quota/journal/patch';
import type { ScopeState } from '../../../../src/quota/scopeState';
import { seeded } from '../../../helpers/seeded';
import { States } from './states';

describe('patches of a scope', () => {
  const states = new States(seeded(1));
  const apply = (before: ScopeState, patch: Patch | undefined) => (patch ? applyPatch(before, patch) : before);

  it('make the one state of the other, whatever the two are', () => {
    for (let round = 0; round < 3000; round++) {
      const a = states.state();
      const b = round % 2 === 0 ? states.state() : states.next(a);
      assert.deepEqual(apply(a, diffStates(a, b)), b);
    }
  });

  it('say nothing of what is the same', () => {
    const state = states.state();
    assert.equal(diffStates(state, state), undefined);
    assert.equal(diffStates(state, { ...state, held: [...state.held] }), undefined);
  });

  it('hold what changed and no more', () => {
    const [one, two, three] = [states.permit(1), states.permit(2), states.permit(3)] as const;
    const before: ScopeState = { nextId: 3, held: [one, two], gate: { kind: 'open' } };
    const changed = { ...two, takenAt: 7 };
    assert.deepEqual(diffStates(before, { ...before, nextId: 4, held: [one, two, three] }), { nextId: 4, put: [three] });
    assert.deepEqual(diffStates(before, { ...before, held: [one, changed] }), { put: [changed] });
    assert.deepEqual(diffStates(before, { ...before, held: [two] }), { drop: [1] });
    const all: ScopeState = { ...before, held: [one, two, three] };
    assert.deepEqual(diffStates(all, { ...all, held: [one, changed, three] }), { put: [changed] });
    assert.deepEqual(diffStates(all, { ...all, held: [one, three] }), { drop: [2] });
    assert.deepEqual(diffStates(before, { ...before, held: [one, three, two] }), { held: [one, three, two] }, 'new ones come last');
    assert.deepEqual(diffStates({ ...before, unknownBefore: 4, lastBulkStart: 5 }, before), { unknownBefore: null, lastBulkStart: null });
    assert.deepEqual(diffStates(before, { ...before, held: [two, one] }), { held: [two, one] });
  });

  it('leave alone what they do not name', () => {
    const before = { ...states.state(), lastBulkStart: 0, unknownBefore: 0 };
    const after = applyPatch(before, { nextId: 50 });
    assert.equal(after.held, before.held);
    assert.deepEqual(after, { ...before, nextId: 50 });
  });
});

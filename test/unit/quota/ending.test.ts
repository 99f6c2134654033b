import assert from 'node:assert/strict';
import { type Ending, renew, settle } from '../../../src/quota/ending';
import type { QuotaRule } from '../../../src/quota/permits';
import { emptyScope, type ScopeState } from '../../../src/quota/scopeState';
import type { HeldPermit } from '../../../src/quota/window';
import { answered, doubtful, flying, flyingFrom, holder, me, other, permits } from './phases';

const rule: QuotaRule = { limit: 5, windowMs: 1000 };
const ok: Ending = { kind: 'answered', status: 200 };
const refusal: Ending = { kind: 'answered', status: 429 };
const unsent: Ending = { kind: 'never-sent' };
const unknown: Ending = { kind: 'fate-unknown' };

const mine: HeldPermit = { id: 1, holder, by: me, takenAt: 10, rule, phase: flyingFrom(10) };
const [others] = permits([flying], rule, other) as [HeldPermit];
const both: ScopeState = { ...emptyScope, nextId: 2, held: [others, mine] };
const only: ScopeState = { ...emptyScope, nextId: 2, held: [others] };
/** Another record was begun, and in it the id went to another. */
const taken: HeldPermit = { ...mine, by: other, takenAt: 77 };
const again: ScopeState = { ...emptyScope, nextId: 2, held: [taken] };

describe('quota/ending', () => {
  describe('settle', () => {
    const endings: [title: string, before: ScopeState, ending: Ending, held: readonly HeldPermit[]][] = [
      ['an answer', both, ok, [others, { ...mine, phase: answered(100) }]],
      ['a refusal', both, refusal, [others, { ...mine, phase: answered(100) }]],
      ['never sent', both, unsent, [others]],
      ['fate unknown', both, unknown, [others, { ...mine, phase: doubtful(100) }]],
      ['an answer to one that was dropped', only, ok, [others, { ...mine, phase: answered(100) }]],
      ['an unknown fate of one that was dropped', only, unknown, [others, { ...mine, phase: doubtful(100) }]],
      ['one never sent that was dropped', only, unsent, [others]],
      ['an answer to one whose id has another now', again, ok, [taken, { ...mine, id: 2, phase: answered(100) }]],
      ['never sent, and the id has another now', again, unsent, [taken]],
      ['an answer in a record that is empty', emptyScope, ok, [{ ...mine, phase: answered(100) }]],
    ];
    for (const [title, before, ending, held] of endings) {
      it(title, () => {
        const after = settle(before, mine, ending, 100);
        assert.deepEqual(after.held, held);
        assert.ok(after.held.every(({ id }) => id < after.nextId), 'no id is handed out again');
      });
    }

    it('is by the lease at hand, whoever renewed it', () => {
      const renewed = renew(both, [mine], 9000).state;
      assert.deepEqual(settle(renewed, mine, unsent, 9001).held, [others]);
    });

    for (const first of [ok, unknown]) {
      it(`heeds only the first word: ${first.kind}`, () => {
        const state = settle(both, mine, first, 100);
        for (const second of [ok, unsent, unknown, refusal]) assert.equal(settle(state, mine, second, 200), state);
      });
    }

    const probing: ScopeState = { ...both, gate: { kind: 'probing', permit: 1 } };
    const gates: [title: string, before: ScopeState, ending: Ending, gate: ScopeState['gate']][] = [
      ['an answer to the probe opens', probing, ok, { kind: 'open' }],
      ['a refusal closes for the window', both, refusal, { kind: 'closed', until: -Infinity, unnamedUntil: 1100 }],
      ['a refusal of one that was dropped closes as well', only, refusal, { kind: 'closed', until: -Infinity, unnamedUntil: 1100 }],
      ['a probe never sent makes room for the next', probing, unsent, { kind: 'closed', until: -Infinity }],
      ['a probe of unknown fate makes room for the next', probing, unknown, { kind: 'closed', until: -Infinity }],
      ['an answer to a probe that was dropped opens nothing', { ...probing, held: [] }, ok, probing.gate],
      ['an answer does not open for a probe that has its id', { ...again, gate: probing.gate }, ok, probing.gate],
      ['an unknown fate does not end a probe that has its id', { ...again, gate: probing.gate }, unknown, probing.gate],
    ];
    for (const [title, before, ending, gate] of gates) {
      it(title, () => assert.deepEqual(settle(before, mine, ending, 100).gate, gate));
    }
  });

  describe('renew', () => {
    const renewals: [title: string, before: ScopeState, held: readonly HeldPermit[], result: HeldPermit][] = [
      ['gives a whole lease again', both, [others, { ...mine, phase: flyingFrom(10_000) }], { ...mine, phase: flyingFrom(10_000) }],
      ['puts back what was dropped', only, [others, { ...mine, phase: flyingFrom(10_000) }], { ...mine, phase: flyingFrom(10_000) }],
      ['puts back under a new id', again, [taken, { ...mine, id: 2, phase: flyingFrom(10_000) }], { ...mine, id: 2, phase: flyingFrom(10_000) }],
      ['leaves what has ended', { ...both, held: [{ ...mine, phase: answered(50) }] }, [{ ...mine, phase: answered(50) }], { ...mine, phase: answered(50) }],
    ];
    for (const [title, before, held, result] of renewals) {
      it(title, () => {
        const renewed = renew(before, [mine], 10_000);
        assert.deepEqual(renewed.state.held, held);
        assert.deepEqual(renewed.result, [result]);
        assert.ok(renewed.state.held.every(({ id }) => id < renewed.state.nextId), 'no id is handed out again');
      });
    }

    it('keeps two apart that had one id in two records, and answers in the order asked', () => {
      const older = { ...mine, takenAt: 3 };
      const { state, result } = renew(both, [older, mine], 10_000);
      assert.deepEqual(result.map(({ id, takenAt }) => [id, takenAt]), [[2, 3], [1, 10]]);
      assert.equal(state.held.length, 3);
      assert.deepEqual(renew(state, result, 20_000).state.held.map(({ id }) => id), [0, 1, 2], 'and finds both the next time');
    });

    it('is quick for ten thousand', () => {
      const held = Array.from({ length: 10_000 }, (_, id) => ({ ...mine, id }));
      const { state, result } = renew({ ...emptyScope, nextId: 10_000, held }, held, 10_000);
      assert.deepEqual([state.held.length, result.length], [10_000, 10_000]);
    });
  });
});

import assert from 'node:assert/strict';
import { settle, type Ending } from '../../../src/quota/ending';
import { interactiveReserve } from '../../../src/quota/pace';
import type { Priority, QuotaRule } from '../../../src/quota/permits';
import { type Ask, type BulkPolicy, earliestStart, emptyScope, refuse, type ScopeState, tryTake } from '../../../src/quota/scopeState';
import { flyingFrom, me, other } from './phases';

const rule: QuotaRule = { limit: 5, windowMs: 1000 };
const spread: BulkPolicy = { pace: 'spread', reserve: interactiveReserve };
const burst: BulkPolicy = { pace: 'burst', reserve: interactiveReserve };
const ok: Ending = { kind: 'answered', status: 200 };
const refusal: Ending = { kind: 'answered', status: 429 };

function ask(priority: Priority, under = rule, by = me): Ask {
  return { rule: under, priority, holder: { label: 'GET /v2/projects', source: 'test' }, by };
}

/** Takes `count` permits at `now` and fails the test when one is not to be had. */
function take(state: ScopeState, count: number, now: number, asked = ask('interactive')): ScopeState {
  for (let taken = 0; taken < count; taken++) {
    const next = tryTake(state, asked, burst, now);
    assert.equal(next.result.kind, 'granted');
    state = next.state;
  }
  return state;
}

/** Settles the permit with this id, as whoever holds it would. */
function end(state: ScopeState, id: number, ending: Ending, now: number): ScopeState {
  const permit = state.held.find((held) => held.id === id);
  assert.ok(permit);
  return settle(state, permit, ending, now);
}

describe('quota/scopeState', () => {
  it('numbers permits, keeps them in order, and writes down who took them when, with a whole lease', () => {
    const first = tryTake(emptyScope, ask('interactive'), burst, 7);
    const { state } = tryTake(first.state, ask('bulk', rule, other), burst, 9);
    assert.deepEqual(first.result, { kind: 'granted', permit: state.held[0] });
    const common = { holder: { label: 'GET /v2/projects', source: 'test' }, rule };
    assert.deepEqual(state, {
      nextId: 3,
      held: [
        { ...common, id: 1, by: me, takenAt: 7, phase: flyingFrom(7) },
        { ...common, id: 2, by: other, takenAt: 9, phase: flyingFrom(9) },
      ],
      gate: { kind: 'open' },
      lastBulkStart: 9,
    });
  });

  it('leaves the state alone when it has to wait', () => {
    const full = end(take(emptyScope, 5, 0), 1, ok, 100);
    const { state, result } = tryTake(full, ask('interactive'), burst, 200);
    assert.equal(state, full);
    assert.deepEqual(result, { kind: 'wait', until: 1125 });
  });

  it('gives the place of a holder that was not heard of away: lease, window and 5 s after the last word', () => {
    const full = take(emptyScope, 5, 100);
    assert.equal(earliestStart(full, ask('interactive'), burst, 200), 36_100);
    take(full, 5, 36_100);
    assert.equal(take(full, 5, 45_100).held.length, 5, 'and forgets them when the documented quota would');
  });

  it('keeps the reserve from bulk runs, not from interactive ones', () => {
    const four = take(emptyScope, 4, 0);
    assert.equal(earliestStart(four, ask('bulk'), burst, 0), 36_000);
    assert.equal(earliestStart(four, ask('interactive'), burst, 0), 0);
  });

  it('spreads bulk starts, and never holds an interactive one for them', () => {
    const { state } = tryTake(emptyScope, ask('bulk'), spread, 100);
    assert.equal(earliestStart(state, ask('bulk'), spread, 100), 350);
    assert.equal(earliestStart(state, ask('bulk'), burst, 100), 100);
    assert.equal(earliestStart(state, ask('interactive'), spread, 100), 100);
  });

  describe('when it is not known what was sent before', () => {
    const unknown: ScopeState = { ...emptyScope, unknownBefore: 300 };
    for (const priority of ['interactive', 'bulk'] as const) {
      it(`nothing goes for the window and 5 s, ${priority}`, () => {
        assert.equal(earliestStart(unknown, ask(priority), burst, 400), 6300);
        take(unknown, 4, 6300, ask(priority));
      });
    }
    it('every rule in force counts from then', () => {
      const long: QuotaRule = { limit: 5, windowMs: 3000 };
      const state = { ...take(emptyScope, 1, 0, ask('interactive', long)), unknownBefore: 300 };
      assert.equal(earliestStart(state, ask('interactive'), burst, 400), 8300);
    });
    it('nothing is held back long after', () => assert.equal(earliestStart(unknown, ask('interactive'), burst, 10_000), 10_000));
  });

  describe('two rules at once', () => {
    const lower: QuotaRule = { limit: 2, windowMs: 1000 };
    it('obeys the lower one of the permits that are held', () => {
      const state = take(emptyScope, 2, 0, ask('interactive', lower, other));
      assert.equal(earliestStart(state, ask('interactive'), burst, 0), 36_000);
    });
    it('obeys the lower one that is asked for', () => {
      assert.equal(earliestStart(take(emptyScope, 2, 0), ask('interactive', lower), burst, 0), 36_000);
    });
    it('goes back to the higher one when no permit of the lower is left', () => {
      let state = take(emptyScope, 2, 0, ask('interactive', lower));
      state = end(end(state, 1, ok, 0), 2, ok, 0);
      take(state, 5, 1025);
    });
    it('still counts permits for the longer window', () => {
      const long: QuotaRule = { limit: 5, windowMs: 3000 };
      let state = take(emptyScope, 5, 0, ask('interactive', long));
      for (const id of [1, 2, 3, 4, 5]) state = end(state, id, ok, 0);
      assert.equal(earliestStart(state, ask('interactive'), burst, 1025), 3025);
    });
  });

  describe('after a 429', () => {
    it('is closed for the whole window until Retry-After is known', () => {
      const state = end(take(emptyScope, 1, 0), 1, refusal, 100);
      assert.equal(earliestStart(state, ask('interactive'), burst, 100), 1100);
      assert.equal(earliestStart(refuse(state, 400), ask('interactive'), burst, 100), 400);
    });
    it('is closed for bulk and interactive alike', () => {
      const state = refuse(emptyScope, 400);
      assert.equal(earliestStart(state, ask('interactive'), burst, 0), 400);
      assert.equal(earliestStart(state, ask('bulk'), burst, 0), 400);
    });
    it('lets one go first, and the rest after its answer', () => {
      const probing = take(refuse(emptyScope, 400), 1, 400);
      assert.equal(earliestStart(probing, ask('interactive'), burst, 400), 30_400);
      take(end(probing, 1, ok, 450), 3, 450);
    });
    it('lets another go first when the first one is not heard of', () => {
      const probing = take(take(refuse(emptyScope, 400), 1, 400), 1, 30_400);
      assert.equal(earliestStart(probing, ask('interactive'), burst, 30_400), 60_400);
      assert.equal(end(probing, 1, ok, 30_500).gate.kind, 'probing', 'the answer of the lost one opens nothing');
      assert.equal(end(probing, 2, ok, 30_500).gate.kind, 'open');
    });
    it('closes again when the first one is refused too', () => {
      const state = end(take(refuse(emptyScope, 400), 1, 400), 1, refusal, 450);
      assert.equal(earliestStart(refuse(state, 900), ask('interactive'), burst, 450), 900);
    });
    for (const kind of ['never-sent', 'fate-unknown'] as const) {
      it(`lets the next one try when the first one is ${kind}`, () => {
        const state = take(end(take(refuse(emptyScope, 400), 1, 400), 1, { kind }, 450), 1, 450);
        assert.equal(earliestStart(state, ask('interactive'), burst, 450), 30_450);
      });
    }
  });
});

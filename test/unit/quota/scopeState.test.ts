import assert from 'node:assert/strict';
import { interactiveReserve } from '../../../src/quota/pace';
import type { Priority, QuotaRule } from '../../../src/quota/permits';
import {
  type Ask,
  type BulkPolicy,
  describeScope,
  earliestStart,
  emptyScope,
  type Ending,
  nextChange,
  refuse,
  type ScopeState,
  settle,
  tryTake,
} from '../../../src/quota/scopeState';

const rule: QuotaRule = { limit: 5, windowMs: 1000 };
const spread: BulkPolicy = { pace: 'spread', reserve: interactiveReserve };
const burst: BulkPolicy = { pace: 'burst', reserve: interactiveReserve };
const ok: Ending = { kind: 'answered', status: 200 };
const refusal: Ending = { kind: 'answered', status: 429 };

function ask(priority: Priority, under = rule, label = 'GET /v2/projects'): Ask {
  return { rule: under, priority, holder: { label, source: 'test' } };
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

describe('quota/scopeState', () => {
  it('numbers permits and keeps them in order', () => {
    const first = tryTake(emptyScope, ask('interactive', rule, 'a'), burst, 0);
    const second = tryTake(first.state, ask('bulk', rule, 'b'), burst, 0);
    assert.deepEqual([first.result, second.result], [{ kind: 'granted', permit: 1 }, { kind: 'granted', permit: 2 }]);
    assert.deepEqual(describeScope(second.state, rule, 0).holders.map(({ label }) => label), ['a', 'b']);
  });

  it('leaves the state alone when it has to wait', () => {
    const full = settle(take(emptyScope, 5, 0), 1, ok, 100);
    const { state, result } = tryTake(full, ask('interactive'), burst, 200);
    assert.equal(state, full);
    assert.deepEqual(result, { kind: 'wait', until: 1125 });
  });

  it('keeps the reserve from bulk runs, not from interactive ones', () => {
    const four = take(emptyScope, 4, 0);
    assert.equal(earliestStart(four, ask('bulk'), burst, 0), Infinity);
    assert.equal(earliestStart(four, ask('interactive'), burst, 0), 0);
  });

  it('spreads bulk starts, and never holds an interactive one for them', () => {
    const { state } = tryTake(emptyScope, ask('bulk'), spread, 100);
    assert.equal(earliestStart(state, ask('bulk'), spread, 100), 350);
    assert.equal(earliestStart(state, ask('bulk'), burst, 100), 100);
    assert.equal(earliestStart(state, ask('interactive'), spread, 100), 100);
  });

  describe('two rules at once', () => {
    const lower: QuotaRule = { limit: 2, windowMs: 1000 };
    it('obeys the lower one of the permits that are held', () => {
      const state = take(emptyScope, 2, 0, ask('interactive', lower));
      assert.equal(earliestStart(state, ask('interactive'), burst, 0), Infinity);
    });
    it('obeys the lower one that is asked for', () => {
      assert.equal(earliestStart(take(emptyScope, 2, 0), ask('interactive', lower), burst, 0), Infinity);
    });
    it('goes back to the higher one when no permit of the lower is left', () => {
      let state = take(emptyScope, 2, 0, ask('interactive', lower));
      state = settle(settle(state, 1, ok, 0), 2, ok, 0);
      take(state, 5, 1025);
    });
    it('still counts permits for the longer window', () => {
      const long: QuotaRule = { limit: 5, windowMs: 3000 };
      let state = take(emptyScope, 5, 0, ask('interactive', long));
      for (const id of [1, 2, 3, 4, 5]) state = settle(state, id, ok, 0);
      assert.equal(earliestStart(state, ask('interactive'), burst, 1025), 3025);
    });
  });

  describe('endings', () => {
    const endings: [title: string, ending: Ending, freeAt: number][] = [
      ['answered', ok, 1125],
      ['refused', refusal, 1125],
      ['never sent', { kind: 'never-sent' }, 100],
      ['fate unknown', { kind: 'fate-unknown' }, 6100],
    ];
    for (const [title, ending, freeAt] of endings) {
      it(`${title}: free at ${freeAt}`, () => {
        const state = settle(take(emptyScope, 1, 0), 1, ending, 100);
        assert.equal(describeScope(state, rule, freeAt - 1).used, freeAt === 100 ? 0 : 1);
        assert.equal(describeScope(state, rule, freeAt).used, 0);
      });
    }
    it('count once: the second is ignored', () => {
      const state = settle(take(emptyScope, 1, 0), 1, ok, 100);
      assert.equal(settle(state, 1, { kind: 'never-sent' }, 200), state);
    });
    it('of an unknown permit are ignored', () => assert.equal(settle(emptyScope, 9, ok, 0), emptyScope));
  });

  describe('after a 429', () => {
    it('is closed for the whole window until Retry-After is known', () => {
      const state = settle(take(emptyScope, 1, 0), 1, refusal, 100);
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
      assert.equal(earliestStart(probing, ask('interactive'), burst, 400), Infinity);
      take(settle(probing, 1, ok, 450), 3, 450);
    });
    it('closes again when the first one is refused too', () => {
      const state = settle(take(refuse(emptyScope, 400), 1, 400), 1, refusal, 450);
      assert.equal(earliestStart(refuse(state, 900), ask('interactive'), burst, 450), 900);
    });
    for (const kind of ['never-sent', 'fate-unknown'] as const) {
      it(`lets the next one try when the first one is ${kind}`, () => {
        const state = take(settle(take(refuse(emptyScope, 400), 1, 400), 1, { kind }, 450), 1, 450);
        assert.equal(earliestStart(state, ask('interactive'), burst, 450), Infinity);
      });
    }
  });

  it('knows when what is shown changes by itself', () => {
    const state = settle(take(emptyScope, 2, 0), 1, ok, 100);
    assert.equal(nextChange(state, 100), 1125);
    assert.equal(nextChange(refuse(state, 400), 100), 400);
    assert.equal(nextChange(refuse(state, 400), 400), 1125);
    assert.equal(nextChange(state, 1125), Infinity);
  });
});

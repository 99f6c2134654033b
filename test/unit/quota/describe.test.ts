import assert from 'node:assert/strict';
import { describeScope, nextChange } from '../../../src/quota/describe';
import type { QuotaRule } from '../../../src/quota/permits';
import { emptyScope, type ScopeState } from '../../../src/quota/scopeState';
import { answered, doubtful, flying, holder, me, other, permits } from './phases';

const rule: QuotaRule = { limit: 75, windowMs: 10_000 };
const lower: QuotaRule = { limit: 25, windowMs: 10_000 };
const holding = (...held: ScopeState['held']): ScopeState => ({ ...emptyScope, nextId: 100, held });

describe('quota/describe', () => {
  it('shows nothing of an empty scope', () => {
    assert.deepEqual(describeScope(emptyScope, rule, me, 5), { rule, used: 0, holdings: [], closedForMs: 0, unknownForMs: 0 });
  });

  it('shows what counts, by whom, since when and for how long', () => {
    const state = holding(
      ...permits([answered(1000), answered(-9000)], rule),
      { ...permits([flying], rule, other)[0]!, takenAt: 500 },
      // Put back, so it stands last though it was taken first.
      { ...permits([doubtful(2000)], rule)[0]!, takenAt: -1 },
    );
    assert.deepEqual(describeScope(state, rule, me, 3000).holdings, [
      { holder, by: me, isOwn: true, heldMs: 3001, freeInMs: 14_000 },
      { holder, by: me, isOwn: true, heldMs: 3000, freeInMs: 8025 },
      { holder, by: other, isOwn: false, heldMs: 2500 },
    ]);
  });

  it('says when a permit comes free whose holder is not heard of', () => {
    const [shown] = describeScope(holding(...permits([flying], rule, other)), rule, me, 30_000).holdings;
    assert.equal(shown?.freeInMs, 15_000);
  });

  const deciding: [title: string, asked: QuotaRule, held: ScopeState['held'], rule: QuotaRule, used: number][] = [
    ['the one asked about', rule, permits([flying, answered(0)], rule), rule, 2],
    ['a lower one of another', rule, [...permits([flying], rule), ...permits([flying, flying], lower, other)], lower, 3],
    ['the one asked about where that is lower', lower, permits([flying], rule, other), lower, 1],
    ['not a lower one whose last permit is free', rule, permits([answered(-10_025)], lower, other), rule, 0],
    ['of equal rates the one asked about', rule, permits([flying], { limit: 150, windowMs: 20_000 }, other), rule, 1],
    ['a lower rate with a higher limit', rule, permits([answered(-15_000)], { limit: 100, windowMs: 60_000 }, other), { limit: 100, windowMs: 60_000 }, 1],
  ];
  for (const [title, asked, held, expected, used] of deciding) {
    it(`decides: ${title}`, () => {
      const shown = describeScope(holding(...held), asked, me, 0);
      assert.deepEqual([shown.rule, shown.used], [expected, used]);
    });
  }

  it('shows for how long it is closed, and for how long the past is unknown', () => {
    const state: ScopeState = { ...emptyScope, gate: { kind: 'closed', until: 700 }, unknownBefore: 100 };
    const at = (now: number) => {
      const { closedForMs, unknownForMs } = describeScope(state, rule, me, now);
      return [closedForMs, unknownForMs];
    };
    assert.deepEqual([at(200), at(700), at(15_099), at(15_100)], [[500, 14_900], [0, 14_400], [0, 1], [0, 0]]);
  });

  it('knows when what is shown changes by itself', () => {
    const state: ScopeState = { ...holding(...permits([flying, answered(100)], rule)), gate: { kind: 'closed', until: 400 }, unknownBefore: 0 };
    const moments: number[] = [];
    for (let now = 100; now < Infinity; now = nextChange(state, rule, now)) moments.push(now);
    assert.deepEqual(moments, [100, 400, 10_125, 15_000, 45_000]);
  });
});

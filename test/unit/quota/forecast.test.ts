import assert from 'node:assert/strict';
import { forecast } from '../../../src/quota/forecast';
import type { Pace } from '../../../src/quota/pace';
import type { Priority, QuotaRule } from '../../../src/quota/permits';
import { emptyScope, type ScopeState } from '../../../src/quota/scopeState';
import type { PermitPhase } from '../../../src/quota/window';
import { answered, doubtful, flying, flyingFrom, permits } from './phases';

const rule: QuotaRule = { limit: 2, windowMs: 1000 };
const i: Priority = 'interactive';
const b: Priority = 'bulk';

function holding(phases: PermitPhase[], rest: Partial<ScopeState> = {}): ScopeState {
  return { ...emptyScope, held: permits(phases, rule), ...rest };
}

describe('quota/forecast', () => {
  const cases: [title: string, state: ScopeState, line: Priority[], pace: Pace, now: number, expected: number[]][] = [
    ['nobody waits', emptyScope, [], 'burst', 0, []],
    ['free permits: now', emptyScope, [i, i], 'burst', 7, [7, 7]],
    ['the rest one window later, then another', emptyScope, [i, i, i, i, i], 'burst', 0, [0, 0, 1025, 1025, 2050]],
    ['as held permits end', holding([answered(100), answered(300)]), [i, i, i], 'burst', 500, [1125, 1325, 2150]],
    ['in flight is taken to be answered now', holding([flying, flying]), [i], 'burst', 500, [1525]],
    ['a lapsed lease ends late', holding([flyingFrom(-30_000), flyingFrom(-29_000)]), [i, i], 'burst', 1500, [6000, 7000]],
    ['what is not known counts as in doubt', holding([answered(5900)], { unknownBefore: 200 }), [i, i], 'burst', 300, [6200, 6925]],
    ['in doubt ends later, and in its order', holding([doubtful(0), answered(0)]), [i, i, i, i], 'burst', 500, [1025, 2050, 3075, 4100]],
    ['a closed gate holds all', holding([], { gate: { kind: 'closed', until: 400 } }), [i, i, i], 'burst', 0, [400, 400, 1425]],
    ['a probe is taken to be answered now', holding([flying], { gate: { kind: 'probing', permit: 0 } }), [i], 'burst', 5, [5]],
    ['a probe that was lost holds nobody', holding([], { gate: { kind: 'probing', permit: 7 } }), [i], 'burst', 5, [5]],
    ['spread bulk, from the last start', holding([], { lastBulkStart: 0 }), [b, b], 'spread', 100, [1000, 2025]],
    ['interactive before spread bulk', holding([], { lastBulkStart: 0 }), [i, b], 'spread', 100, [100, 1125]],
  ];
  for (const [title, state, line, pace, now, expected] of cases) {
    it(title, () => {
      const asks = line.map((priority) => ({ rule, priority }));
      // One of the two permits is kept for interactive runs.
      assert.deepEqual(forecast(state, asks, { pace, reserve: () => 1 }, now), expected);
    });
  }

  it('goes by the slower of two rules', () => {
    const lower: QuotaRule = { limit: 1, windowMs: 1000 };
    const asks = [rule, lower].map((each) => ({ rule: each, priority: i }));
    assert.deepEqual(forecast(emptyScope, asks, { pace: 'burst', reserve: () => 0 }, 0), [0, 1025]);
  });

  it('is quick for a long line', () => {
    const asks = Array.from({ length: 10_000 }, () => ({ rule, priority: i }));
    const starts = forecast(emptyScope, asks, { pace: 'burst', reserve: () => 0 }, 0);
    assert.equal(starts.at(-1), 4999 * 1025);
  });
});

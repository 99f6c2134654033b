import assert from 'node:assert/strict';
import { aloneRule, bulkShare, interactiveReserve, nextBulkStart, type Pace, ruleToObey } from '../../../src/quota/pace';
import { documentedQuota } from '../../../src/quota/permits';

describe('quota/pace', () => {
  const reserves: [limit: number, reserve: number][] = [[1, 0], [4, 0], [5, 1], [25, 5], [49, 9], [50, 10], [75, 10], [10_000, 10]];
  for (const [limit, reserve] of reserves) {
    it(`keeps ${reserve} of ${limit} for interactive runs`, () => assert.equal(interactiveReserve({ limit, windowMs: 1000 }), reserve));
  }

  const alone: [limit: number, safe: number][] = [[1, 1], [4, 1], [5, 1], [9, 1], [10, 2], [25, 5], [75, 15], [10_000, 2000]];
  for (const [limit, safe] of alone) {
    it(`leaves ${safe} of ${limit} to a process that cannot share`, () => assert.deepEqual(aloneRule({ limit, windowMs: 5000 }), { limit: safe, windowMs: 5000 }));
  }

  describe('ruleToObey', () => {
    const trouble = { code: 'full', path: '/state', detail: 'ENOSPC' } as const;
    const rule = { limit: 75, windowMs: 10_000 };
    it('is the rule itself while all is well', () => assert.equal(ruleToObey({ rule }, undefined), rule));
    it('is a fifth in trouble', () => assert.deepEqual(ruleToObey({ rule, isOwnShare: false }, trouble), aloneRule(rule)));
    it('is the rule itself when it is the own share', () => assert.equal(ruleToObey({ rule, isOwnShare: true }, trouble), rule));
  });

  it('leaves bulk runs at least one', () => {
    assert.deepEqual(bulkShare({ limit: 3, windowMs: 1000 }, () => 7), { limit: 1, windowMs: 1000 });
    assert.deepEqual(bulkShare(documentedQuota, interactiveReserve), { limit: 65, windowMs: 10_000 });
  });

  const share = { limit: 50, windowMs: 10_000 };
  const starts: [title: string, pace: Pace, last: number | undefined, now: number, expected: number][] = [
    ['spread, the first', 'spread', undefined, 5, 5],
    ['spread, right after another', 'spread', 1000, 1000, 1200],
    ['spread, in between', 'spread', 1000, 1150, 1200],
    ['spread, in time', 'spread', 1000, 1200, 1200],
    ['spread, much later: no slots are caught up', 'spread', 1000, 9000, 9000],
    ['burst', 'burst', 1000, 1000, 1000],
  ];
  for (const [title, pace, last, now, expected] of starts) {
    it(title, () => assert.equal(nextBulkStart(pace, share, last, now), expected));
  }
});

import assert from 'node:assert/strict';
import { nextWaitMs } from '../../../../src/editor/running/growingWait';

/** All waits, the first of which the fix has given. */
function waits(firstMs: number): readonly number[] {
  const all = [firstMs];
  for (let repeats = 0; ; repeats++) {
    const next = nextWaitMs(repeats, all.reduce((sum, each) => sum + each, 0));
    if (next === undefined) return all;
    all.push(next);
  }
}

describe('waits that grow', () => {
  const rows: readonly [firstMs: number, all: readonly number[]][] = [
    [1000, [1000, 2000, 4000, 8000, 15_000]],
    [300, [300, 2000, 4000, 8000, 15_700]],
    [0, [0, 2000, 4000, 8000, 16_000]],
    [30_000, [30_000]],
    [40_000, [40_000]],
  ];
  for (const [firstMs, all] of rows) it(`after ${firstMs} ms`, () => assert.deepEqual(waits(firstMs), all));
});

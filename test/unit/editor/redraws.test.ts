import assert from 'node:assert/strict';
import type { Disposable } from '../../../src/base/disposable';
import { Redraws } from '../../../src/editor/redraws';
import { ManualClock } from '../../helpers/manualClock';

describe('redraws', () => {
  /** An editor that reads so many milliseconds after it was told, and begins to wait anew when it is told again. */
  const watched = (readsAfterMs: number | undefined) => {
    const clock = new ManualClock();
    const told: number[] = [];
    const read: number[] = [];
    let waiting: Disposable | undefined;
    const redraws = new Redraws(clock, () => {
      told.push(clock.monotonic());
      waiting?.dispose();
      if (readsAfterMs === undefined) return;
      waiting = clock.after(readsAfterMs, () => {
        read.push(clock.monotonic());
        redraws.read();
      });
    });
    const askFor = async (ms: number, everyMs: number) => {
      for (let time = 0; time < ms; time += everyMs) {
        redraws.ask();
        await clock.advance(everyMs);
      }
    };
    return { clock, told, read, redraws, askFor };
  };

  it('are told at once, and then at most twice a second', async () => {
    const { told, read, askFor } = watched(250);
    await askFor(1900, 10);
    assert.deepEqual([told, read], [[0, 500, 1000, 1500], [250, 750, 1250, 1750]]);
  });

  for (const readsAfterMs of [250, 499, 501, 1300, 4900]) {
    it(`come to an editor that reads after ${readsAfterMs} ms, however often it would be told`, async () => {
      const { read, askFor } = watched(readsAfterMs);
      await askFor(30_000, 50);
      assert.ok(read.length >= Math.floor(30_000 / (Math.ceil(readsAfterMs / 500) * 500 + 500)), `${read.length} readings`);
    });
  }

  it('tell what came last, after the last asking too, and leave no timer', async () => {
    const { clock, told, read, askFor } = watched(700);
    await askFor(100, 50);
    await clock.advance(10_000);
    assert.deepEqual([told, read], [[0, 1000], [700, 1700]]);
    assert.equal(clock.pending, 0);
  });

  it('go on when nobody reads, seldom', async () => {
    const { clock, told, askFor } = watched(undefined);
    await askFor(11_000, 50);
    assert.deepEqual(told, [0, 5000, 10_000]);
    await clock.advance(10_000);
    assert.deepEqual([told, clock.pending], [[0, 5000, 10_000, 15_000], 0]);
  });

  it('are told at once after a pause in which the editor has read', async () => {
    const { clock, told, redraws } = watched(250);
    redraws.ask();
    await clock.advance(700);
    redraws.ask();
    assert.deepEqual(told, [0, 700]);
  });

  it('end', async () => {
    const { clock, told, redraws } = watched(undefined);
    redraws.ask();
    redraws.ask();
    redraws.dispose();
    await clock.advance(10_000);
    assert.deepEqual([told, clock.pending], [[0], 0]);
  });
});

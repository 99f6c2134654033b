import assert from 'node:assert/strict';
import { Pacer } from '../../../src/editor/pacer';
import { ManualClock } from '../../helpers/manualClock';

describe('a pacer', () => {
  const paced = () => {
    const clock = new ManualClock();
    const acts: number[] = [];
    return { clock, acts, pacer: new Pacer(clock, 200, () => acts.push(clock.monotonic())) };
  };

  it('acts at once, and then once for all who ask meanwhile', async () => {
    const { clock, acts, pacer } = paced();
    pacer.ask();
    for (let time = 0; time < 500; time += 25) {
      pacer.ask();
      await clock.advance(25);
    }
    await clock.advance(1000);
    assert.deepEqual(acts, [0, 200, 400, 600]);
  });

  it('acts at once again after a pause, and leaves no timer', async () => {
    const { clock, acts, pacer } = paced();
    pacer.ask();
    await clock.advance(1000);
    assert.equal(clock.pending, 0);
    pacer.ask();
    assert.deepEqual(acts, [0, 1000]);
  });

  it('does nothing after its end', async () => {
    const { clock, acts, pacer } = paced();
    pacer.ask();
    pacer.ask();
    pacer.dispose();
    pacer.ask();
    await clock.advance(1000);
    assert.deepEqual(acts, [0]);
    assert.equal(clock.pending, 0);
  });

  it('may be asked by the act itself, and ended by it', async () => {
    const clock = new ManualClock();
    let acts = 0;
    const pacer: Pacer = new Pacer(clock, 200, () => (++acts < 3 ? pacer.ask() : pacer.dispose()));
    pacer.ask();
    assert.equal(acts, 1);
    await clock.advance(1000);
    assert.equal(acts, 3);
    assert.equal(clock.pending, 0);
  });
});

import assert from 'node:assert/strict';
import { CancelledError, deadline, isCancelled, orCancelled, sleep, throwIfCancelled } from '../../../src/base/abort';
import { systemClock } from '../../../src/base/clock';
import { systemRandom } from '../../../src/base/random';
import { ManualClock } from '../../helpers/manualClock';

describe('waiting', () => {
  it('ends when the time has passed, and not before', async () => {
    const clock = new ManualClock();
    let done = false;
    const waiting = sleep(clock, 1000, new AbortController().signal).then(() => (done = true));
    await clock.advance(999);
    assert.equal(done, false);
    await clock.advance(1);
    await waiting;
    assert.equal(done, true);
  });

  it('ends at once when it is cancelled, leaving no timer', async () => {
    const clock = new ManualClock();
    const abort = new AbortController();
    const waiting = sleep(clock, 1000, abort.signal);
    abort.abort();
    await assert.rejects(waiting, isCancelled);
    assert.equal(clock.pending, 0);
  });

  it('does not begin when it was cancelled before', async () => {
    const clock = new ManualClock();
    await assert.rejects(sleep(clock, 1000, AbortSignal.abort()), CancelledError);
    assert.equal(clock.pending, 0);
    assert.throws(() => throwIfCancelled(AbortSignal.abort()), CancelledError);
    throwIfCancelled(new AbortController().signal);
  });

  it('within a limit ends when the time is up, or with the caller', async () => {
    const clock = new ManualClock();
    const abort = new AbortController();
    const late = deadline(clock, 1000, abort.signal);
    await clock.advance(999);
    assert.deepEqual([late.signal.aborted, late.passed], [false, false]);
    await clock.advance(1);
    assert.deepEqual([late.signal.aborted, late.passed], [true, true]);
    const cancelled = deadline(clock, 1000, abort.signal);
    abort.abort();
    assert.deepEqual([cancelled.signal.aborted, cancelled.passed], [true, false]);
    assert.equal(deadline(clock, 1000, abort.signal).signal.aborted, true);
    const done = deadline(new ManualClock(), 1000, new AbortController().signal);
    done.dispose();
    cancelled.dispose();
    assert.deepEqual([done.signal.aborted, done.passed], [false, false]);
  });

  it('for a shared result: settles like it, or is cancelled alone', async () => {
    const { signal } = new AbortController();
    assert.equal(await orCancelled(Promise.resolve(1), signal), 1);
    await assert.rejects(orCancelled(Promise.reject(new Error('broken')), signal), /broken/);
    const abort = new AbortController();
    const never = orCancelled(new Promise(() => undefined), abort.signal);
    abort.abort();
    await assert.rejects(never, isCancelled);
    await assert.rejects(orCancelled(Promise.resolve(1), AbortSignal.abort()), isCancelled);
  });
});

describe('the machine', () => {
  it('never calls back early', async () => {
    const start = systemClock.monotonic();
    const passed = await new Promise<number>((resolve) => {
      systemClock.after(5, () => resolve(systemClock.monotonic() - start));
    });
    assert.ok(passed >= 5, `${passed} ms`);
  });

  it('calls a timer off', async () => {
    let called = false;
    const timer = systemClock.after(0, () => (called = true));
    timer.dispose();
    await new Promise((resolve) => systemClock.after(2, () => resolve(undefined)));
    assert.equal(called, false);
  });

  it('has a wall clock and chance', () => {
    const [before, now, after] = [Date.now(), systemClock.now(), Date.now()];
    assert.ok(before <= now && now <= after);
    const value = systemRandom.next();
    assert.ok(value >= 0 && value < 1);
    assert.match(systemRandom.uuid(), /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});

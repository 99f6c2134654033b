import assert from 'node:assert/strict';
import { ProgressLine, progressText, type RunStep } from '../../../src/editor/progress';
import { ManualClock } from '../../helpers/manualClock';

describe('what a run is doing', () => {
  const cases: readonly [RunStep, number, string][] = [
    [{ kind: 'starting' }, 0, 'Starting…'],
    [{ kind: 'waiting', forMs: 2500 }, 0, 'Waiting, 3 s…'],
    [{ kind: 'dependency', name: 'login' }, 0, 'Running "login" first…'],
    [{ kind: 'signing-in' }, 0, 'Signing in…'],
    [{ kind: 'waiting-for-quota', expectedMs: 3000 }, 0, 'Waiting for the quota, 3 s…'],
    [{ kind: 'waiting-for-quota', expectedMs: 3000 }, 1001, 'Waiting for the quota, 2 s…'],
    [{ kind: 'waiting-for-quota', expectedMs: 3000 }, 9000, 'Waiting for the quota, 1 s…'],
    [{ kind: 'sending', attempt: 1 }, 1999, 'Sending…'],
    [{ kind: 'sending', attempt: 1 }, 2000, 'Sending, 2 s…'],
    [{ kind: 'sending', attempt: 3 }, 0, 'Sending, attempt 3…'],
    [{ kind: 'sending', attempt: 3 }, 2500, 'Sending, attempt 3, 2 s…'],
    [{ kind: 'receiving', received: 1001 }, 0, 'Receiving, 2 kB…'],
    [{ kind: 'waiting-to-retry', afterMs: 900, status: 503 }, 0, '503, next try in 1 s…'],
    [{ kind: 'waiting-to-retry', afterMs: 2000 }, 500, 'No answer, next try in 2 s…'],
    [{ kind: 'redirecting', to: 'https://example.com' }, 0, 'Following a redirect…'],
  ];
  for (const [step, elapsed, expected] of cases) {
    it(`${step.kind} after ${elapsed} ms: ${expected}`, () => assert.equal(progressText(step, elapsed), expected));
  }

  const watched = () => {
    const clock = new ManualClock();
    const told: string[] = [];
    return { clock, told, line: new ProgressLine(clock, (text) => told.push(text)) };
  };

  it('counts down by itself', async () => {
    const { clock, told, line } = watched();
    line.show({ kind: 'waiting-to-retry', afterMs: 3000, status: 429 });
    await clock.advance(2500);
    assert.deepEqual(told, ['429, next try in 3 s…', '429, next try in 2 s…', '429, next try in 1 s…']);
  });

  it('tells nothing twice', async () => {
    const { clock, told, line } = watched();
    line.show({ kind: 'starting' });
    line.show({ kind: 'sending', attempt: 1 });
    line.show({ kind: 'sending', attempt: 1 });
    await clock.advance(1500);
    assert.deepEqual(told, ['Sending…']);
    assert.equal(line.text, 'Sending…');
  });

  it('tells how much was received once a second', async () => {
    const { clock, told, line } = watched();
    for (let received = 1000; received <= 50_000; received += 1000) line.show({ kind: 'receiving', received });
    assert.deepEqual(told, ['Receiving, 1 kB…']);
    await clock.advance(1000);
    assert.deepEqual(told, ['Receiving, 1 kB…', 'Receiving, 50 kB…']);
  });

  it('starts a wait anew when it is announced anew', async () => {
    const { clock, told, line } = watched();
    line.show({ kind: 'waiting-for-quota', expectedMs: 2000 });
    await clock.advance(900);
    line.show({ kind: 'waiting-for-quota', expectedMs: 5000 });
    assert.deepEqual(told, ['Waiting for the quota, 2 s…', 'Waiting for the quota, 5 s…']);
  });

  it('says nothing after its end, and leaves no timer', async () => {
    const { clock, told, line } = watched();
    line.show({ kind: 'sending', attempt: 1 });
    line.dispose();
    line.show({ kind: 'redirecting', to: 'https://example.com' });
    await clock.advance(10_000);
    assert.deepEqual(told, ['Sending…']);
    assert.equal(clock.pending, 0);
  });

  it('may be ended by the one it tells', async () => {
    const clock = new ManualClock();
    const line: ProgressLine = new ProgressLine(clock, () => line.dispose());
    line.show({ kind: 'sending', attempt: 1 });
    await clock.advance(5000);
    assert.equal(clock.pending, 0);
  });
});

import assert from 'node:assert/strict';
import { ProgressLine, progressText, type RunStep } from '../../../src/editor/progress';
import { ManualClock } from '../../helpers/manualClock';
import { many, quota, waiting } from './quota/snapshots';

const quotas = [quota({ scope: 'full', holdings: many(75) }), quota({ scope: 'closed', closedForMs: 8000 }), quota({ scope: 'paced', holdings: many(12), waiting: [waiting(1, 150, {}, 'bulk'), waiting(2, 150)] })];
const quotaOf = (scope: string) => quotas.find((each) => each.scope === scope);
const waitFor = (expectedMs: number, take = 1, scope = 'full') => ({ kind: 'waiting-for-quota', expectedMs, scope, take }) as const;

describe('what a run is doing', () => {
  const cases: readonly [RunStep, number, string][] = [
    [{ kind: 'starting' }, 0, 'Starting…'],
    [{ kind: 'waiting', forMs: 2500 }, 0, 'Waiting, 3 s…'],
    [{ kind: 'dependency', name: 'login' }, 0, 'Running "login" first…'],
    [{ kind: 'signing-in' }, 0, 'Signing in…'],
    [waitFor(3000), 0, 'goes in 3 s: 75 of 75 used'],
    [waitFor(3000), 1001, 'goes in 2 s: 75 of 75 used'],
    [waitFor(3000), 9000, 'waits for an answer: 75 of 75 used'],
    [waitFor(3000, 1, 'closed'), 0, '429: closed for 8 s'],
    [waitFor(3000, 1, 'never heard of'), 1001, 'waits for the quota, 2 s…'],
    [{ kind: 'sending', attempt: 1 }, 1999, 'Sending…'],
    [{ kind: 'sending', attempt: 1 }, 2000, 'Sending, 2 s…'],
    [{ kind: 'sending', attempt: 3, of: 4 }, 0, 'Sending, attempt 3 of 4…'],
    [{ kind: 'sending', attempt: 3, of: 4 }, 2500, 'Sending, attempt 3 of 4, 2 s…'],
    [{ kind: 'receiving', received: 1001 }, 0, 'Receiving, 2 kB…'],
    [{ kind: 'waiting-to-retry', afterMs: 900, status: 429 }, 0, '429, next try in 1 s…'],
    [{ kind: 'waiting-to-retry', afterMs: 900, status: 503, attempt: 2, of: 4 }, 0, '503, attempt 2 of 4 in 1 s…'],
    [{ kind: 'waiting-to-retry', afterMs: 2000 }, 500, 'No answer, next try in 2 s…'],
    [{ kind: 'waiting-to-retry', afterMs: 1250, status: 503, attempt: 2, of: 4 }, 0, '503, attempt 2 of 4 in 1 s…'],
    [{ kind: 'waiting-to-retry', afterMs: 10_025, status: 429 }, 0, '429, next try in 10 s…'],
    [waitFor(10_025), 0, 'goes in 10 s: 75 of 75 used'],
    [waitFor(150, 1, 'paced'), 0, 'goes in 1 s: even pace, 12 of 75 used'],
    [waitFor(150, 2, 'paced'), 0, 'goes in 1 s: 12 of 75 used'],
    [{ kind: 'redirecting', to: 'https://example.com' }, 0, 'Following a redirect…'],
  ];
  for (const [step, elapsed, expected] of cases) {
    it(`${step.kind} after ${elapsed} ms: ${expected}`, () => assert.equal(progressText(step, elapsed, quotaOf), expected));
  }

  const watched = () => {
    const clock = new ManualClock();
    const told: string[] = [];
    return { clock, told, line: new ProgressLine(clock, ({ text, wait }) => told.push(wait ? `${text} (${wait.scope} ${wait.take})` : text), quotaOf) };
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
    assert.deepEqual(line.shown, { text: 'Sending…' });
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
    line.show(waitFor(2000));
    await clock.advance(900);
    line.show(waitFor(5000));
    assert.deepEqual(told, ['goes in 2 s: 75 of 75 used (full 1)', 'goes in 5 s: 75 of 75 used (full 1)']);
  });

  it('tells another wait although it reads the same', () => {
    const { told, line } = watched();
    line.show(waitFor(2000, 1));
    line.show(waitFor(2000, 2));
    line.show(waitFor(2000, 2));
    assert.deepEqual(told, ['goes in 2 s: 75 of 75 used (full 1)', 'goes in 2 s: 75 of 75 used (full 2)']);
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

import assert from 'node:assert/strict';
import type { ScopeQuota, Services } from '../../../src/app/services';
import { quotaText, tellWaits } from '../../../src/cli/waits';
import type { Progress } from '../../../src/run/pipeline';
import { ManualClock } from '../../helpers/manualClock';

const quiet: ScopeQuota = { scope: 's', title: 't', rule: { limit: 75, windowMs: 10_000 }, used: 0, holdings: [], waiting: [], closedForMs: 0, unknownForMs: 0 };
const held = (name: string, count: number, isOwn = false) => Array.from({ length: count }, () => ({ holder: { label: 'l', source: 's' }, by: { id: name, name }, isOwn, heldMs: 1 }));

describe('what the terminal says of waits', () => {
  const texts: readonly (readonly [name: string, quota: ScopeQuota | undefined, text: string])[] = [
    ['nothing known', undefined, 'Waiting 4 s for the quota…'],
    ['all ours', { ...quiet, used: 75, holdings: held('terminal', 75, true) }, 'Waiting 4 s for the quota: 75 of 75 used…'],
    ['another window', { ...quiet, used: 75, holdings: [...held('terminal', 15, true), ...held('window "greenhouse"', 60)] }, 'Waiting 4 s for the quota: 75 of 75 used, 60 by window "greenhouse"…'],
    ['several', { ...quiet, used: 75, holdings: [...held('a', 1), ...held('b', 30), ...held('c', 4), ...held('d', 2)] }, 'Waiting 4 s for the quota: 75 of 75 used, 30 by b, 4 by c, 3 by others…'],
    ['a name that would move the cursor', { ...quiet, used: 1, holdings: held('a\n\u001b[2Jb', 1) }, 'Waiting 4 s for the quota: 1 of 75 used, 1 by a␊␛[2Jb…'],
    ['a 429', { ...quiet, closedForMs: 3500 }, 'Waiting 4 s for the quota: a 429 asks to wait…'],
    ['a record that was damaged', { ...quiet, unknownForMs: 3500 }, 'Waiting 4 s for the quota: what was sent before is not known…'],
  ];
  for (const [name, quota, text] of texts) it(name, () => assert.equal(quotaText(3500, quota), text));

  const setUp = () => {
    const clock = new ManualClock();
    const told: string[] = [];
    const services = { host: { clock }, quotas: () => [quiet, { ...quiet, scope: 'used up', used: 75 }] } as unknown as Services;
    const tell = tellWaits(services, { err: (text) => told.push(text) });
    return { clock, told, wait: (expectedMs: number) => tell({ kind: 'waiting-for-quota', expectedMs, scope: 'used up', take: 1 }), tell };
  };

  it('one line for a wait, however often it is told of', async () => {
    const { clock, told, wait } = setUp();
    for (let left = 4000; left > 0; left -= 100) {
      wait(left);
      await clock.advance(100);
    }
    assert.deepEqual(told, ['Waiting 4 s for the quota: 75 of 75 used…\n']);
  });

  it('another only when it gets longer by a second', async () => {
    const { clock, told, wait } = setUp();
    wait(2000);
    await clock.advance(500);
    wait(2400);
    wait(2501);
    assert.equal(told.length, 2);
    assert.match(told[1] ?? '', /^Waiting 3 s/);
  });

  it('none below a second, and the next wait is told anew', () => {
    const { told, wait, tell } = setUp();
    wait(999);
    assert.deepEqual(told, []);
    wait(1000);
    tell({ kind: 'sending', attempt: 1 });
    wait(1000);
    assert.equal(told.length, 2);
  });

  const retries: readonly (readonly [progress: Extract<Progress, { kind: 'waiting-to-retry' }>, text: string])[] = [
    [{ kind: 'waiting-to-retry', afterMs: 1000, status: 503, attempt: 2, of: 4 }, '503: attempt 2 of 4 in 1 s…\n'],
    [{ kind: 'waiting-to-retry', afterMs: 2100, attempt: 3, of: 4 }, 'No answer: attempt 3 of 4 in 3 s…\n'],
    [{ kind: 'waiting-to-retry', afterMs: 9000, status: 429 }, '429: next try in 9 s…\n'],
  ];
  for (const [progress, text] of retries) {
    it(text.trim(), () => {
      const { told, tell } = setUp();
      tell(progress);
      assert.deepEqual(told, [text]);
    });
  }
});

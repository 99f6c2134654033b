import assert from 'node:assert/strict';
import type { ScopeQuota, Services } from '../../../src/app/services';
import { retryText, Waits, waitText } from '../../../src/cli/waits';
import type { Priority } from '../../../src/quota/permits';
import type { Progress } from '../../../src/run/pipeline';
import { ManualClock } from '../../helpers/manualClock';

const quiet: ScopeQuota = { scope: 's', title: 't', rule: { limit: 75, windowMs: 10_000 }, used: 0, holdings: [], waiting: [], closedForMs: 0, unknownForMs: 0 };
const held = (name: string, count: number, isOwn = false) => Array.from({ length: count }, () => ({ holder: { label: 'l', source: 's' }, by: { id: name, name }, isOwn, heldMs: 1 }));
const own = 'terminal in "a"';

describe('what the terminal says of waits', () => {
  const texts: readonly (readonly [name: string, quota: ScopeQuota | undefined, text: string, priority?: Priority])[] = [
    ['nothing known', undefined, 'waiting 4 s for the quota'],
    ['all ours', { ...quiet, used: 75, holdings: held(own, 75, true) }, 'waiting 4 s for the quota: 75 of 75 used'],
    ['another window', { ...quiet, used: 75, holdings: [...held(own, 15, true), ...held('window "greenhouse"', 60)] }, 'waiting 4 s for the quota: 75 of 75 used, 60 by window "greenhouse"'],
    ['another run in the same folder', { ...quiet, used: 75, holdings: [...held(own, 66, true), ...held(own, 9)] }, 'waiting 4 s for the quota: 75 of 75 used, 9 by another run in "a"'],
    ['several', { ...quiet, used: 75, holdings: [...held('a', 1), ...held('b', 30), ...held('c', 4), ...held('d', 2)] }, 'waiting 4 s for the quota: 75 of 75 used, 30 by b, 4 by c, 3 by others'],
    ['a name that would move the cursor', { ...quiet, used: 1, holdings: held('a\n\u001b[2Jb', 1) }, 'waiting 4 s for the quota: 1 of 75 used, 1 by a␊␛[2Jb'],
    ['a 429', { ...quiet, closedForMs: 3500 }, 'waiting 4 s for the quota: a 429 asks to wait'],
    ['a record that is new or was damaged', { ...quiet, unknownForMs: 3500 }, 'waiting 4 s: the record of earlier requests is new or was damaged, so all of the quota may be used'],
    ['a lower limit that came later', { ...quiet, rule: { limit: 5, windowMs: 10_000 }, used: 24 }, 'waiting 4 s for the quota: 24 used, limit 5'],
    ['what is kept for people', { ...quiet, used: 72, holdings: held('b', 6) }, 'waiting 4 s for the quota: 72 of 75 used, 6 by b, the rest is kept for single requests', 'bulk'],
    ['the pace', { ...quiet, used: 44 }, 'waiting 4 s for the quota: even pace, 44 of 75 used', 'bulk'],
    ['the pace of a quota that keeps nothing for people', { ...quiet, rule: { limit: 4, windowMs: 60_000 }, used: 3 }, 'waiting 4 s for the quota: even pace, 3 of 4 used', 'bulk'],
    ['all of it, in a run of many', { ...quiet, used: 75 }, 'waiting 4 s for the quota: 75 of 75 used', 'bulk'],
    ['who cannot share has a pace', { ...quiet, rule: { limit: 15, windowMs: 10_000 }, used: 1, trouble: { code: 'full', path: '/p', detail: '' } }, 'waiting 4 s for the quota: even pace, 1 of 15 used', 'interactive'],
    ['a single request has no pace', { ...quiet, used: 44 }, 'waiting 4 s for the quota: 44 of 75 used', 'interactive'],
  ];
  for (const [name, quota, text, priority] of texts) it(name, () => assert.equal(waitText(3500, quota, priority && { priority }, own), text));

  for (const [ms, text] of [[1, '1 s'], [1250, '1 s'], [1500, '2 s'], [10_030, '10 s'], [59_400, '59 s'], [59_600, '1 min'], [119_000, '1 min 59 s']] as const) {
    it(`${ms} ms are ${text}`, () => assert.equal(waitText(ms, undefined), `waiting ${text} for the quota`));
  }

  const setUp = (title = 'list') => {
    const clock = new ManualClock();
    const told: string[] = [];
    const full: ScopeQuota = { ...quiet, scope: 'used up', used: 75, waiting: [{ id: 7, holder: { label: 'l', source: 's' }, priority: 'bulk', expectedMs: 1 }] };
    const world = { quotas: [quiet, full] };
    const services = { host: { clock, quota: { self: { id: 'me', name: own } } }, quotas: () => world.quotas } as unknown as Services;
    const waits = new Waits(services, { err: (text) => told.push(text) });
    const tell = waits.of(title);
    return { clock, told, waits, world, full, wait: (expectedMs: number) => tell({ kind: 'waiting-for-quota', expectedMs, scope: 'used up', take: 7 }), tell };
  };

  it('one line for a wait, however often it is told of', async () => {
    const { clock, told, wait } = setUp();
    for (let left = 4000; left > 0; left -= 100) {
      wait(left);
      await clock.advance(100);
    }
    assert.deepEqual(told, ['list: waiting 4 s for the quota: 75 of 75 used…\n']);
  });

  it('looks up whether it is one of many', () => {
    const { told, wait, world, full } = setUp();
    world.quotas = [quiet, { ...full, used: 72 }];
    wait(9000);
    assert.deepEqual(told, ['list: waiting 9 s for the quota: 72 of 75 used, the rest is kept for single requests…\n']);
  });

  it('another only when it gets longer by a second', async () => {
    const { clock, told, wait } = setUp();
    wait(2000);
    await clock.advance(500);
    wait(2400);
    wait(2600);
    assert.equal(told.length, 2);
    assert.match(told[1] ?? '', /^list: waiting 3 s/);
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

  for (const [title, said] of [['', 'waiting'], ['x'.repeat(60), `${'x'.repeat(60)}: waiting`], ['x'.repeat(61), `${'x'.repeat(59)}…: waiting`]] as const) {
    it(`a title of ${title.length} characters`, () => {
      const { told, wait } = setUp(title);
      wait(1000);
      assert.equal(told[0]?.split(' 1 s')[0], said);
    });
  }

  describe('many short ones', () => {
    /** Requests of which each waits for 150 ms. */
    async function pass({ clock, waits }: ReturnType<typeof setUp>, requests: number): Promise<void> {
      for (let request = 0; request < requests; request++) {
        const tell = waits.of(`r${request}`);
        tell({ kind: 'waiting-for-quota', expectedMs: 150, scope: 'used up', take: 7 });
        await clock.advance(150);
        tell({ kind: 'sending', attempt: 1 });
        await clock.advance(50);
      }
    }

    it('are told once, when they come to three seconds', async () => {
      const world = setUp();
      await pass(world, 19);
      assert.deepEqual(world.told, []);
      await pass(world, 1);
      assert.deepEqual(world.told, ['Going at the pace of the quota: 75 in 10 s…\n']);
      await pass(world, 60);
      assert.equal(world.told.length, 1);
    });

    it('name those who share the quota', async () => {
      const { world, full, ...rest } = setUp();
      const holdings = [...held(own, 9, true), ...held('terminal in "b"', 3), ...held(own, 2), ...held('window', 1)];
      world.quotas = [{ ...full, rule: { limit: 3, windowMs: 500 }, holdings }];
      await pass({ world, full, ...rest }, 20);
      assert.deepEqual(rest.told, ['Going at the pace of the quota: 3 in 500 ms, shared with terminal in "b", another run in "a", others…\n']);
    });

    it('are not those that a 429 makes, nor those that were told', async () => {
      const world = setUp();
      world.world.quotas = [{ ...world.full, closedForMs: 100 }];
      await pass(world, 40);
      world.world.quotas = [world.full];
      world.wait(5000);
      await world.clock.advance(5000);
      world.tell({ kind: 'sending', attempt: 1 });
      await pass(world, 19);
      assert.deepEqual(world.told, ['list: waiting 5 s for the quota: 75 of 75 used…\n']);
    });
  });

  describe('of new attempts', () => {
    const retries: readonly (readonly [progress: Extract<Progress, { kind: 'waiting-to-retry' }>, text: string])[] = [
      [{ kind: 'waiting-to-retry', afterMs: 1000, status: 503, attempt: 2, of: 4 }, 'list: 503, attempt 2 of 4 in 1 s…\n'],
      [{ kind: 'waiting-to-retry', afterMs: 1249, status: 503, attempt: 2, of: 4 }, 'list: 503, attempt 2 of 4 in 1 s…\n'],
      [{ kind: 'waiting-to-retry', afterMs: 2100, attempt: 3, of: 4 }, 'list: No answer, attempt 3 of 4 in 2 s…\n'],
      [{ kind: 'waiting-to-retry', afterMs: 9000, status: 429 }, 'list: 429, next try in 9 s…\n'],
    ];
    for (const [progress, text] of retries) {
      it(text.trim(), () => {
        const { told, tell } = setUp();
        tell(progress);
        assert.deepEqual(told, [text]);
      });
    }

    const whose: readonly (readonly [quota: Partial<ScopeQuota>, text: string])[] = [
      [{ used: 3 }, '429 after 3 of 75 from here: somebody else uses the account; next try in 10 s'],
      [{ used: 28 }, '429 after 28 of 75 from here: somebody else uses the account, or DT allows it less (25/5s); next try in 10 s'],
      [{ used: 75 }, '429, next try in 10 s'],
      [{ used: 6, rule: { limit: 750, windowMs: 1000 } }, '429 after 6 of 750 from here: the limit is more than DT documents; next try in 10 s'],
      [{ used: 3, rule: { limit: 15, windowMs: 10_000 }, trouble: { code: 'full', path: '/p', detail: '' } }, '429 after 3 of 15 from here: somebody else uses the account; next try in 10 s'],
    ];
    for (const [quota, text] of whose) it(text, () => assert.equal(retryText({ kind: 'waiting-to-retry', afterMs: 10_000, status: 429 }, { ...quiet, ...quota }), text));

    const refuse = { kind: 'waiting-to-retry', afterMs: 10_000, status: 429 } as const;
    const closed = { closedForMs: 10_000, used: 3 };

    it('a 429 is laid to the quota that it has closed', () => {
      const { told, tell, world, full } = setUp();
      tell({ kind: 'sending', attempt: 1 });
      world.quotas = [quiet, { ...full, ...closed }];
      tell(refuse);
      assert.match(told.join(), /^list: 429 after 3 of 75 from here: somebody else/);
    });

    it('and to none that was closed before, nor to one of two', () => {
      for (const [before, after] of [[[{ ...quiet, ...closed }], [{ ...quiet, ...closed }]], [[], [{ ...quiet, ...closed }, { ...quiet, ...closed, scope: 'two' }]]]) {
        const { told, tell, world } = setUp();
        world.quotas = before ?? [];
        tell({ kind: 'sending', attempt: 1 });
        world.quotas = after ?? [];
        tell(refuse);
        assert.deepEqual(told, ['list: 429, next try in 10 s…\n']);
      }
    });

    it('another status says nothing of the quota', () => {
      const { told, tell, world } = setUp();
      tell({ kind: 'sending', attempt: 1 });
      world.quotas = [{ ...quiet, ...closed }];
      tell({ ...refuse, status: 503, attempt: 2, of: 4 });
      assert.deepEqual(told, ['list: 503, attempt 2 of 4 in 10 s…\n']);
    });
  });
});

import assert from 'node:assert/strict';
import { CancelledError } from '../../../src/base/abort';
import type { Pace } from '../../../src/quota/pace';
import { Limiter, type LimiterOptions } from '../../../src/quota/limiter';
import type { Permit, Priority, QuotaRule } from '../../../src/quota/permits';
import { MemoryPermitStore, type PermitStore } from '../../../src/quota/store';
import { ManualClock, settled } from '../../helpers/manualClock';

const rule: QuotaRule = { limit: 2, windowMs: 1000 };
const scope = 'dt:test';
const never = new AbortController().signal;

/** One take: what came of it so far, and everything it was told about its wait. */
interface Taking {
  permit?: Permit;
  failure?: unknown;
  readonly waits: number[];
  readonly abort: () => void;
  readonly signal: AbortSignal;
}

function setUp(options: Partial<LimiterOptions> = {}) {
  const clock = new ManualClock();
  const limiter = new Limiter({ clock, pace: 'burst', reserve: () => 0, ...options });
  const order: string[] = [];
  const take = (label: string, priority: Priority = 'interactive', under = rule, within = scope): Taking => {
    const controller = new AbortController();
    const taking: Taking = { waits: [], signal: controller.signal, abort: () => controller.abort() };
    limiter
      .take(
        { scope: within, rule: under, priority, holder: { label, source: 'test' }, onWait: (wait) => void taking.waits.push(wait) },
        controller.signal,
      )
      .then(
        (permit) => {
          taking.permit = permit;
          order.push(label);
        },
        (failure: unknown) => void (taking.failure = failure),
      );
    return taking;
  };
  const used = () => limiter.snapshot(scope, rule).used;
  return { clock, limiter, order, take, used };
}

describe('quota/limiter', () => {
  it('hands out the limit at once, and not one more while they are in flight', async () => {
    const { clock, order, take } = setUp();
    for (const label of ['a', 'b', 'c']) take(label);
    await clock.advance(1_000_000);
    assert.deepEqual(order, ['a', 'b']);
  });

  it('hands the next one out a window and 25 ms after the first answer', async () => {
    const { clock, order, take } = setUp();
    const [a, b] = [take('a'), take('b'), take('c')];
    await clock.advance(100);
    a.permit?.answered(200);
    await clock.advance(400);
    b.permit?.answered(200);
    await clock.advance(624);
    assert.deepEqual(order, ['a', 'b']);
    await clock.advance(1);
    assert.deepEqual(order, ['a', 'b', 'c']);
  });

  it('lets everything else have its turn in between when it hands out many', async () => {
    const { clock, order, take } = setUp();
    const many = { limit: 100, windowMs: 1000 };
    for (let count = 0; count < 100; count++) take('bulk', 'bulk', many);
    await settled();
    const { length } = order;
    assert.ok(length >= 30 && length < 40, `${length} at once`);
    take('interactive', 'interactive', many);
    await clock.advance(0);
    assert.deepEqual([order.length, order.indexOf('interactive')], [100, length]);
  });

  it('cuts long texts short, which every permit carries', async () => {
    const { clock, limiter, take } = setUp();
    take(`GET /${'x'.repeat(100_000)}`);
    await clock.advance(0);
    const { label, source } = limiter.snapshot(scope, rule).holdings[0]!.holder;
    assert.deepEqual([label.length, label.at(-1), source], [200, '…', 'test']);
  });

  it('takes a permit that was never sent back at once', async () => {
    const { clock, order, take } = setUp();
    const a = take('a');
    take('b');
    take('c');
    await clock.advance(0);
    a.permit?.neverSent();
    await clock.advance(0);
    assert.deepEqual(order, ['a', 'b', 'c']);
  });

  it('holds a permit of unknown fate for the window and 5 s', async () => {
    const { clock, take, used } = setUp();
    const a = take('a');
    await clock.advance(100);
    a.permit?.fateUnknown();
    await clock.advance(5999);
    assert.equal(used(), 1);
    await clock.advance(1);
    assert.equal(used(), 0);
  });

  it('heeds only the first word about a permit', async () => {
    const { clock, take, used } = setUp();
    const a = take('a');
    await clock.advance(0);
    a.permit?.answered(200);
    a.permit?.neverSent();
    a.permit?.fateUnknown();
    await clock.advance(1024);
    assert.equal(used(), 1);
    await clock.advance(1);
    assert.equal(used(), 0);
  });

  it('keeps scopes apart', async () => {
    const { clock, order, take } = setUp();
    for (const label of ['a', 'b', 'c']) take(label, 'interactive', rule, `scope ${label}`);
    await clock.advance(0);
    assert.deepEqual(order, ['a', 'b', 'c']);
  });

  it('serves interactive takes first, each kind by arrival', async () => {
    const { clock, order, take } = setUp();
    const [a, b] = [take('a', 'bulk'), take('b', 'bulk')];
    await clock.advance(0);
    for (const [label, priority] of [['c', 'bulk'], ['d', 'bulk'], ['e', 'interactive'], ['f', 'interactive']] as const) take(label, priority);
    a.permit?.answered(200);
    b.permit?.answered(200);
    await clock.advance(1025);
    assert.deepEqual(order, ['a', 'b', 'e', 'f']);
  });

  it('keeps the reserve for interactive takes', async () => {
    const { clock, order, take } = setUp({ reserve: () => 1 });
    for (const label of ['a', 'b']) take(label, 'bulk');
    await clock.advance(0);
    assert.deepEqual(order, ['a']);
    take('c', 'interactive');
    await clock.advance(0);
    assert.deepEqual(order, ['a', 'c']);
  });

  const paces: [pace: Pace | undefined, starts: number[]][] = [[undefined, [0, 250, 500, 750]], ['burst', [0, 0, 0, 0]]];
  for (const [pace, expected] of paces) {
    it(`starts bulk takes at ${expected.join(', ')} ms with pace ${pace ?? 'left to the default'}`, async () => {
      const clock = new ManualClock();
      const limiter = new Limiter({ clock, ...(pace ? { pace } : {}) });
      const starts: number[] = [];
      for (const label of ['a', 'b', 'c', 'd']) {
        const request = { scope, rule: { limit: 5, windowMs: 1000 }, priority: 'bulk' as const, holder: { label, source: 'test' } };
        void limiter.take(request, never).then(() => starts.push(clock.monotonic()));
      }
      await clock.advance(1000);
      assert.deepEqual(starts, expected);
    });
  }

  it('is not moved by the wall clock', async () => {
    const { clock, order, take } = setUp();
    const [a, b] = [take('a'), take('b'), take('c')];
    await clock.advance(0);
    a.permit?.answered(200);
    b.permit?.answered(200);
    clock.jumpWall(86_400_000);
    await clock.advance(1024);
    assert.deepEqual(order, ['a', 'b']);
    clock.jumpWall(-2 * 86_400_000);
    await clock.advance(1);
    assert.deepEqual(order, ['a', 'b', 'c']);
  });

  describe('cancelling', () => {
    it('rejects at once and frees the place in the line', async () => {
      const { clock, order, limiter, take } = setUp();
      const [a, , c] = [take('a'), take('b'), take('c'), take('d')];
      await clock.advance(0);
      c.abort();
      await settled();
      assert.ok(c.failure instanceof CancelledError);
      assert.equal(limiter.snapshot(scope, rule).waiting.length, 1);
      a.permit?.neverSent();
      await clock.advance(0);
      assert.deepEqual(order, ['a', 'b', 'd']);
    });

    it('rejects when the signal is aborted already', async () => {
      const { limiter } = setUp();
      const request = { scope, rule, priority: 'bulk' as const, holder: { label: 'a', source: 'test' } };
      await assert.rejects(limiter.take(request, AbortSignal.abort()), CancelledError);
      assert.deepEqual(limiter.snapshot(scope, rule).holdings, []);
    });

    it('of a take leaves no permit behind, even in the moment it is granted', async () => {
      for (let turns = 0; turns < 12; turns++) {
        const { clock, take, used } = setUp();
        const a = take('a');
        for (let turn = 0; turn < turns; turn++) await Promise.resolve();
        a.abort();
        await clock.advance(0);
        assert.equal(a.failure instanceof CancelledError, a.permit === undefined, `after ${turns} turns`);
        assert.equal(used(), a.permit ? 1 : 0, `after ${turns} turns`);
      }
    });

    it('after the grant changes nothing', async () => {
      const { clock, take, used } = setUp();
      const a = take('a');
      await clock.advance(0);
      a.abort();
      await clock.advance(0);
      assert.equal(a.failure, undefined);
      assert.equal(used(), 1);
    });
  });

  describe('a 429', () => {
    it('holds back every take until Retry-After, then lets one go first and the rest after its answer', async () => {
      const { clock, limiter, order, take } = setUp({ pace: 'burst' });
      const five = { limit: 5, windowMs: 1000 };
      const a = take('a', 'interactive', five);
      await clock.advance(0);
      a.permit?.answered(429);
      limiter.refused(scope, 3000);
      const b = take('b', 'interactive', five);
      take('c', 'bulk', five);
      take('d', 'bulk', five);
      assert.equal(limiter.snapshot(scope, five).closedForMs, 3000);
      await clock.advance(2999);
      assert.deepEqual(order, ['a']);
      await clock.advance(1);
      assert.deepEqual(order, ['a', 'b']);
      await clock.advance(10_000);
      assert.deepEqual(order, ['a', 'b']);
      b.permit?.answered(200);
      await clock.advance(0);
      assert.deepEqual(order, ['a', 'b', 'c', 'd']);
    });

    it('closes for an hour at most, then one asks again', async () => {
      const { clock, limiter, order, take } = setUp({ pace: 'burst' });
      limiter.refused(scope, 3_155_760_000_000);
      assert.equal(limiter.closedForMs(scope), 3_600_000);
      const a = take('a');
      take('b');
      await clock.advance(3_600_000);
      assert.deepEqual(order, ['a']);
      limiter.refused(scope, 100_000_000);
      a.permit?.answered(429);
      await clock.advance(3_599_999);
      assert.deepEqual(order, ['a']);
      await clock.advance(1);
      assert.deepEqual(order, ['a', 'b']);
    });

    it('lets nothing slip through between its status and Retry-After', async () => {
      const { clock, limiter, order, take } = setUp();
      const a = take('a');
      await clock.advance(0);
      a.permit?.answered(429);
      take('b');
      await clock.advance(50);
      assert.deepEqual(order, ['a']);
      limiter.refused(scope, 100);
      await clock.advance(99);
      assert.deepEqual(order, ['a']);
      await clock.advance(1);
      assert.deepEqual(order, ['a', 'b']);
    });

    it('lets nothing slip through even when its status is not told, if the refusal follows at once', async () => {
      const { clock, limiter, order, take } = setUp();
      limiter.refused(scope, 100);
      const [a] = [take('a'), take('b')];
      await clock.advance(100);
      a.permit?.answered();
      limiter.refused(scope, 200);
      await clock.advance(199);
      assert.deepEqual(order, ['a']);
      await clock.advance(1);
      assert.deepEqual(order, ['a', 'b']);
    });

    it('is waited out for the whole window when nobody says how long', async () => {
      const { clock, order, take } = setUp();
      const a = take('a');
      await clock.advance(0);
      a.permit?.answered(429);
      take('b');
      await clock.advance(999);
      assert.deepEqual(order, ['a']);
      await clock.advance(1);
      assert.deepEqual(order, ['a', 'b']);
    });

    it('again for the one that went first closes the gate again', async () => {
      const { clock, limiter, order, take } = setUp();
      limiter.refused(scope, 100);
      const [a] = [take('a'), take('b')];
      await clock.advance(100);
      a.permit?.answered(429);
      limiter.refused(scope, 200);
      await clock.advance(199);
      assert.deepEqual(order, ['a']);
      await clock.advance(1);
      assert.deepEqual(order, ['a', 'b']);
    });

    for (const ending of ['neverSent', 'fateUnknown'] as const) {
      it(`lets the next one go first when the first one ends with ${ending}`, async () => {
        const { clock, limiter, order, take } = setUp({ pace: 'burst' });
        limiter.refused(scope, 100);
        const [a] = [take('a'), take('b'), take('c')];
        await clock.advance(100);
        a.permit?.[ending]();
        await clock.advance(0);
        assert.deepEqual(order, ['a', 'b']);
      });
    }

    it('does not hold back another scope', async () => {
      const { clock, limiter, order, take } = setUp();
      limiter.refused('dt:other', 1000);
      take('a');
      await clock.advance(0);
      assert.deepEqual(order, ['a']);
    });

    for (const wait of [NaN, -1, Infinity]) {
      it(`with a wait of ${wait} is a RangeError`, () => {
        assert.throws(() => setUp().limiter.refused(scope, wait), RangeError);
      });
    }
  });

  describe('telling', () => {
    it('says how long a take will wait, and again when that changes', async () => {
      const { clock, take } = setUp();
      const [a, b, c, d] = [take('a'), take('b'), take('c'), take('d')];
      await clock.advance(0);
      assert.deepEqual([a.waits, b.waits, c.waits, d.waits], [[], [], [1025], [1025]]);
      await clock.advance(400);
      a.permit?.answered(200);
      await clock.advance(0);
      assert.deepEqual(c.waits, [1025, 1025], 'the forecast moved with the late answer');
      take('urgent', 'interactive');
      await clock.advance(0);
      c.abort();
      await clock.advance(0);
      assert.equal(c.waits.length, 2, 'not told any more');
    });

    it('shows who holds the permits, who waits how long, and the closure', async () => {
      const self = { id: 'w1', name: 'window "greenhouse"' };
      const { clock, limiter, take } = setUp({ self });
      const [a] = [take('a'), take('b'), take('c', 'bulk'), take('d')];
      await clock.advance(0);
      limiter.refused(scope, 500);
      assert.equal(limiter.closedForMs(scope), 500);
      await clock.advance(100);
      a.permit?.answered(200);
      await clock.advance(0);
      const holder = (label: string) => ({ label, source: 'test' });
      assert.deepEqual(limiter.snapshot(scope, rule), {
        scope,
        rule,
        used: 2,
        holdings: [
          { holder: holder('a'), by: self, isOwn: true, heldMs: 100, freeInMs: 1025 },
          { holder: holder('b'), by: self, isOwn: true, heldMs: 100 },
        ],
        // In the order of serving, counted on the answer of b that may come any moment.
        waiting: [
          { id: 4, holder: holder('d'), priority: 'interactive', expectedMs: 1025 },
          { id: 3, holder: holder('c'), priority: 'bulk', expectedMs: 1025 },
        ],
        closedForMs: 400,
        unknownForMs: 0,
      });
      assert.equal(limiter.closedForMs(scope), 400);
    });

    it('shows nothing for a scope never used', () => {
      const expected = { scope: 'dt:new', rule, used: 0, holdings: [], waiting: [], closedForMs: 0, unknownForMs: 0 };
      assert.deepEqual(setUp().limiter.snapshot('dt:new', rule), expected);
    });

    it('tells when permits come free by the passing of time, then rests', async () => {
      const { clock, limiter, take, used } = setUp();
      const seen: number[] = [];
      limiter.onDidChange(() => void seen.push(used()));
      const a = take('a');
      await clock.advance(0);
      a.permit?.answered(200);
      await clock.advance(1024);
      assert.equal(seen.at(-1), 1);
      await clock.advance(1);
      assert.equal(seen.at(-1), 0);
      assert.equal(clock.pending, 0);
    });

    it('goes on when a listener fails, and logs it', async () => {
      const logged: string[] = [];
      const { clock, limiter, order, take } = setUp({ log: (_level, message) => void logged.push(message) });
      limiter.onDidChange(() => {
        throw new Error('bug');
      });
      const a = take('a');
      take('b');
      const request = { scope, rule, priority: 'bulk' as const, holder: { label: 'c', source: 'test' } };
      const onWait = () => {
        throw new Error('bug');
      };
      void limiter.take({ ...request, onWait }, never).then(() => order.push('c'));
      await clock.advance(0);
      a.permit?.neverSent();
      await clock.advance(0);
      assert.deepEqual(order, ['a', 'b', 'c']);
      assert.ok(logged.includes('A listener of the quota failed'));
      assert.ok(logged.includes('A listener for the wait failed'));
    });
  });

  describe('disposing', () => {
    it('rejects who waits, leaves no timer and refuses newcomers', async () => {
      const { clock, limiter, take } = setUp();
      const [a, , c] = [take('a'), take('b'), take('c')];
      await clock.advance(0);
      a.permit?.answered(200);
      await clock.advance(0);
      assert.equal(clock.pending, 1);
      limiter.dispose();
      a.permit?.neverSent();
      const late = take('late', 'interactive', rule, 'dt:new');
      await settled();
      assert.ok(c.failure instanceof CancelledError);
      assert.ok(late.failure instanceof CancelledError);
      await clock.advance(0);
      assert.equal(clock.pending, 0);
    });

    it('lets permits that are out be settled', async () => {
      const { clock, limiter, take, used } = setUp();
      const a = take('a');
      await clock.advance(0);
      limiter.dispose();
      a.permit?.neverSent();
      await clock.advance(0);
      assert.equal(used(), 0);
    });
  });

  it('leaves no listener on a signal that outlives the take', async () => {
    const { clock, limiter } = setUp();
    const { signal } = new AbortController();
    let listening = 0;
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    signal.addEventListener = (...args: Parameters<typeof add>) => (listening++, add(...args));
    signal.removeEventListener = (...args: Parameters<typeof remove>) => (listening--, remove(...args));
    const request = { scope, rule, priority: 'bulk' as const, holder: { label: 'a', source: 'test' } };
    const takes = [1, 2, 3].map(() => limiter.take(request, signal));
    await clock.advance(0);
    limiter.dispose();
    await Promise.allSettled(takes);
    assert.equal(listening, 0);
  });

  it('rejects an absurd rule with RangeError', async () => {
    const { limiter } = setUp();
    const request = { scope, rule: { limit: 0, windowMs: 1000 }, priority: 'bulk' as const, holder: { label: 'a', source: 'test' } };
    await assert.rejects(limiter.take(request, never), RangeError);
  });

  describe('over a store', () => {
    it('shares it with another limiter: together they stay within the limit', async () => {
      const clock = new ManualClock();
      const store = new MemoryPermitStore();
      const [one, two] = [1, 2].map(() => new Limiter({ clock, store, pace: 'burst', reserve: () => 0 })) as [Limiter, Limiter];
      const request = { scope, rule, priority: 'bulk' as const, holder: { label: 'a', source: 'test' } };
      const permits: Permit[] = [];
      for (let count = 0; count < 2; count++) {
        for (const limiter of [one, two]) void limiter.take(request, never).then((permit) => permits.push(permit));
      }
      await clock.advance(0);
      assert.equal(permits.length, 2);
      assert.equal(two.snapshot(scope, rule).used, 2);
      permits[0]?.neverSent();
      permits[1]?.neverSent();
      await clock.advance(0);
      assert.equal(permits.length, 4);
    });

    it('sends nothing that the store could not record, and says why', async () => {
      const store: PermitStore = {
        ...readable(new MemoryPermitStore()),
        update: () => Promise.reject(new Error('disk full')),
      };
      const logged: string[] = [];
      const { clock, limiter, take } = setUp({ store, log: (_level, message) => void logged.push(message) });
      const takes = [take('a'), take('b')];
      limiter.refused(scope, 100);
      await clock.advance(0);
      for (const { failure } of takes) assert.match(String(failure), /disk full/);
      assert.deepEqual(logged, ['A refusal could not be recorded']);
    });

    it('keeps a permit held when its end could not be recorded', async () => {
      const memory = new MemoryPermitStore();
      let broken = false;
      const store: PermitStore = {
        ...readable(memory),
        update: (...args) => (broken ? Promise.reject(new Error('disk full')) : memory.update(...args)),
      };
      const logged: string[] = [];
      const { clock, take, used } = setUp({ store, log: (_level, message) => void logged.push(message) });
      const a = take('a');
      await clock.advance(0);
      broken = true;
      a.permit?.neverSent();
      await clock.advance(0);
      assert.equal(used(), 1);
      assert.deepEqual(logged, ['A quota permit could not be settled']);
    });

    it('counts an answer from when it came, however slow the store is', async () => {
      const clock = new ManualClock();
      const memory = new MemoryPermitStore();
      const store: PermitStore = {
        ...readable(memory),
        update: (...args) => new Promise((resolve) => void clock.after(40, () => resolve(memory.update(...args)))),
      };
      const limiter = new Limiter({ clock, store });
      const request = { scope, rule, priority: 'interactive' as const, holder: { label: 'a', source: 'test' } };
      const taken = limiter.take(request, never);
      await clock.advance(40);
      (await taken).answered(200);
      await clock.advance(1024);
      assert.equal(limiter.snapshot(scope, rule).used, 1);
      await clock.advance(1);
      assert.equal(limiter.snapshot(scope, rule).used, 0);
    });

    it('gives back what was granted to a take cancelled while the store was writing', async () => {
      const clock = new ManualClock();
      const memory = new MemoryPermitStore();
      const store: PermitStore = {
        ...readable(memory),
        update: (...args) => memory.update(...args).then((result) => new Promise((resolve) => void clock.after(40, () => resolve(result)))),
      };
      const { take, limiter } = setUp({ clock, store });
      const a = take('a');
      await clock.advance(10);
      assert.equal(limiter.snapshot(scope, rule).used, 1);
      a.abort();
      await clock.advance(100);
      assert.ok(a.failure instanceof CancelledError);
      assert.equal(limiter.snapshot(scope, rule).used, 0);
    });
  });
});

/** The reading half of a store, for tests that replace the writing half. */
function readable(store: PermitStore): Omit<PermitStore, 'update'> {
  return { peek: (scopeName) => store.peek(scopeName), onDidChange: store.onDidChange, isShared: store.isShared };
}

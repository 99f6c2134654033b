import assert from 'node:assert/strict';
import { CancelledError } from '../../../src/base/abort';
import { Limiter, type LimiterOptions } from '../../../src/quota/limiter';
import type { Pace } from '../../../src/quota/pace';
import type { Permit, PermitRequest, QuotaRule } from '../../../src/quota/permits';
import { MemoryPermitStore, type PermitStore } from '../../../src/quota/store';
import { type StoreTrouble, StoreTroubleError } from '../../../src/quota/trouble';
import { ManualClock } from '../../helpers/manualClock';
import { SharedProcess } from '../../helpers/sharedProcess';

const rule: QuotaRule = { limit: 2, windowMs: 1000 };
const scope = 'dt:test';
const never = new AbortController().signal;
const trouble: StoreTrouble = { code: 'full', path: '/state', detail: 'ENOSPC' };

interface Taking {
  permit?: Permit;
  at?: number;
  failure?: unknown;
}

/** A limiter over a store that others share, as one of several processes has it. */
class Window {
  readonly process: SharedProcess;
  readonly limiter: Limiter;
  /** How often it said that something is different. */
  told = 0;
  readonly logged: string[] = [];

  constructor(
    readonly name: string,
    clock: ManualClock,
    memory: MemoryPermitStore,
    change: (store: PermitStore) => PermitStore = (store) => store,
    options: Partial<LimiterOptions> = {},
  ) {
    this.process = new SharedProcess(clock, memory);
    const self = { id: name, name: `window "${name}"` };
    const log = (_level: string, message: string) => void this.logged.push(message);
    this.limiter = new Limiter({ clock: this.process.clock, store: change(this.process.store), self, log, pace: 'burst', reserve: () => 0, ...options });
    this.limiter.onDidChange(() => this.told++);
  }

  take(more: Partial<PermitRequest> = {}, signal = never): Taking {
    const taking: Taking = {};
    const request: PermitRequest = { scope, rule, priority: 'interactive', holder: { label: 'GET /', source: this.name }, ...more };
    this.limiter.take(request, signal).then(
      (permit) => Object.assign(taking, { permit, at: this.process.clock.monotonic() }),
      (failure: unknown) => void (taking.failure = failure),
    );
    return taking;
  }
}

function setUp() {
  const clock = new ManualClock();
  const memory = new MemoryPermitStore();
  const [one, two] = [new Window('one', clock, memory), new Window('two', clock, memory)];
  const leases = () => memory.peek(scope).held.map(({ phase }) => (phase.kind === 'in-flight' ? phase.leaseUntil : phase.kind));
  return { clock, memory, one, two, leases };
}

describe('quota/limiter, leases', () => {
  it('keeps the place of a request that takes long, for as long as its holder lives', async () => {
    const { clock, one, two, leases } = setUp();
    const [a] = [one.take(), one.take()];
    await clock.advance(0);
    const waiting = two.take();
    await clock.advance(100_000);
    assert.equal(waiting.permit, undefined);
    assert.deepEqual(leases(), [130_000, 130_000], 'renewed every 10 s');
    a.permit?.answered(200);
    await clock.advance(1025 + 25);
    assert.ok(waiting.permit, 'seen at the next look');
    assert.ok(waiting.at! >= 101_025);
  });

  it('costs nothing for a request that is answered soon', async () => {
    const { clock, one } = setUp();
    const a = one.take();
    await clock.advance(9999);
    a.permit?.answered(200);
    await clock.advance(100_000);
    assert.equal(one.process.updates.all, 2, 'one to take it, one to settle it');
    assert.equal(clock.pending, 0);
  });

  it('renews those that end soon after each other together', async () => {
    const { clock, one, leases } = setUp();
    for (const wait of [300, 600, 10_200]) {
      one.take({ rule: { limit: 3, windowMs: 1000 } });
      await clock.advance(wait);
    }
    assert.deepEqual(leases(), [40_000, 41_000, 41_000], 'the first at 10 s, and a second later the two others');
    assert.equal(one.process.updates.all, 3 + 2);
  });

  it('gives the place of a dead process away after lease, window and 5 s, and not before', async () => {
    const { clock, one, two } = setUp();
    [one.take(), one.take()];
    await clock.advance(500);
    one.process.kill();
    const waiting = two.take();
    await clock.advance(35_499);
    assert.equal(waiting.permit, undefined);
    await clock.advance(1);
    assert.ok(waiting.permit);
  });

  it('lets another go first after a 429 when the process that went first is dead', async () => {
    const { clock, one, two } = setUp();
    one.limiter.refused(scope, 500);
    const first = one.take();
    await clock.advance(500);
    assert.ok(first.permit);
    one.process.kill();
    const next = two.take();
    await clock.advance(29_999);
    assert.equal(next.permit, undefined);
    await clock.advance(1);
    assert.equal(next.at, 30_500);
  });

  describe('a permit', () => {
    it('is valid until it is settled', async () => {
      const { clock, one } = setUp();
      for (const settle of ['answered', 'neverSent', 'fateUnknown'] as const) {
        const { permit } = await granted(clock, one);
        assert.equal(permit.isValid, true);
        permit[settle]();
        assert.equal(permit.isValid, false, settle);
        await clock.advance(20_000);
      }
    });

    it('stays valid as long as it is renewed', async () => {
      const { clock, one } = setUp();
      const { permit } = await granted(clock, one);
      for (let second = 0; second < 100; second++) {
        assert.equal(permit.isValid, true, `after ${second} s`);
        await clock.advance(1000);
      }
    });

    it('is valid to the last second of its lease when its holder is stopped, and never again', async () => {
      const { clock, one, leases } = setUp();
      const { permit } = await granted(clock, one);
      one.process.stop();
      await clock.advance(28_999);
      assert.equal(permit.isValid, true);
      await clock.advance(1);
      assert.equal(permit.isValid, false);
      await clock.advance(2000);
      one.process.resume();
      await clock.advance(0);
      assert.deepEqual(leases(), [61_000], 'it is under way, so it counts on');
      assert.equal(permit.isValid, false, 'but nothing new may go out on it');
      await clock.advance(20_000);
      assert.equal(permit.isValid, false);
    });

    it('is valid again when it was renewed in its last second', async () => {
      const { clock, one } = setUp();
      const { permit } = await granted(clock, one);
      one.process.stop();
      await clock.advance(29_500);
      assert.equal(permit.isValid, false);
      one.process.resume();
      await clock.advance(0);
      assert.equal(permit.isValid, true);
    });

    it('is not valid when its holder was stopped while it was handed out', async () => {
      const { clock, one } = setUp();
      const taking = one.take();
      await clock.advance(0);
      const late = one.take();
      one.process.stop();
      await clock.advance(60_000);
      assert.deepEqual(Object.keys(late), []);
      one.process.resume();
      await clock.advance(0);
      assert.deepEqual([taking, late].map(({ permit }) => permit?.isValid), [false, false]);
      late.permit?.neverSent();
      await clock.advance(0);
      assert.equal(one.limiter.snapshot(scope, rule).used, 1);
    });
  });

  describe('a holder that was taken for lost', () => {
    for (const [settle, phase, freeAfter] of [['answered', 'answered', 1025], ['fateUnknown', 'in-doubt', 6000]] as const) {
      it(`counts again when it goes on and its permit is ${phase}`, async () => {
        const { clock, one, two, leases } = setUp();
        const [a] = [await granted(clock, one), await granted(clock, one)];
        one.process.stop();
        await clock.advance(60_000);
        const [b, c] = [await granted(clock, two), await granted(clock, two)];
        const d = two.take();
        await clock.advance(0);
        assert.equal(d.permit, undefined, 'both places were given away, and no more');
        one.process.resume();
        a.permit[settle]();
        await clock.advance(0);
        assert.deepEqual(leases(), [90_000, 90_000, phase, 90_000], 'and so does the one that is still under way');
        b.permit.neverSent();
        c.permit.neverSent();
        await clock.advance(freeAfter - 1);
        assert.equal(d.permit, undefined);
        await clock.advance(1);
        assert.ok(d.permit);
      });
    }

    it('gives nothing back that others hold when it never sent', async () => {
      const { clock, one, two, leases } = setUp();
      const [a] = [await granted(clock, one), await granted(clock, one)];
      one.process.stop();
      await clock.advance(60_000);
      [two.take(), two.take()];
      await clock.advance(0);
      a.permit.neverSent();
      await clock.advance(0);
      assert.deepEqual(leases(), [90_000, 90_000]);
    });
  });

  it('puts what is under way back as soon as the record was lost', async () => {
    const { clock, memory, one, two, leases } = setUp();
    const { permit } = await granted(clock, one);
    await clock.advance(100);
    // As a store does that finds its file damaged.
    await memory.update(scope, (state) => ({ state: { nextId: 1, held: [], gate: state.gate, unknownBefore: 100 }, result: undefined }));
    const other = two.take();
    one.take();
    await clock.advance(0);
    assert.deepEqual(leases(), [30_100]);
    assert.equal(two.limiter.snapshot(scope, rule).unknownForMs, 6000);
    assert.equal(permit.isValid, true, 'it never lapsed');
    await clock.advance(5999);
    assert.equal(other.permit, undefined);
    await clock.advance(1);
    assert.ok(other.permit);
    const ids = memory.peek(scope).held.map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
    permit.neverSent();
    await clock.advance(0);
    const left = memory.peek(scope).held.map(({ by, takenAt }) => [by.id, takenAt]);
    assert.deepEqual(left, [['two', 6100], ['one', 6100]], 'its own is gone, whatever ids they have');
  });

  it('sends nothing on a permit whose record was lost while its holder was stopped', async () => {
    const { clock, memory, one, two } = setUp();
    const [a, b] = [await granted(clock, one), await granted(clock, one)];
    await clock.advance(100);
    one.process.stop();
    await memory.update(scope, (state) => ({ state: { nextId: 1, held: [], gate: state.gate, unknownBefore: 100 }, result: undefined }));
    assert.equal(a.permit.isValid, false, 'as soon as it can be seen');
    await clock.advance(10_000);
    await granted(clock, two);
    one.process.resume();
    assert.equal(a.permit.isValid, false);
    b.permit.neverSent();
    await clock.advance(0);
    assert.equal(memory.peek(scope).held.length, 2, 'it counts again');
    assert.equal(a.permit.isValid, false, 'but others were given its place');
    await clock.advance(15_000);
    assert.equal(a.permit.isValid, false);
  });

  it('tells when the past is known again, though nobody waits', async () => {
    const { clock, memory, one } = setUp();
    const { permit } = await granted(clock, one);
    await memory.update(scope, (state) => ({ state: { ...state, unknownBefore: 500 }, result: undefined }));
    permit.neverSent();
    const seen: number[] = [];
    one.limiter.onDidChange(() => void seen.push(one.limiter.snapshot(scope, rule).unknownForMs));
    await clock.advance(6499);
    assert.notEqual(seen.at(-1), 0);
    await clock.advance(1);
    assert.equal(seen.at(-1), 0);
    assert.equal(clock.pending, 0);
  });

  describe('a renewal that cannot be written down', () => {
    it('is tried again every second, and the permit is valid until its lease is over', async () => {
      const clock = new ManualClock();
      const memory = new MemoryPermitStore();
      let full = false;
      let tries = 0;
      const one = new Window('one', clock, memory, (store) => ({
        ...store,
        update: (...args) => {
          if (!full) return store.update(...args);
          tries++;
          return Promise.reject(new StoreTroubleError(trouble));
        },
      }));
      const { permit } = await granted(clock, one);
      full = true;
      await clock.advance(28_999);
      assert.equal(tries, 19);
      assert.equal(permit.isValid, true);
      assert.deepEqual([...new Set(one.logged)], ['Quota permits could not be renewed']);
      full = false;
      await clock.advance(1);
      assert.equal(permit.isValid, true, 'renewed in its last moment');
      full = true;
      await clock.advance(29_000);
      assert.equal(permit.isValid, false);
    });
  });

  it('are not renewed any more when the limiter is gone', async () => {
    const { clock, one, leases } = setUp();
    await granted(clock, one);
    one.limiter.dispose();
    await clock.advance(60_000);
    assert.deepEqual(leases(), [30_000]);
    assert.equal(clock.pending, 0);
  });
});

describe('quota/limiter, sharing', () => {
  it('looks every 25 ms for what others did while somebody waits, and says nothing while it is nothing', async () => {
    const { clock, one, two } = setUp();
    const a = await granted(clock, one);
    await granted(clock, one);
    const waiting = two.take();
    await clock.advance(0);
    const [told, updates] = [two.told, two.process.updates.all];
    await clock.advance(1000);
    assert.equal(two.process.updates.all - updates, 40);
    assert.deepEqual([two.told, two.process.updates.changing], [told, 0]);
    await clock.advance(10);
    a.permit.neverSent();
    await clock.advance(14);
    assert.equal(waiting.permit, undefined);
    await clock.advance(1);
    assert.ok(waiting.permit);
  });

  it('does not look when nobody waits', async () => {
    const { clock, two } = setUp();
    const { permit } = await granted(clock, two);
    permit.neverSent();
    await clock.advance(0);
    assert.equal(clock.pending, 0);
  });

  it('does not look when nobody else can change the store', async () => {
    const clock = new ManualClock();
    let updates = 0;
    const memory = new MemoryPermitStore();
    const one = new Window('one', clock, memory, (store) => ({ ...store, isShared: false, update: (...args) => (updates++, store.update(...args)) }));
    [one.take(), one.take(), one.take()];
    await clock.advance(0);
    const before = updates;
    await clock.advance(9000);
    assert.equal(updates, before);
  });

  it('tells of what others did when it sees it', async () => {
    const { clock, one, two } = setUp();
    const waits: number[] = [];
    const a = await granted(clock, one);
    await granted(clock, one);
    two.take({ onWait: (expectedMs) => void waits.push(expectedMs) });
    await clock.advance(500);
    a.permit.answered(200);
    const { told } = two;
    await clock.advance(25);
    assert.equal(two.told, told + 1);
    assert.deepEqual(waits, [1025, 1025 - 25]);
  });

  it('shows the permits of all, and whose they are', async () => {
    const { clock, one, two } = setUp();
    await granted(clock, one);
    await clock.advance(100);
    await granted(clock, two);
    const shown = one.limiter.snapshot(scope, rule).holdings.map(({ by, isOwn, heldMs }) => [by.name, isOwn, heldMs]);
    assert.deepEqual(shown, [['window "one"', true, 100], ['window "two"', false, 0]]);
  });

  it('goes by the lower of two rules, and shows it', async () => {
    const { clock, one, two } = setUp();
    const lower = { limit: 1, windowMs: 1000 };
    const a = one.take({ rule: lower });
    await clock.advance(0);
    const b = two.take();
    await clock.advance(100);
    assert.equal(b.permit, undefined);
    assert.deepEqual(two.limiter.snapshot(scope, rule).rule, lower);
    a.permit?.neverSent();
    await clock.advance(25);
    assert.ok(b.permit);
    assert.deepEqual(two.limiter.snapshot(scope, rule).rule, rule);
  });

  it('leaves no permit behind when a wait is cancelled, in whatever moment, even while it is stopped', async () => {
    for (let turns = 0; turns < 20; turns++) {
      const { clock, memory, one } = setUp();
      const controller = new AbortController();
      const taking = one.take({}, controller.signal);
      for (let turn = 0; turn < turns; turn++) {
        if (turn === turns - 2) one.process.stop();
        await Promise.resolve();
      }
      controller.abort();
      await clock.advance(100);
      one.process.resume();
      await clock.advance(0);
      assert.equal(memory.peek(scope).held.length, taking.permit ? 1 : 0, `after ${turns} turns`);
      assert.equal(taking.failure instanceof CancelledError, taking.permit === undefined, `after ${turns} turns`);
    }
  });
});

describe('quota/limiter, a store in trouble', () => {
  const five: QuotaRule = { limit: 10, windowMs: 1000 };
  const alone = { limit: 2, windowMs: 1000 };

  it('obeys a fifth of the limit, says so, and all of its own share', async () => {
    const clock = new ManualClock();
    let inTrouble: StoreTrouble | undefined = trouble;
    const one = new Window('one', clock, new MemoryPermitStore(), (store) => ({ ...store, isShared: false, troubleOf: () => inTrouble }));
    const takes = [1, 2, 3].map(() => one.take({ rule: five }));
    await clock.advance(0);
    assert.deepEqual(takes.map(({ permit }) => permit !== undefined), [true, false, false], 'at an even pace, though the pace is burst');
    const shown = one.limiter.snapshot(scope, five);
    assert.deepEqual([shown.rule, shown.trouble, shown.waiting.map(({ expectedMs }) => expectedMs)], [alone, trouble, [500, 1025]]);
    await clock.advance(500);
    assert.deepEqual(takes.map(({ permit }) => permit !== undefined), [true, true, false]);
    inTrouble = undefined;
    one.take({ rule: five });
    await clock.advance(0);
    assert.equal(one.limiter.snapshot(scope, five).used, 2, 'as long as the two are held, their rule holds');
    takes[0]?.permit?.neverSent();
    takes[1]?.permit?.neverSent();
    await clock.advance(0);
    assert.deepEqual([one.limiter.snapshot(scope, five).rule, one.limiter.snapshot(scope, five).trouble], [five, undefined]);
  });

  it('holds an own share to itself', async () => {
    const clock = new ManualClock();
    const one = new Window('one', clock, new MemoryPermitStore(), (store) => ({ ...store, troubleOf: () => trouble }));
    const takes = Array.from({ length: 11 }, () => one.take({ rule: five, isOwnShare: true }, new AbortController().signal));
    await clock.advance(899);
    assert.equal(takes.filter(({ permit }) => permit).length, 9);
    await clock.advance(500);
    assert.equal(takes.filter(({ permit }) => permit).length, 10);
    assert.deepEqual(one.limiter.snapshot(scope, five, true).rule, five);
  });

  it('asks for the rule in the very decision: trouble may come while it is made', async () => {
    const clock = new ManualClock();
    let inTrouble = false;
    const one = new Window('one', clock, new MemoryPermitStore(), (store) => ({
      ...store,
      troubleOf: () => (inTrouble ? trouble : undefined),
      update: (name, decide) => {
        inTrouble = true;
        return store.update(name, decide);
      },
    }));
    const takes = [1, 2, 3].map(() => one.take({ rule: five }));
    await clock.advance(0);
    assert.deepEqual(takes.map(({ permit }) => permit !== undefined), [true, false, false]);
    await clock.advance(999);
    assert.deepEqual(takes.map(({ permit }) => permit !== undefined), [true, true, false]);
  });

  it('without a fallback sends nothing: every take rejects with what is wrong', async () => {
    const clock = new ManualClock();
    const one = new Window('one', clock, new MemoryPermitStore(), (store) => ({ ...store, update: () => Promise.reject(new StoreTroubleError(trouble)) }));
    const takes = [one.take(), one.take()];
    await clock.advance(0);
    for (const { failure } of takes) assert.ok(failure instanceof StoreTroubleError && failure.trouble === trouble);
    assert.equal(clock.pending, 0);
  });
});

describe('quota/limiter, options', () => {
  it('takes a waiting take out of the line', async () => {
    const { clock, one } = setUp();
    const [, , c, d] = [one.take(), one.take(), one.take(), one.take()];
    await clock.advance(0);
    const [first] = one.limiter.snapshot(scope, rule).waiting;
    one.limiter.withdraw(scope, first!.id);
    await clock.advance(0);
    assert.ok(c.failure instanceof CancelledError);
    assert.deepEqual(one.limiter.snapshot(scope, rule).waiting.length, 1);
    for (const [within, id] of [[scope, first!.id], [scope, 1], [scope, 99], ['dt:other', first!.id + 1]] as const) one.limiter.withdraw(within, id);
    await clock.advance(0);
    assert.equal(d.failure, undefined, 'what waits no longer, or elsewhere, is left alone');
    assert.equal(one.limiter.snapshot(scope, rule).used, 2);
  });

  it('tells who waits the id to be withdrawn by', async () => {
    const { clock, one } = setUp();
    let told: number | undefined;
    [one.take(), one.take()];
    const c = one.take({ onWait: (_, id) => void (told = id) });
    await clock.advance(0);
    one.limiter.withdraw(scope, told!);
    await clock.advance(0);
    assert.ok(c.failure instanceof CancelledError);
  });

  it('reads the pace each time', async () => {
    const clock = new ManualClock();
    let pace: Pace = 'spread';
    const limiter = new Limiter({
      clock,
      reserve: () => 0,
      get pace() {
        return pace;
      },
    });
    const starts: number[] = [];
    const take = () =>
      void limiter
        .take({ scope, rule, priority: 'bulk', holder: { label: 'GET /', source: 'test' } }, never)
        .then((permit) => (starts.push(clock.monotonic()), permit.neverSent()));
    for (let count = 0; count < 4; count++) take();
    await clock.advance(500);
    assert.deepEqual(starts, [0, 500]);
    pace = 'burst';
    await clock.advance(500);
    assert.deepEqual(starts, [0, 500, 1000, 1000]);
  });
});

async function granted(clock: ManualClock, window: Window): Promise<{ permit: Permit }> {
  const taking = window.take();
  await clock.advance(0);
  assert.ok(taking.permit);
  return { permit: taking.permit };
}

import assert from 'node:assert/strict';
import { Emitter } from '../../../src/base/event';
import { FallbackPermitStore } from '../../../src/quota/fallback';
import { emptyScope, type ScopeState } from '../../../src/quota/scopeState';
import { MemoryPermitStore, type PermitStore } from '../../../src/quota/store';
import { type StoreTrouble, StoreTroubleError, type StoreTroubleCode } from '../../../src/quota/trouble';
import type { HeldPermit, PermitPhase } from '../../../src/quota/window';
import { ManualClock } from '../../helpers/manualClock';

const scope = 'dt:1';
const trouble = (code: StoreTroubleCode, path = '/state'): StoreTrouble => ({ code, path, detail: 'E' });

/** A shared store that can be told to fail. */
class Shared implements PermitStore {
  readonly memory = new MemoryPermitStore();
  readonly changed = new Emitter<string>();
  readonly isShared = true;
  readonly onDidChange = this.changed.event;
  trouble: StoreTrouble | undefined;
  asked = 0;

  update<T>(name: string, decide: (state: ScopeState) => { readonly state: ScopeState; readonly result: T }): Promise<T> {
    this.asked++;
    return this.trouble ? Promise.reject(new StoreTroubleError(this.trouble)) : this.memory.update(name, decide);
  }

  peek(name: string): ScopeState {
    return this.memory.peek(name);
  }
}

describe('a shared quota that falls back to this process alone', () => {
  let clock: ManualClock;
  let shared: Shared;
  let store: FallbackPermitStore;
  let troubles: StoreTrouble[];
  let changes: string[];
  beforeEach(() => {
    clock = new ManualClock();
    shared = new Shared();
    troubles = [];
    changes = [];
    store = new FallbackPermitStore(shared, { clock, onTrouble: (found) => troubles.push(found) });
    store.onDidChange((name) => changes.push(name));
  });
  afterEach(() => store.dispose());

  const permit = (id: number, phase: PermitPhase): HeldPermit => ({ id, holder: { label: '', source: '' }, by: { id: 'p', name: '' }, takenAt: 0, rule: { limit: 5, windowMs: 1000 }, phase });
  /** Takes a permit, and gives its id and what was the trouble while that was decided. */
  const take = (name = scope, phase: PermitPhase = { kind: 'answered', at: clock.monotonic() }) =>
    store.update(name, (state) => ({
      state: { ...state, nextId: state.nextId + 1, held: [...state.held, permit(state.nextId, phase)] },
      result: { id: state.nextId, alone: store.troubleOf(name)?.code },
    }));
  const ids = (from: PermitStore = store) => from.peek(scope).held.map(({ id }) => id);

  it('is the shared one while that works', async () => {
    assert.deepEqual(await take(), { id: 1, alone: undefined });
    assert.deepEqual([ids(shared), store.isShared, store.troubleOf(scope), troubles], [[1], true, undefined, []]);
    shared.changed.fire(scope);
    assert.deepEqual(changes, [scope]);
  });

  it('goes on in memory with what was seen, under new ids, and says so', async () => {
    await take();
    await clock.advance(5);
    shared.trouble = trouble('full');
    assert.deepEqual(await take(), { id: 5001, alone: 'full' });
    assert.deepEqual([ids(), ids(shared)], [[1, 5001], [1]]);
    assert.deepEqual([store.isShared, store.troubleOf(scope), troubles], [false, shared.trouble, [shared.trouble]]);
    assert.deepEqual(changes, [scope, scope], 'of the switch, and of the permit');
  });

  it('stays there while something is held, without asking, and does not hear the shared one', async () => {
    shared.trouble = trouble('unwritable');
    await take();
    shared.trouble = undefined;
    await clock.advance(1024);
    shared.changed.fire(scope);
    const { asked } = shared;
    const heard = changes.length;
    assert.equal((await take()).alone, 'unwritable');
    assert.equal(shared.asked, asked);
    assert.equal(changes.length, heard + 1);
  });

  it('goes back when nothing is held, and decides under the whole quota then', async () => {
    shared.trouble = trouble('unwritable');
    await take();
    shared.trouble = undefined;
    await clock.advance(1025);
    changes.length = 0;
    assert.deepEqual(await take(), { id: 2, alone: undefined });
    assert.deepEqual([ids(), ids(shared), store.isShared, store.troubleOf(scope)], [[2], [2], true, undefined]);
    assert.ok(changes.includes(scope));
    shared.trouble = trouble('unwritable');
    await take();
    assert.equal(troubles.length, 2, 'it is a new trouble');
  });

  it('goes back after five seconds with what is held, while requests go on', async () => {
    const flying: PermitPhase = { kind: 'in-flight', leaseUntil: 30_000 };
    shared.trouble = trouble('full');
    await clock.advance(1);
    await take(scope, flying);
    shared.trouble = undefined;
    await clock.advance(4999);
    assert.equal((await take(scope, flying)).alone, 'full');
    await clock.advance(1);
    assert.equal((await take(scope, flying)).alone, undefined);
    assert.deepEqual([ids(shared), store.troubleOf(scope)], [[1001, 1002, 1003], undefined]);
  });

  for (const [what, phase] of [
    ['was answered', { kind: 'answered', at: 1000 }],
    ['was renewed', { kind: 'in-flight', leaseUntil: 50_000 }],
  ] as readonly (readonly [string, PermitPhase])[]) {
    it(`takes back what became of a permit that the others know: it ${what}`, async () => {
      await take(scope, { kind: 'in-flight', leaseUntil: 30_000 });
      shared.trouble = trouble('full');
      await clock.advance(1000);
      await store.update(scope, (state) => ({ state: { ...state, held: state.held.map((held) => ({ ...held, phase })) }, result: 0 }));
      shared.trouble = undefined;
      await clock.advance(6000);
      await store.update(scope, (state) => ({ state, result: 0 }));
      assert.deepEqual([store.troubleOf(scope), shared.peek(scope).held.map((held) => held.phase)], [undefined, [phase]]);
    });
  }

  for (const [what, state] of [
    ['a request under way', { ...emptyScope, held: [permit(1, { kind: 'in-flight', leaseUntil: 0 })] }],
    ['a request in doubt', { ...emptyScope, held: [permit(1, { kind: 'in-doubt', at: 0 })] }],
    ['a gate that a 429 closed', { ...emptyScope, gate: { kind: 'closed', until: 3000 } }],
  ] as readonly (readonly [string, ScopeState])[]) {
    it(`does not go back on ${what}`, async () => {
      shared.trouble = trouble('full');
      await store.update(scope, () => ({ state, result: 0 }));
      shared.trouble = undefined;
      await clock.advance(2000);
      await take();
      assert.deepEqual(ids(shared), []);
      assert.equal(store.troubleOf(scope)?.code, 'full');
    });
  }

  it('tells a trouble once, however many scopes and updates meet it, and another one again', async () => {
    shared.trouble = trouble('full');
    await Promise.all([take(), take(), take('dt:2')]);
    await clock.advance(2000);
    await take();
    assert.deepEqual(troubles.map(({ code }) => code), ['full']);
    await clock.advance(2000);
    shared.trouble = trouble('unwritable');
    await take();
    assert.deepEqual(troubles.map(({ code }) => code), ['full', 'unwritable']);
    assert.equal(store.troubleOf(scope)?.code, 'unwritable');
    assert.equal(store.troubleOf('dt:2')?.code, 'full');
  });

  it('keeps scopes apart', async () => {
    await take('dt:2');
    shared.trouble = trouble('full');
    await take();
    assert.equal(store.isShared, true);
    assert.equal(store.troubleOf('dt:2'), undefined);
  });

  it('loses none of several updates at once', async () => {
    shared.trouble = trouble('full');
    const taken = await Promise.all([take(), take(), take()]);
    assert.deepEqual(ids(), taken.map(({ id }) => id));
    assert.equal(new Set(ids()).size, 3);
  });

  it('passes on what a decision throws, wherever it runs', async () => {
    const wrong = () =>
      store.update(scope, () => {
        throw new RangeError('ours');
      });
    await assert.rejects(wrong(), RangeError);
    await take();
    assert.equal((await take()).alone, undefined);
    shared.trouble = trouble('full');
    await assert.rejects(wrong(), RangeError);
    assert.equal((await take()).alone, 'full');
  });

  it('changes nothing for a decision that changes nothing', async () => {
    shared.trouble = trouble('full');
    await take();
    changes.length = 0;
    await store.update(scope, (state) => ({ state, result: 0 }));
    assert.deepEqual(changes, []);
  });

  it('stops listening when it is disposed', () => {
    store.dispose();
    shared.changed.fire(scope);
    assert.deepEqual(changes, []);
  });
});

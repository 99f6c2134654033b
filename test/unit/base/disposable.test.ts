import assert from 'node:assert/strict';
import { DisposableBase, DisposableStore, toDisposable } from '../../../src/base/disposable';
import { Emitter } from '../../../src/base/event';

describe('disposal', () => {
  it('frees once', () => {
    let freed = 0;
    const one = toDisposable(() => freed++);
    one.dispose();
    one.dispose();
    assert.equal(freed, 1);
  });

  it('frees last added first, all of them, and then reports', () => {
    const order: string[] = [];
    const store = new DisposableStore();
    store.add(toDisposable(() => order.push('a')));
    store.add({
      dispose() {
        throw new Error('broken');
      },
    });
    store.add(toDisposable(() => order.push('c')));
    assert.throws(() => store.dispose(), AggregateError);
    assert.deepEqual(order, ['c', 'a']);
    store.dispose();
    assert.equal(store.disposed, true);
  });

  it('frees a latecomer at once', () => {
    const store = new DisposableStore();
    store.dispose();
    let freed = false;
    store.add(toDisposable(() => (freed = true)));
    assert.equal(freed, true);
  });

  it('frees one early', () => {
    const store = new DisposableStore();
    let freed = 0;
    const one = store.add(toDisposable(() => freed++));
    store.delete(one);
    store.delete(one);
    store.dispose();
    assert.equal(freed, 1);
  });

  it('the base class frees what it registered', () => {
    class Owner extends DisposableBase {
      freed = false;
      constructor() {
        super();
        this.register(toDisposable(() => (this.freed = true)));
      }
      get gone(): boolean {
        return this.disposed;
      }
    }
    const owner = new Owner();
    assert.equal(owner.gone, false);
    owner.dispose();
    assert.deepEqual([owner.freed, owner.gone], [true, true]);
  });
});

describe('events', () => {
  it('reach every listener, also past one that throws', () => {
    const emitter = new Emitter<number>();
    const heard: number[] = [];
    emitter.event(() => {
      throw new Error('deaf');
    });
    const subscription = emitter.event((value) => heard.push(value));
    assert.throws(() => emitter.fire(1), AggregateError);
    subscription.dispose();
    assert.throws(() => emitter.fire(2), AggregateError);
    emitter.dispose();
    emitter.fire(3);
    assert.deepEqual(heard, [1]);
  });

  it('the same function twice is two subscriptions', () => {
    const emitter = new Emitter<undefined>();
    let calls = 0;
    const listener = () => calls++;
    const first = emitter.event(listener);
    emitter.event(listener);
    first.dispose();
    emitter.fire(undefined);
    assert.equal(calls, 1);
  });
});

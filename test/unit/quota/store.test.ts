import assert from 'node:assert/strict';
import { emptyScope } from '../../../src/quota/scopeState';
import { MemoryPermitStore } from '../../../src/quota/store';

const changed = { ...emptyScope, nextId: 2 };

describe('quota/store: MemoryPermitStore', () => {
  it('knows nothing of a scope never heard of', () => {
    assert.equal(new MemoryPermitStore().peek('a'), emptyScope);
  });

  it('has kept the state when the caller goes on', async () => {
    const store = new MemoryPermitStore();
    const result = await store.update('a', () => ({ state: changed, result: 'granted' }));
    assert.equal(result, 'granted');
    assert.equal(store.peek('a'), changed);
    assert.equal(store.peek('b'), emptyScope);
  });

  it('gives each decision the newest state, in the order of the calls', async () => {
    const store = new MemoryPermitStore();
    const add = () => store.update('a', (state) => ({ state: { ...state, nextId: state.nextId + 1 }, result: state.nextId }));
    assert.deepEqual(await Promise.all([add(), add(), add()]), [1, 2, 3]);
  });

  it('tells of changes, and only of changes', async () => {
    const store = new MemoryPermitStore();
    const heard: string[] = [];
    store.onDidChange((scope) => void heard.push(scope));
    await store.update('a', () => ({ state: changed, result: undefined }));
    await store.update('a', (state) => ({ state, result: undefined }));
    assert.deepEqual(heard, ['a']);
  });

  it('keeps the old state when the decision throws', async () => {
    const store = new MemoryPermitStore();
    await assert.rejects(
      store.update('a', () => {
        throw new Error('bug');
      }),
      /bug/,
    );
    assert.equal(store.peek('a'), emptyScope);
  });
});

import assert from 'node:assert/strict';
import type { ServiceAccount } from '../../../src/auth/account';
import { AccountBook, MemorySecretStore } from '../../../src/auth/accountBook';

const account = (email: string): ServiceAccount => ({ keyId: `key of ${email}`, secret: 's', email, tokenUrl: 'https://t.example' });
const named = (name: string) => ({ name, account: account(`${name}@x`) });
const sandbox = (name: string) => ({ name, account: { ...account(`${name}@s`), sandbox: true } });

describe('AccountBook', () => {
  const names = async (book: AccountBook) => (await book.list()).map(({ name }) => name);

  it('is empty at first', async () => {
    const book = new AccountBook(new MemorySecretStore());
    assert.deepEqual(await names(book), []);
    assert.equal(await book.active(), undefined);
    assert.equal(await book.find('x'), undefined);
  });

  it('keeps accounts in secret storage, the latest active', async () => {
    const store = new MemorySecretStore();
    const book = new AccountBook(store);
    await book.add(named('one'));
    await book.add(named('two'));
    const again = new AccountBook(store);
    assert.deepEqual(await names(again), ['one', 'two']);
    assert.deepEqual(await again.active(), named('two'));
    assert.deepEqual(await again.find('one@x'), named('one'));
  });

  it('replaces an account of the same name', async () => {
    const book = new AccountBook(new MemorySecretStore());
    await book.add(named('one'));
    await book.add({ name: 'one', account: account('other@x') });
    assert.deepEqual(await names(book), ['one']);
    assert.equal((await book.active())?.account.email, 'other@x');
  });

  it('switches, and tells other windows', async () => {
    const store = new MemorySecretStore();
    const book = new AccountBook(store);
    const other = new AccountBook(store);
    await book.add(named('one'));
    await book.add(named('two'));
    let heard = 0;
    other.onDidChange(() => heard++);
    await book.activate('one');
    assert.equal(heard, 1);
    assert.equal((await other.active())?.name, 'one');
    await assert.rejects(() => book.activate('three'), /no account called three/);
  });

  it('the sandbox brings its own and takes them along', async () => {
    const store = new MemorySecretStore();
    const book = new AccountBook(store);
    await book.add(named('one'));
    book.useSandbox([sandbox('user'), sandbox('admin')], 'admin');
    assert.deepEqual(await names(book), ['one', 'user', 'admin']);
    assert.equal((await book.active())?.name, 'admin');
    await book.activate('user');
    assert.equal((await book.active())?.name, 'user');
    await book.activate('one');
    assert.equal((await book.active())?.name, 'one');
    book.useSandbox([]);
    assert.deepEqual(await names(book), ['one']);
    assert.deepEqual(await names(new AccountBook(store)), ['one'], 'nothing of the sandbox is stored');
  });

  it('the memory store forgets on command', async () => {
    const store = new MemorySecretStore();
    await store.set('a', 'b');
    assert.equal(await store.get('a'), 'b');
    await store.delete('a');
    assert.equal(await store.get('a'), undefined);
  });
});

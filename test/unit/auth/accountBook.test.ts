import assert from 'node:assert/strict';
import type { ServiceAccount } from '../../../src/auth/account';
import { AccountBook, MemorySecretStore, type SecretStore } from '../../../src/auth/accountBook';
import type { Logger } from '../../../src/base/logger';
import { settled } from '../../helpers/manualClock';

const account = (email: string): ServiceAccount => ({ keyId: `key of ${email}`, secret: 'planted', email, tokenUrl: 'https://t.example' });
const named = (name: string) => ({ name, account: account(`${name}@x`) });
const sandbox = (name: string) => ({ name, account: { ...account(`${name}@s`), sandbox: true } });
const names = async (book: AccountBook) => (await book.list()).map(({ name }) => name);

describe('AccountBook', () => {
  it('is empty at first', async () => {
    const book = new AccountBook(new MemorySecretStore());
    assert.deepEqual(await names(book), []);
    assert.equal(await book.active(), undefined);
    assert.equal(await book.find('x'), undefined);
    assert.equal(await book.isEmpty(), true);
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
    assert.equal(await again.isEmpty(), false);
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

  it('hears of nothing else, and of nothing any more when it is disposed', async () => {
    const store = new MemorySecretStore();
    const book = new AccountBook(store);
    let heard = 0;
    book.onDidChange(() => heard++);
    await store.set('secret:x', 'y');
    assert.equal(heard, 0);
    book.dispose();
    await new AccountBook(store).add(named('one'));
    assert.equal(heard, 0);
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

  describe('removing', () => {
    it('leaves nothing behind, and chooses no other account', async () => {
      const store = new TracedStore();
      const book = new AccountBook(store);
      await book.add(named('one'));
      await book.add(named('two'));
      await book.signOut('two');
      await book.remove('two');
      assert.deepEqual(await names(book), ['one']);
      assert.equal(await book.active(), undefined);
      assert.equal(await book.isEmpty(), false);
      assert.deepEqual((await store.keys()).filter((key) => key.includes('two')), []);
      assert.equal(await store.get('accounts.active'), undefined);
    });

    it('of another account changes nothing for the active one; of none nothing at all', async () => {
      const book = new AccountBook(new MemorySecretStore());
      await book.add(named('one'));
      await book.add(named('two'));
      await book.remove('one');
      await book.remove('three');
      assert.deepEqual(await names(book), ['two']);
      assert.equal((await book.active())?.name, 'two');
    });
  });

  describe('signing out', () => {
    const signedOut = async (book: AccountBook, name: string) => (await book.find(name))?.signedOut;

    it('keeps what is stored, is seen by other windows, and survives a restart', async () => {
      const store = new MemorySecretStore();
      const book = new AccountBook(store);
      const other = new AccountBook(store);
      await book.add(named('one'));
      let heard = 0;
      other.onDidChange(() => heard++);
      await book.signOut('one');
      assert.equal(heard, 1);
      assert.deepEqual(await other.active(), { ...named('one'), signedOut: true });
      assert.deepEqual(await new AccountBook(store).active(), { ...named('one'), signedOut: true });
    });

    const ways: readonly (readonly [way: string, signIn: (book: AccountBook) => Promise<void>])[] = [
      ['choosing it', (book) => book.activate('one')],
      ['signing in', (book) => book.signIn('one')],
      ['adding it again', (book) => book.add(named('one'))],
    ];
    for (const [way, signIn] of ways) {
      it(`ends with ${way}`, async () => {
        const book = new AccountBook(new MemorySecretStore());
        await book.add(named('one'));
        await book.signOut('one');
        await signIn(book);
        assert.deepEqual(await book.active(), named('one'));
      });
    }

    it('is one account\'s affair: choosing another does not end it', async () => {
      const book = new AccountBook(new MemorySecretStore());
      await book.add(named('one'));
      await book.add(named('two'));
      await book.signOut('two');
      await book.activate('one');
      assert.equal(await signedOut(book, 'two'), true);
      assert.equal(await signedOut(book, 'one'), undefined);
      await assert.rejects(() => book.signOut('three'), /no account called three/);
    });

    it('of the sandbox ends with it', async () => {
      const book = new AccountBook(new MemorySecretStore());
      book.useSandbox([sandbox('user')], 'user');
      await book.signOut('user');
      assert.deepEqual(await book.active(), { ...sandbox('user'), signedOut: true });
      await book.activate('user');
      assert.deepEqual(await book.active(), sandbox('user'));
      await book.signOut('user');
      book.useSandbox([sandbox('user')], 'user');
      assert.deepEqual(await book.active(), sandbox('user'));
    });
  });

  describe('what is stored is damaged', () => {
    const setUp = async (log: string[] = []) => {
      const store = new TracedStore();
      const write: Logger = (level, message) => log.push(`${level} ${message}`);
      const book = new AccountBook(store, write);
      await book.add(named('one'));
      await book.add(named('two'));
      book.dispose();
      return { store, log, write };
    };

    const entries = ['', '{', 'null', '[]', '"planted"', '{"keyId":"a","secret":"planted","email":"c"}', '{"keyId":"a","secret":"planted","email":"c","tokenUrl":7}', '{"keyId":"","secret":"planted","email":"c","tokenUrl":"d"}'];
    for (const entry of entries) {
      it(`an entry: ${entry || 'nothing'}`, async () => {
        const { store, log, write } = await setUp();
        await store.set('account:two', entry);
        const book = new AccountBook(store, write);
        assert.deepEqual(await names(book), ['one']);
        assert.deepEqual(await book.unreadable(), ['two']);
        assert.equal(await book.active(), undefined);
        assert.equal(await book.find('two'), undefined);
        assert.equal(await book.isEmpty(), false);
        await assert.rejects(() => book.activate('two'), /two cannot be read: remove it/);
        assert.deepEqual(log, ['error The stored account two cannot be read. Remove it and add it again.'], 'told once, without what was stored');
        await book.remove('two');
        assert.deepEqual(await book.unreadable(), []);
        assert.deepEqual(await names(book), ['one']);
      });
    }

    it('an entry that is added again is good again', async () => {
      const { store } = await setUp();
      await store.set('account:two', 'x');
      const book = new AccountBook(store);
      await book.add(named('two'));
      assert.deepEqual(await names(book), ['one', 'two']);
    });

    it('an entry never becomes an account of the sandbox', async () => {
      const { store } = await setUp();
      await store.set('account:two', JSON.stringify({ ...account('two@x'), sandbox: true, more: 1 }));
      assert.deepEqual(await new AccountBook(store).find('two'), named('two'));
    });

    const lists = ['', '{', '{"names":"one"}', '[]', '{"names":["one",7,null,""]}'];
    for (const list of lists) {
      it(`the list: ${list || 'nothing'}`, async () => {
        const { store, log, write } = await setUp();
        await store.set('accounts', list);
        const book = new AccountBook(store, write);
        assert.deepEqual((await names(book)).sort(), ['one', 'two']);
        assert.deepEqual(log, ['error The stored list of accounts is damaged. It is mended when an account is added or removed.']);
        await book.remove('one');
        assert.equal(await store.get('accounts'), '{"names":["two"]}');
      });
    }

    it('the list, in an editor that cannot tell its keys: who knows the accounts keeps them', async () => {
      const store = new MemorySecretStore();
      const book = new AccountBook(store);
      await book.add(named('one'));
      await store.set('accounts', '{');
      assert.deepEqual(await names(book), ['one']);
      await book.add(named('two'));
      assert.deepEqual((await names(new AccountBook(store))).sort(), ['one', 'two']);
    });

    it('the list, in an editor whose storage tells no keys', async () => {
      const store = new TracedStore();
      store.keys = () => Promise.resolve([]);
      const book = new AccountBook(store);
      await book.add(named('one'));
      await store.set('accounts', '{');
      assert.deepEqual(await names(book), ['one']);
    });

    it('a name without an entry is no account', async () => {
      const { store } = await setUp();
      await store.set('accounts', '{"names":["one","ghost","one"]}');
      const book = new AccountBook(store);
      assert.deepEqual(await names(book), ['one']);
      assert.deepEqual(await book.unreadable(), []);
    });
  });

  describe('several windows', () => {
    it('add at the same time: both accounts are there in the end, whatever comes first', async () => {
      for (let seed = 1; seed <= 300; seed++) {
        const shared = new SharedSecrets(seed);
        const [left, right] = [new AccountBook(shared.window()), new AccountBook(shared.window())];
        await shared.finish(Promise.all([left.add(named('one')), right.add(named('two'))]));
        for (const book of [left, right, new AccountBook(shared.window())]) assert.deepEqual([...(await shared.finish(names(book)))].sort(), ['one', 'two'], `seed ${seed}`);
      }
    });

    it('add in one window while another removes: what was removed stays away', async () => {
      for (let seed = 1; seed <= 300; seed++) {
        const shared = new SharedSecrets(seed);
        const [left, right] = [new AccountBook(shared.window()), new AccountBook(shared.window())];
        await shared.finish(left.add(named('old')).then(() => right.list()));
        await shared.finish(Promise.all([left.add(named('new')), right.remove('old')]));
        for (const book of [left, right, new AccountBook(shared.window())]) assert.deepEqual(await shared.finish(names(book)), ['new'], `seed ${seed}`);
      }
    });

    it('one window does one thing after the other', async () => {
      const book = new AccountBook(new MemorySecretStore());
      await Promise.all(['a', 'b', 'c', 'd'].map((name) => book.add(named(name))));
      await Promise.all([book.remove('b'), book.add(named('e'))]);
      assert.deepEqual(await names(book), ['a', 'c', 'd', 'e']);
    });

    it('a write that fails is told to who asked, and the next one goes on', async () => {
      const store = new MemorySecretStore();
      const book = new AccountBook(store);
      store.set = () => Promise.reject(new Error('the keyring is locked'));
      await assert.rejects(() => book.add(named('one')), /keyring is locked/);
      store.set = (key, value) => MemorySecretStore.prototype.set.call(store, key, value);
      await book.add(named('two'));
      assert.deepEqual(await names(book), ['two']);
    });
  });
});

/** A store that can tell its keys. */
class TracedStore extends MemorySecretStore {
  readonly #keys = new Set<string>();

  override set(key: string, value: string): Promise<void> {
    this.#keys.add(key);
    return super.set(key, value);
  }

  override delete(key: string): Promise<void> {
    this.#keys.delete(key);
    return super.delete(key);
  }

  keys(): Promise<readonly string[]> {
    return Promise.resolve([...this.#keys]);
  }
}

/** One secret storage behind several windows; each call, and the news of a change, arrives when {@link step} lets it. */
class SharedSecrets {
  readonly #values = new Map<string, string>();
  readonly #windows: ((key: string) => void)[] = [];
  #pending: (() => void)[] = [];

  constructor(private seed: number) {}

  get waiting(): number {
    return this.#pending.length;
  }

  window(): SecretStore {
    const listeners = new Set<(key: string) => void>();
    this.#windows.push((key) => listeners.forEach((listener) => listener(key)));
    const later = <T>(action: () => T) => new Promise<T>((resolve) => this.#pending.push(() => resolve(action())));
    return {
      get: (key) => later(() => this.#values.get(key)),
      set: (key, value) => later(() => this.#change(key, () => this.#values.set(key, value))),
      delete: (key) => later(() => this.#change(key, () => this.#values.delete(key))),
      onDidChange: (listener) => {
        listeners.add(listener);
        return { dispose: () => listeners.delete(listener) };
      },
    };
  }

  /** Lets one of the calls that wait arrive. */
  async step(): Promise<void> {
    await settled();
    this.seed = (this.seed * 16_807) % 2_147_483_647;
    const [next] = this.#pending.splice(this.seed % Math.max(1, this.#pending.length), 1);
    next?.();
    await settled();
  }

  /** Lets everything arrive that `work` needs, and that comes of it. */
  async finish<T>(work: Promise<T>): Promise<T> {
    const state = { running: true };
    const done = work.finally(() => (state.running = false));
    await settled();
    while (state.running || this.waiting > 0) await this.step();
    return done;
  }

  #change(key: string, change: () => unknown): void {
    change();
    for (const tell of this.#windows) this.#pending.push(() => tell(key));
  }
}

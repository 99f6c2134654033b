import assert from 'node:assert/strict';
import { MemorySecretStore } from '../../../src/auth/accountBook';
import { findSecret, isNameForSecret, SecretBook, secretOrigin } from '../../../src/auth/secretBook';

const hooks = 'https://hooks.example';
const entry = (value: string, origins: readonly string[] = [hooks]) => ({ value, origins });

describe('SecretBook', () => {
  let store: MemorySecretStore;
  let book: SecretBook;
  beforeEach(() => {
    store = new MemorySecretStore();
    book = new SecretBook(store);
  });
  afterEach(() => book.dispose());

  it('is empty at first', async () => {
    assert.deepEqual(await book.list(), []);
    assert.equal(await book.find('key'), undefined);
  });

  it('keeps values with where they may go, and lists them without the values', async () => {
    await book.save({ name: 'key', ...entry('planted', ['HTTPS://Hooks.Example.:443', 'http://localhost:8080', hooks]) });
    await book.save({ name: 'another', ...entry('planted too') });
    const again = new SecretBook(store);
    assert.deepEqual(await again.find('key'), { kind: 'stored', secret: { name: 'key', value: 'planted', origins: [hooks, 'http://localhost:8080'] } });
    const listed = await again.list();
    assert.deepEqual(listed, [
      { name: 'another', origins: [hooks], damaged: false },
      { name: 'key', origins: [hooks, 'http://localhost:8080'], damaged: false },
    ]);
    assert.doesNotMatch(JSON.stringify(listed), /planted/);
    again.dispose();
  });

  it('replaces, and removes', async () => {
    await book.save({ name: 'key', ...entry('one') });
    await book.save({ name: 'key', ...entry('two', ['https://other.example']) });
    assert.deepEqual(await book.list(), [{ name: 'key', origins: ['https://other.example'], damaged: false }]);
    await book.remove('key');
    await book.remove('never there');
    assert.deepEqual([await book.list(), await book.find('key'), await store.get('secret:key')], [[], undefined, undefined]);
  });

  const wrong: readonly [why: string, secret: Parameters<SecretBook['save']>[0]][] = [
    ['no name', { name: '', ...entry('v') }],
    ['a name with a blank', { name: 'a b', ...entry('v') }],
    ['no value', { name: 'key', ...entry('') }],
    ['no origin', { name: 'key', ...entry('v', []) }],
    ['an origin that is none', { name: 'key', ...entry('v', [`${hooks}/path`]) }],
    ['http to another machine', { name: 'key', ...entry('v', [hooks, 'http://hooks.example']) }],
  ];
  for (const [why, secret] of wrong) {
    it(`stores nothing with ${why}`, async () => {
      await assert.rejects(book.save(secret), /cannot be stored/);
      assert.deepEqual(await book.list(), []);
    });
  }

  const damaged: readonly [why: string, text: string][] = [
    ['a plain text, as there was before', 'planted'],
    ['broken JSON', '{"value": "planted"'],
    ['no origins', '{"value": "planted"}'],
    ['an empty list of origins', '{"value": "planted", "origins": []}'],
    ['an origin that is none', '{"value": "planted", "origins": ["*"]}'],
    ['an origin in another form', '{"value": "planted", "origins": ["https://HOOKS.example"]}'],
    ['http to another machine', '{"value": "planted", "origins": ["http://hooks.example"]}'],
    ['no value', '{"value": "", "origins": ["https://hooks.example"]}'],
    ['another kind of value', '{"value": 7, "origins": ["https://hooks.example"]}'],
  ];
  for (const [why, text] of damaged) {
    it(`says of ${why} that it is damaged, and lets it be removed and stored again`, async () => {
      await book.save({ name: 'key', ...entry('v') });
      await store.set('secret:key', text);
      assert.deepEqual(await book.find('key'), { kind: 'damaged' });
      assert.deepEqual(await book.list(), [{ name: 'key', origins: [], damaged: true }]);
      await book.remove('key');
      assert.deepEqual(await book.list(), []);
      await book.save({ name: 'key', ...entry('v') });
      assert.equal((await book.find('key'))?.kind, 'stored');
    });
  }

  it('mends a damaged list of names', async () => {
    await book.save({ name: 'one', ...entry('v') });
    await store.set('secrets', 'not JSON');
    assert.deepEqual((await book.list()).map(({ name }) => name), ['one']);
    await book.save({ name: 'two', ...entry('v') });
    const other = new SecretBook(store);
    assert.deepEqual((await other.list()).map(({ name }) => name), ['one', 'two']);
    other.dispose();
  });

  it('finds entries by the keys of the store, where it names them', async () => {
    await store.set('secret:lost', JSON.stringify(entry('v')));
    const other = new SecretBook({ get: (key) => store.get(key), set: (key, value) => store.set(key, value), delete: (key) => store.delete(key), keys: () => Promise.resolve(['accounts', 'secret:lost']), onDidChange: store.onDidChange });
    assert.deepEqual((await other.list()).map(({ name }) => name), ['lost']);
    other.dispose();
  });

  it('tells of changes in another window, and of nothing else', async () => {
    let heard = 0;
    book.onDidChange(() => heard++);
    const other = new SecretBook(store);
    await other.save({ name: 'key', ...entry('v') });
    assert.ok(heard > 0);
    const before = heard;
    await store.set('accounts', '{}');
    await store.set('account:secret:x', '{}');
    assert.equal(heard, before);
    book.dispose();
    await other.remove('key');
    assert.equal(heard, before);
    other.dispose();
  });

  it('two windows that store at the same time lose nothing', async () => {
    const other = new SecretBook(store);
    const names = ['a', 'b', 'c', 'd'];
    await Promise.all(names.map((name, index) => (index % 2 === 0 ? book : other).save({ name, ...entry(name) })));
    assert.deepEqual((await book.list()).map(({ name }) => name), names);
    assert.deepEqual((await other.list()).map(({ name }) => name), names);
    other.dispose();
  });

  it('a store that fails is heard of, and the next write goes on', async () => {
    let broken = true;
    const failing = new SecretBook({
      get: (key) => store.get(key),
      set: (key, value) => (broken ? Promise.reject(new Error('the keyring is locked')) : store.set(key, value)),
      delete: (key) => store.delete(key),
      onDidChange: store.onDidChange,
    });
    await assert.rejects(failing.save({ name: 'key', ...entry('v') }), /the keyring is locked/);
    broken = false;
    await failing.save({ name: 'key', ...entry('v') });
    assert.equal((await findSecret(store, 'key'))?.kind, 'stored');
    failing.dispose();
  });
});

describe('where a secret may go', () => {
  for (const [text, expected] of [
    ['https://hooks.example', 'https://hooks.example'],
    ['https://hooks.example:443', 'https://hooks.example'],
    ['HTTPS://HOOKS.Example.', 'https://hooks.example'],
    ['https://hooks.example:8443', 'https://hooks.example:8443'],
    ['https://xn--hks-snaa.example', 'https://xn--hks-snaa.example'],
    ['http://127.0.0.1:3000', 'http://127.0.0.1:3000'],
    ['http://localhost', 'http://localhost'],
    ['http://[::1]:80', 'http://[::1]'],
    ['http://hooks.example', undefined],
    ['http://127.0.0.1.example', undefined],
    ['http://10.0.0.1', undefined],
    ['https://hooks.example/', undefined],
    ['https://u:p@hooks.example', undefined],
    ['https://*.example', undefined],
    ['https://hööks.example', undefined],
    ['hooks.example', undefined],
    ['ftp://hooks.example', undefined],
    ['', undefined],
  ] as const) {
    it(`${text}: ${expected ?? 'no'}`, () => assert.equal(secretOrigin(text), expected));
  }
});

describe('the name of a secret', () => {
  for (const name of ['a', '_x', 'webhook-key', 'k9', 'x'.repeat(80)]) it(`${name} is one`, () => assert.ok(isNameForSecret(name)));
  for (const name of ['', '9k', '-a', 'a b', 'a.b', 'ä', 'a\n', '__proto__ ', 'x'.repeat(81)]) it(`${JSON.stringify(name)} is none`, () => assert.ok(!isNameForSecret(name)));
});

import assert from 'node:assert/strict';
import { ResourceBook, type TextCache } from '../../../../src/app/resources/book';
import type { Outcome, WireRequest } from '../../../../src/http/exchange';
import { noResources } from '../../../../src/language/features/resources';
import { ManualClock } from '../../../helpers/manualClock';

const me = { email: 'me@b.serviceaccount.d21s.com' };
const other = { email: 'other@b.serviceaccount.d21s.com' };
const shown = (text: string) => text;
const project = 'projects/c00000000000000000p0';

/** A file that several windows share. */
class Shared implements TextCache {
  text: string | undefined;
  writes = 0;
  reads = 0;
  fails = false;
  limit = Infinity;
  /** What happens between the next read and the next write. */
  meanwhile: () => Promise<void> = () => Promise.resolve();

  read(): Promise<string | undefined> {
    this.reads++;
    return this.fails ? Promise.reject(new Error('disk')) : Promise.resolve(this.text);
  }
  async write(text: string): Promise<void> {
    const { meanwhile } = this;
    this.meanwhile = () => Promise.resolve();
    await meanwhile();
    this.text = text;
    this.writes++;
  }
}

const idOf = (index: number) => `d${String(index).padStart(19, '0')}`;

function devices(indices: readonly number[], email: string, label = ''): Outcome {
  const body = new TextEncoder().encode(JSON.stringify({ devices: indices.map((index) => ({ name: `${project}/devices/${idOf(index)}`, type: 'touch', labels: { name: `Device ${index}${label}` } })) }));
  const request: WireRequest = { method: 'GET', origin: 'https://api.disruptive-technologies.com', target: `/v2/${project}/devices`, headers: [] };
  const response = { status: 200, statusText: '', headers: [], body, encodedLength: body.length };
  return { kind: 'answered', response, exchange: { request, attempts: [{ request, response, timing: { startedAt: 0, totalMs: 1 }, ...(email !== '' && { signedAs: { scheme: 'bearer' as const, email } }) }] } };
}

describe('what accounts were seen to have', () => {
  let clock: ManualClock;
  let file: Shared;
  let log: string[];
  let books: ResourceBook[];
  const window = () => {
    const book = new ResourceBook({ clock, log: (level, message) => void log.push(`${level} ${message}`), cache: file });
    books.push(book);
    return book;
  };
  const names = (book: ResourceBook, owner = me) => book.resourcesOf(owner).all('device').map(({ displayName }) => displayName);

  beforeEach(() => {
    clock = new ManualClock();
    file = new Shared();
    log = [];
    books = [];
  });
  afterEach(() => {
    for (const book of books) book.dispose();
    assert.equal(clock.pending, 0);
    assert.ok(!(file.text ?? '').includes('@'), 'no email is kept');
  });

  it('is each account’s own, and nothing without one', () => {
    const book = window();
    book.note(devices([1], me.email), 'api', shown);
    book.note(devices([2], other.email), 'emulator', shown);
    book.note(devices([3], ''), 'api', shown);
    assert.deepEqual([names(book), names(book, other), names(book, { email: 'third@c' })], [['Device 1'], ['Device 2'], []]);
    assert.equal(book.resourcesOf(undefined), noResources);
    assert.deepEqual(names(book, { email: ' ME@B.serviceaccount.d21s.com' }), ['Device 1'], 'casing does not matter');
  });

  it('is looked up in what does not change', () => {
    const book = window();
    book.note(devices([10, 9, 2], me.email), 'api', shown);
    const before = book.resourcesOf(me);
    assert.equal(book.resourcesOf(me), before);
    assert.equal(before.all('device'), before.all('device'));
    assert.equal(before.all('device', project), before.all('device', project));
    book.note(devices([1], me.email), 'api', shown);
    assert.deepEqual(before.all('device').map(({ displayName }) => displayName), ['Device 2', 'Device 9', 'Device 10']);
    assert.deepEqual(names(book), ['Device 1', 'Device 2', 'Device 9', 'Device 10']);
    assert.deepEqual([book.resourcesOf(me).all('device', project).length, book.resourcesOf(me).all('device', 'projects/x').length, book.resourcesOf(me).all('project').length], [4, 0, 0]);
  });

  it('tells when something is different', () => {
    const book = window();
    let changes = 0;
    book.onDidChange(() => changes++);
    book.note(devices([1], me.email), 'api', shown);
    assert.equal(changes, 1);
    book.note(devices([], me.email), 'api', shown);
    assert.equal(changes, 1);
  });

  it('is kept a little later, together, and known in the next window', async () => {
    const book = window();
    book.note(devices([1], me.email), 'api', shown);
    await clock.advance(1000);
    book.note(devices([2], me.email), 'api', shown);
    assert.equal(file.writes, 0);
    await clock.advance(1000);
    assert.equal(file.writes, 1);
    const next = window();
    await next.load();
    assert.deepEqual(next.resourcesOf(me).all('device'), book.resourcesOf(me).all('device'));
    await next.flush();
    assert.equal(file.writes, 1, 'the same is not written again');
  });

  it('is written when the window closes', async () => {
    const book = window();
    book.note(devices([1], me.email), 'api', shown);
    book.dispose();
    await clock.advance(0);
    assert.equal(file.writes, 1);
  });

  it('holds no secret that is known, and no label whose name says that it is one', async () => {
    const book = window();
    const body = new TextEncoder().encode(JSON.stringify({ name: `${project}/devices/${idOf(1)}`, labels: { name: 'my planted-secret', room: 'planted-secret', password: 'hunter2', 'api-key': 'x' } }));
    const known = devices([1], me.email);
    assert.ok(known.kind === 'answered');
    const { exchange: { request, attempts }, response } = known;
    const hide = (text: string) => text.replaceAll('planted-secret', '•••');
    const target = `/v2/${project}/devices/${idOf(1)}`;
    book.note({ ...known, response: { ...response, body }, exchange: { request: { ...request, target }, attempts: attempts.map((attempt) => ({ ...attempt, request: { ...request, target } })) } }, 'api', hide);
    assert.deepEqual(book.resourcesOf(me).byId(idOf(1))?.labels, { room: '•••' });
    assert.deepEqual(names(book), ['my •••']);
    const change = new TextEncoder().encode(JSON.stringify({ key: 'room', value: 'planted-secret' }));
    const labels = { ...request, method: 'POST', target: `${target}/labels` };
    book.note({ ...known, response: { ...response, body: change }, exchange: { request: labels, attempts: attempts.map((attempt) => ({ ...attempt, request: labels })) } }, 'api', hide);
    await book.flush();
    assert.doesNotMatch(file.text ?? '', /planted|hunter2/);
    assert.match(file.text ?? '', /"room":"•••"/);
  });

  it('leaves nothing on the disk where nothing was learned', async () => {
    const book = window();
    await book.load();
    await book.retain([]);
    await book.flush();
    assert.equal(file.writes, 0);
  });

  it('of the sandbox is not kept, and goes with it', async () => {
    const book = window();
    book.note(devices([1], me.email), 'sandbox', shown);
    book.note(devices([2], me.email), 'api', shown);
    await clock.advance(2000);
    assert.ok(!file.text?.includes('Device 1') && file.text?.includes('Device 2'));
    assert.deepEqual(names(book, { ...me, sandbox: true } as typeof me), ['Device 1']);
    book.leaveSandbox();
    assert.deepEqual([names(book, { ...me, sandbox: true } as typeof me), names(book)], [[], ['Device 2']]);
  });

  it('comes together from two windows: of each thing what was read last', async () => {
    const [one, two] = [window(), window()];
    one.note(devices([1, 2], me.email, ' old'), 'api', shown);
    await clock.advance(1);
    two.note(devices([2, 3], me.email, ' new'), 'api', shown);
    await one.flush();
    await two.flush();
    assert.deepEqual(names(two), ['Device 1 old', 'Device 2 new', 'Device 3 new']);
    await one.load();
    assert.deepEqual(names(one), names(two));
    const { reads } = file;
    const before = one.resourcesOf(me);
    await one.load();
    assert.equal(one.resourcesOf(me), before, 'what is known already changes nothing');
    assert.equal(file.reads, reads + 1);
  });

  it('loses what is no more, in the other window too', async () => {
    const [one, two] = [window(), window()];
    one.note(devices([1, 2], me.email), 'api', shown);
    await one.flush();
    await two.load();
    await clock.advance(10);
    const since = clock.now();
    one.note(devices([2], me.email), 'api', shown);
    one.completed(me, 'project', since);
    one.completed(me, 'device', since, 'projects/x');
    assert.equal(names(one).length, 2);
    one.completed(me, 'device', since, project);
    await one.loaded(me);
    assert.equal(one.loadedAt(me), clock.now());
    await two.flush();
    assert.deepEqual([names(one), names(two), two.loadedAt(me)], [['Device 2'], ['Device 2'], clock.now()]);
    // What is back is back.
    await clock.advance(10);
    two.note(devices([1], me.email), 'api', shown);
    await two.flush();
    await one.load();
    assert.deepEqual(names(one), ['Device 1', 'Device 2']);
  });

  it('is forgotten in all windows, and that somebody asked for it', async () => {
    const [one, two] = [window(), window()];
    one.note(devices([1], me.email), 'api', shown);
    await one.loaded(me);
    await two.load();
    await clock.advance(5);
    await one.forget();
    assert.ok(one.isEmpty && !file.text?.includes('Device'));
    assert.equal(two.isEmpty, false);
    await two.flush();
    assert.deepEqual([two.isEmpty, file.text?.includes('Device')], [true, false]);
    assert.deepEqual([one.loadedAt(me), two.loadedAt(me)], [undefined, undefined]);
    await clock.advance(5);
    two.note(devices([2], me.email), 'api', shown);
    await two.flush();
    await one.load();
    assert.deepEqual(names(one), ['Device 2']);
  });

  it('is forgotten, though another window had read it before and writes it after that', async () => {
    const [one, two] = [window(), window()];
    one.note(devices([1], me.email), 'api', shown);
    await one.flush();
    two.note(devices([2], me.email), 'api', shown);
    await clock.advance(5);
    file.meanwhile = () => one.forget();
    await two.flush();
    assert.ok(file.text?.includes('Device 1'));
    await clock.advance(5000);
    assert.ok(one.isEmpty && !file.text?.includes('Device'), file.text);
    await two.load();
    assert.ok(two.isEmpty);
  });

  it('of another version is left in peace, until it is to be forgotten', async () => {
    const theirs = '{"version":2,"names":"Device 1"}';
    file.text = theirs;
    const book = window();
    await book.load();
    assert.match(log.join(), /^warn .*another version of DT HTTP/);
    book.note(devices([2], me.email), 'api', shown);
    await book.flush();
    await book.loaded(me);
    await book.retain([other]);
    assert.deepEqual([file.text, log.length], [theirs, 1]);
    await book.forget();
    assert.equal(file.text, `{"version":1,"forgottenAt":${clock.now()},"accounts":{}}`);
    await clock.advance(5);
    book.note(devices([3], me.email), 'api', shown);
    await book.flush();
    assert.ok(file.text.includes('Device 3'));
  });

  it('of another version that is gone: what is learned is kept from then on', async () => {
    file.text = '{"version":2,"names":"Device 1"}';
    const book = window();
    await book.load();
    file.text = undefined;
    book.note(devices([2], me.email), 'api', shown);
    await book.flush();
    assert.ok(String(file.text).includes('Device 2'));
  });

  it('is written again when its file is gone', async () => {
    const book = window();
    book.note(devices([1], me.email), 'api', shown);
    await book.flush();
    file.text = undefined;
    await book.flush();
    assert.ok(String(file.text).includes('Device 1'));
  });

  it('makes a text that can be read again: the accounts that were heard of last are in it', async () => {
    const book = window();
    const owners = ['a', 'b', 'c'].map((name) => ({ email: `${name}@x` }));
    for (const { email } of owners) book.note(devices([1, 2, 3], email, 'ä'), 'api', shown);
    await book.flush();
    const whole = new TextEncoder().encode(file.text).length;
    file.limit = whole - 1;
    book.note(devices([4], 'a@x'), 'api', shown);
    await book.flush();
    assert.ok(new TextEncoder().encode(file.text).length <= file.limit);
    const next = window();
    await next.load();
    assert.deepEqual(owners.map((owner) => names(next, owner).length), [4, 0, 3]);
    assert.deepEqual(owners.map((owner) => names(book, owner).length), [4, 3, 3], 'this window knows them all');
    file.limit = 100;
    book.note(devices([5], 'a@x'), 'api', shown);
    await book.flush();
    assert.deepEqual(JSON.parse(file.text ?? ''), { version: 1, forgottenAt: 0, accounts: {} });
  });

  it('goes with its account', async () => {
    const book = window();
    book.note(devices([1], me.email), 'api', shown);
    book.note(devices([2], other.email), 'api', shown);
    book.note(devices([3], 's@b'), 'sandbox', shown);
    await book.flush();
    await book.retain([other]);
    assert.deepEqual([names(book), names(book, other), file.text?.includes('Device 1')], [[], ['Device 2'], false]);
    assert.equal(book.resourcesOf({ email: 's@b', sandbox: true }).all('device').length, 1);
    const next = window();
    await next.load();
    assert.deepEqual(names(next), []);
  });

  it('is left aside where what is kept makes no sense, and mended with the next write', async () => {
    for (const damage of ['', '{', '[]', '{"version":"2","accounts":{}}', '{"version":1}', '7']) {
      file.text = damage;
      const book = window();
      await book.load();
      assert.ok(book.isEmpty);
      assert.match(log.at(-1) ?? '', /^warn .*damaged/, damage);
      book.note(devices([1], me.email), 'api', shown);
      await book.flush();
      const next = window();
      await next.load();
      assert.deepEqual(names(next), ['Device 1']);
    }
  });

  it('takes out of a kept text only what makes sense', async () => {
    const book = window();
    book.note(devices([1], me.email), 'api', shown);
    await book.flush();
    const value = JSON.parse(file.text ?? '') as { accounts: Record<string, { resources: unknown[]; gone: unknown; loadedAt: unknown }> };
    const [names1] = Object.values(value.accounts);
    assert.ok(names1);
    names1.resources.push(7, {}, { name: 'x', readAt: 1 }, { name: `${project}/devices/${idOf(2)}` }, { name: `${project}/devices/${idOf(3)}`, readAt: 5, displayName: 'a\u202eb', labels: 7, lastSeen: 'x' });
    names1.gone = { x: 'y' };
    names1.loadedAt = 'yesterday';
    file.text = JSON.stringify(value);
    const next = window();
    await next.load();
    assert.deepEqual(names(next), ['ab', 'Device 1']);
    assert.equal(next.loadedAt(me), undefined);
  });

  it('what was forgotten while the clock was wrong does not hide what is learned now', async () => {
    const ahead = clock.now() + 10 * 365 * 86_400_000;
    file.text = JSON.stringify({ version: 1, forgottenAt: ahead, accounts: {} });
    const book = window();
    await book.load();
    book.note(devices([1], me.email), 'api', shown);
    await book.flush();
    assert.deepEqual(names(book), ['Device 1']);
  });

  it('is known though the disk fails, and says so in the log', async () => {
    file.fails = true;
    const book = window();
    await book.load();
    book.note(devices([1], me.email), 'api', shown);
    await book.flush();
    assert.deepEqual(names(book), ['Device 1']);
    assert.match(log.join(), /^warn The names of projects and devices could not be kept: Error: disk/);
  });

  it('what cannot be read can be forgotten', async () => {
    file.text = 'x';
    file.fails = true;
    await window().forget();
    assert.deepEqual(JSON.parse(file.text), { version: 1, forgottenAt: clock.now(), accounts: {} });
  });

  it('devices make room before what they are in', () => {
    const request: WireRequest = { method: 'GET', origin: 'https://api.disruptive-technologies.com', target: '/v2/projects', headers: [] };
    const body = new TextEncoder().encode(JSON.stringify({ projects: [{ name: project, displayName: 'Office' }] }));
    const response = { status: 200, statusText: '', headers: [], body, encodedLength: body.length };
    const book = window();
    book.note({ kind: 'answered', response, exchange: { request, attempts: [{ request, response, timing: { startedAt: 0, totalMs: 1 }, signedAs: { scheme: 'bearer', email: me.email } }] } }, 'api', shown);
    for (let from = 0; from < 21_000; from += 1000) book.note(devices(Array.from({ length: 1000 }, (_, index) => from + index), me.email), 'api', shown);
    assert.deepEqual(book.resourcesOf(me).all('project').map(({ displayName }) => displayName), ['Office']);
  });

  it('is bounded: the latest stay', () => {
    const book = window();
    for (let from = 0; from < 21_000; from += 1000) book.note(devices(Array.from({ length: 1000 }, (_, index) => from + index), me.email), 'api', shown);
    assert.equal(book.resourcesOf(me).all('device').length, 20_000);
    assert.equal(book.resourcesOf(me).byId(idOf(999)), undefined);
    assert.ok(book.resourcesOf(me).byId(idOf(20_999)));
  });
});

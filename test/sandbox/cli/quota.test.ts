import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { assertNoTrace, plant } from '../../helpers/hostile';
import { accessToken, answer, HostileWorld } from '../../helpers/hostileWorld';
import { dtHttp, Folders, personOf } from '../../helpers/program';

const secret = plant('secret of the account');
const requests = (count: number, name: string) => Array.from({ length: count }, (_, index) => `### ${name} ${index}\nGET /projects?by=${name}-${index}\n`).join('\n');

/** Real processes of one person, whose requests to DT arrive here. */
describe('the quota of dt-http', () => {
  let world: HostileWorld;
  let folders: Folders;
  let person: Readonly<Record<string, string>>;
  /** When requests arrived, in milliseconds, and which. */
  let arrived: { readonly at: number; readonly target: string }[];
  before(async () => {
    world = await HostileWorld.start();
  });
  after(() => world.dispose());
  beforeEach(() => {
    world.forget();
    folders = new Folders();
    person = personOf(folders, world, secret.value);
    arrived = [];
    world.dt.answering = ({ target }) => {
      arrived.push({ at: performance.now(), target });
      return answer(200);
    };
  });
  afterEach(() => folders.dispose());

  const quotaFolder = () => path.join(folders.at('home'), '.local/state/dt-http/quota');
  const run = (name: string, ...options: readonly string[]) => dtHttp(folders, person, ['run', `${name}.dt.http`, ...options]);

  it('is one for two processes at the same time', async () => {
    const names = ['first', 'second'];
    for (const name of names) folders.write({ [`ws/${name}.dt.http`]: requests(10, name) });
    const results = await Promise.all(names.map((name) => run(name, '--quota', '4/1s')));
    for (const { code, err } of results) assert.equal(code, 0, err);
    assert.equal(new Set(arrived.map(({ target }) => target)).size, 20);
    assert.equal(arrived.length, 20, 'each once');
    for (const { at } of arrived) {
      const inWindow = arrived.filter((other) => other.at >= at && other.at < at + 1000).length;
      assert.ok(inWindow <= 4, `${inWindow} in a window of one second`);
    }
    // Not one after the other: both had their turns.
    const firstHalf = arrived.slice(0, 10).map(({ target }) => target);
    for (const name of names) assert.ok(firstHalf.some((target) => target.includes(name)), firstHalf.join());
  });

  for (const [count, spread] of [[10, false], [12, true]] as const) {
    it(`${count} requests go ${spread ? 'at an even pace, and leave some for people' : 'at once'}`, async () => {
      folders.write({ 'ws/first.dt.http': requests(count, 'first') });
      const { code, err } = await run('first', '--quota', '12/2s');
      assert.equal(code, 0, err);
      assert.equal(arrived.length, count);
      const [first, last] = [arrived[0]?.at ?? 0, arrived.at(-1)?.at ?? 0];
      // Ten in two seconds are theirs. The first one is late by what its connection takes.
      if (spread) assert.ok(last - first > 1700, `${last - first} ms`);
      else assert.ok(last - first < 1500, `${last - first} ms`);
    });
  }

  it('outlives a process: the next one waits for what the last one sent, and says so', async () => {
    folders.write({ 'ws/first.dt.http': requests(3, 'first'), 'ws/second.dt.http': requests(1, 'second') });
    assert.equal((await run('first', '--quota', '3/5s')).code, 0);
    const { code, err } = await run('second', '--quota', '3/5s');
    assert.equal(code, 0, err);
    assert.match(err, /^second 0: waiting [1-5] s for the quota: 3 of 3 used, 3 by another run in "ws"…$/m);
    const [first, , , last] = arrived;
    assert.ok(first && last && last.at - first.at >= 5000, 'five seconds later');
  });

  it('is kept for this user alone, without secret, account or host', async () => {
    folders.write({ 'ws/first.dt.http': requests(1, 'first') });
    await run('first');
    const files = readdirSync(quotaFolder(), { recursive: true, encoding: 'utf8' }).map((name) => path.join(quotaFolder(), name));
    const kept = files.filter((file) => statSync(file).isFile());
    assert.equal(kept.length, 1);
    for (const file of kept) {
      const text = readFileSync(file);
      assertNoTrace(file, text, [secret, accessToken]);
      assert.doesNotMatch(`${file} ${text.toString()}`, /b0@c0|serviceaccount|disruptive/);
      assert.match(text.toString(), /"source":"first\.dt\.http"/);
      assert.equal(statSync(file).mode & 0o777, 0o600);
    }
    for (const folder of files.filter((file) => !kept.includes(file))) assert.equal(statSync(folder).mode & 0o777, 0o700, folder);
  });

  for (const [what, argv] of [
    ['check', ['check', 'first.dt.http']],
    ['--dry-run', ['run', 'first.dt.http', '--dry-run']],
    ['--version', ['--version']],
    ['a refused file', ['run', 'wrong.dt.http']],
    ['a sandbox of its own', ['run', 'first.dt.http', '--sandbox']],
    ['another host', ['run', 'other.dt.http']],
  ] as const) {
    it(`${what} leaves nothing on the disk`, async () => {
      folders.write({ 'ws/first.dt.http': 'GET /projects\n', 'ws/wrong.dt.http': 'GET /projects/{{nothing}}\n', 'ws/other.dt.http': 'GET https://other.example/\n' });
      await dtHttp(folders, person, argv);
      assert.ok(!existsSync(folders.at('home')));
    });
  }

  it('a home that cannot be written: told once, and a share of its own is not cut', async function () {
    if (process.getuid?.() === 0) {
      // Root writes everywhere: a file stands where the folder would.
      folders.write({ 'home/.local': '' });
    } else {
      mkdirSync(folders.at('home'));
      chmodSync(folders.at('home'), 0o500);
    }
    folders.write({ 'ws/first.dt.http': requests(3, 'first') });
    const { code, err } = await run('first', '--verbose');
    assert.equal(code, 0, err);
    assert.equal(err.match(/^dt-http: The quota is not shared with other windows and terminals: cannot read or write files in .*dt-http \(E[A-Z]+\)\. .* Until then a fifth of it is used here\.$/gm)?.length, 1, err);
    // A share of its own is not cut again: then they would be five seconds apart.
    const begun = arrived.length;
    const share = await run('first', '--quota', '3/5s');
    assert.equal(share.code, 0);
    assert.match(share.err, /^dt-http: The quota is not shared .* This run keeps to its --quota\.$/m);
    const [one, , three] = arrived.slice(begun);
    assert.ok(one && three && three.at - one.at < 5000);
  });

  it('--quota says what is wrong with it, and sends nothing', async () => {
    folders.write({ 'ws/first.dt.http': requests(1, 'first') });
    const { code, err } = await run('first', '--quota', '0/10s');
    assert.deepEqual([code, arrived.length], [2, 0]);
    assert.match(err, /^dt-http: --quota: "0\/10s" is not a quota: the limit must be a whole number from 1 to 10000\.\n$/);
  });

  it('--quota may be more than DT documents, with a word about it; not so much that it is none', async () => {
    folders.write({ 'ws/first.dt.http': requests(1, 'first') });
    const { code, err } = await run('first', '--quota', '100/10s');
    assert.deepEqual([code, err], [0, 'dt-http: --quota: 100/10s allows more than the 75/10s that DT documents; expect answers of 429.\n']);
    const none = await run('first', '--quota', '10000/100ms');
    assert.deepEqual([none.code, none.err, arrived.length], [2, 'dt-http: --quota: "10000/100ms" is not a quota: more than 750 requests in 10 s is no limit.\n', 1]);
  });

  it('says once that a run goes at the pace of the quota', async () => {
    folders.write({ 'ws/first.dt.http': requests(12, 'first') });
    const { code, err } = await run('first', '--quota', '6/2s');
    assert.equal(code, 0, err);
    assert.match(err, /^Going at the pace of the quota: 6 in 2 s…\n$/);
  });

  it('says whose a 429 is', async () => {
    folders.write({ 'ws/first.dt.http': requests(3, 'first') });
    let left = 1;
    world.dt.answering = ({ target }) => (target.endsWith('first-1') && left-- > 0 ? answer(429, '{}', { 'Retry-After': '1' }) : answer(200));
    const { code, err } = await run('first');
    assert.deepEqual([code, err], [0, 'first 1: 429 after 2 of 75 from here: somebody else uses the account; next try in 1 s…\n']);
  });

  it('explains once that a 429 has closed it for long', async () => {
    folders.write({ 'ws/first.dt.http': requests(30, 'first') });
    world.dt.answering = ({ target }) => {
      arrived.push({ at: performance.now(), target });
      return answer(429, '{}', { 'Retry-After': '90' });
    };
    const { code, out, err } = await run('first');
    assert.deepEqual([code, arrived.length, err], [3, 1, '']);
    assert.equal(out.match(/An earlier request was answered with 429/g)?.length, 1, out);
    assert.equal(out.match(/^✘ first \d+ · Not sent: a 429 has closed the quota for 1 min (\d+ s|30 s) \(see above\)$/gm)?.length, 28, out);
    assert.ok(out.split('\n').length < 110, `${out.split('\n').length} lines`);
    assert.doesNotMatch(out, /another 90 s|90 s/);
  });
});

import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { platform, tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as after } from 'node:timers/promises';
import { lock } from 'proper-lockfile';
import { systemClock } from '../../../../src/base/clock';
import { DiskPermitStore } from '../../../../src/disk/quota/permitStore';
import { StoreTroubleError } from '../../../../src/quota/trouble';
import { drop, limit, scope, tryTake } from './child';

/*
 * Real processes, which are stopped and killed wherever they happen to be. Windows has no such
 * signals; there the same situations are met one by one in `test/unit/disk/quota`.
 */

const program = path.join(__dirname, 'child.js');

describe('processes that share the quota', () => {
  let folder: string;
  let store: DiskPermitStore;
  let children: ChildProcess[];
  beforeEach(() => {
    folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'dt-http-processes-')));
    store = new DiskPermitStore({ folder: path.join(folder, 'state'), clock: systemClock });
    children = [];
  });
  afterEach(async () => {
    await Promise.all(children.map(end));
    store.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  const end = async (child: ChildProcess) => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
  const start = (command: string, args: readonly string[]) => {
    const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    children.push(child);
    return child;
  };
  const child = (task: string, ...args: readonly string[]) => start(process.execPath, [program, task, ...args]);
  /** What a child says, value by value. */
  const sayings = ({ stdout }: ChildProcess) => {
    assert.ok(stdout);
    const lines = createInterface(stdout)[Symbol.asyncIterator]();
    return async (): Promise<unknown> => JSON.parse(String((await lines.next()).value)) as unknown;
  };
  const isStopped = async ({ pid }: ChildProcess) => {
    while (!/^\d+ \(.*\) T /.test(readFileSync(`/proc/${pid}/stat`, 'latin1'))) await after(5);
  };
  const stateFolder = () => path.join(folder, 'state');
  const generations = () => readdirSync(stateFolder(), { recursive: true }).map(String).filter((name) => name.endsWith('.jsonl'));
  const highest = () => Math.max(...generations().map((name) => parseInt(path.basename(name))));

  it('never hold more than the limit, nor one twice, while they are stopped and killed at random', async () => {
    const log = (index: number) => path.join(folder, `log${index}`);
    const hammers = new Map<number, ChildProcess>();
    let started = 0;
    const begin = (index: number) => hammers.set(index, child('hammer', stateFolder(), log(started++)));
    for (const index of [0, 1, 2, 3]) begin(index);
    for (const until = performance.now() + 5000; performance.now() < until; ) {
      await after(Math.random() * 60);
      const index = Math.floor(Math.random() * 4);
      const chosen = hammers.get(index);
      assert.ok(chosen);
      if (Math.random() < 0.3) {
        await end(chosen);
        begin(index);
      } else {
        chosen.kill('SIGSTOP');
        await after(Math.random() < 0.2 ? 400 : Math.random() * 20);
        chosen.kill('SIGCONT');
      }
    }
    await Promise.all([...hammers.values()].map(end));
    const { uses, most } = referee(Array.from({ length: started }, (_, index) => log(index)).filter((name) => existsSync(name)).map((name) => readFileSync(name, 'latin1')).join(''));
    assert.ok(uses > 500 && most > 1, `${uses} uses, ${most} at a time`);
    assert.ok(highest() > 3, 'several generations');
    assert.ok(generations().length <= 3, generations().join());
  }).timeout(30_000);

  it('go on after being stopped for two generations', async () => {
    const stopped = child('obey', stateFolder());
    const next = sayings(stopped);
    assert.equal(await next(), 'ready');
    stopped.kill('SIGSTOP');
    const before = highest();
    while (highest() < before + 3) {
      const taken = await store.update(scope, (state) => tryTake(state, 'test'));
      if (taken) await drop(store, taken.id);
    }
    const kept = await store.update(scope, (state) => tryTake(state, 'test'));
    stopped.kill('SIGCONT');
    stopped.stdin.write('\n');
    const { id, held } = (await next()) as { readonly id: number; readonly held: readonly number[] };
    assert.deepEqual(held, [kept?.id, id]);
    assert.deepEqual(store.peek(scope).held.map((permit) => permit.id), held);
  }).timeout(20_000);

  it('lose nothing when one is stopped while it decides, as they do with a lock file', async () => {
    const file = path.join(folder, 'counter');
    writeFileSync(file, '0');
    const [deciding, locking] = [child('decide', stateFolder()), child('lock', file)];
    await Promise.all([isStopped(deciding), isStopped(locking)]);

    // Ours: what happens meanwhile is seen, and decided upon again.
    const before = await store.update(scope, (state) => ({ state: { ...state, nextId: state.nextId + 1 }, result: state.nextId }));
    deciding.kill('SIGCONT');
    assert.deepEqual(await sayings(deciding)(), { decided: 2 });
    assert.equal(store.peek(scope).nextId, before + 2);

    // The lock is taken to be stale after two seconds; then both write.
    const release = await lock(file, { stale: 2000, retries: { forever: true, minTimeout: 100, maxTimeout: 100 } });
    writeFileSync(file, String(Number(readFileSync(file, 'utf8')) + 1));
    await release();
    locking.kill('SIGCONT');
    assert.deepEqual(await sayings(locking)(), { isCompromised: false });
    assert.equal(readFileSync(file, 'utf8'), '1', 'two who counted, and one is lost');
  }).timeout(20_000);

  it('learn that no room is left from a write of which a part went through', async () => {
    const limited = start('sh', ['-c', 'ulimit -f 40 && exec "$0" "$@"', process.execPath, program, 'fill', stateFolder()]);
    const { made, trouble } = (await sayings(limited)()) as { readonly made: number; readonly trouble: { readonly code: string } };
    assert.ok(made > 10, `${made}`);
    assert.equal(trouble.code, 'full');
    const first = await store.update(scope, (state) => ({ state: { ...state, nextId: state.nextId + 1 }, result: state }));
    assert.equal(first.held.length, 0);
    assert.equal(first.unknownBefore, 0, 'what was cut short is void, and no damage');
    assert.ok(first.nextId > made);
    assert.equal(highest(), 1);
  }).timeout(20_000);

  for (const impossible of platform() === 'linux' ? ['/proc/dt-http', '/sys/dt-http', '/dev/null/dt-http'] : ['file']) {
    it(`say that ${impossible} cannot be written`, async () => {
      if (impossible === 'file') writeFileSync(path.join(folder, impossible), '');
      const nowhere = new DiskPermitStore({ folder: path.resolve(folder, impossible), clock: systemClock });
      await assert.rejects(
        nowhere.update(scope, (state) => ({ state, result: 0 })),
        (error) => error instanceof StoreTroubleError && error.trouble.code === 'unwritable' && error.trouble.detail !== '',
      );
      nowhere.dispose();
    });
  }
});

/** Counts what was used at the same time; fails when that is more than the limit, or one was used twice. */
function referee(log: string): { readonly uses: number; readonly most: number } {
  const uses = new Map<string, { readonly from: number; end: number }>();
  for (const [, what, id = '', first, second] of log.matchAll(/^(use|end) (\d+) ([\d.]+)(?: ([\d.]+))?$/gm)) {
    const use = uses.get(id);
    assert.ok((what === 'use') === (use === undefined), `permit ${id} was used twice`);
    if (use) use.end = Math.min(use.end, Number(first));
    else uses.set(id, { from: Number(first), end: Number(second) });
  }
  const moments = [...uses.values()].flatMap(({ from, end }) => (from < end ? [{ at: from, by: 1 }, { at: end, by: -1 }] : []));
  let now = 0;
  let most = 0;
  for (const { by } of moments.sort((a, b) => a.at - b.at || a.by - b.by)) most = Math.max(most, (now += by));
  assert.ok(most <= limit, `${most} were held at a time`);
  return { uses: uses.size, most };
}

import { appendFileSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { lock } from 'proper-lockfile';
import { systemClock } from '../../../../src/base/clock';
import { DiskPermitStore } from '../../../../src/disk/quota/permitStore';
import type { ScopeState } from '../../../../src/quota/scopeState';
import { StoreTroubleError } from '../../../../src/quota/trouble';

/*
 * A process of its own, for `processes.test.ts`:
 *
 *   node child.js <task> <folder> [<log>]
 */

export const scope = 'dt:1';
export const limit = 5;
/** How long a permit is held at most, in milliseconds. */
const leaseMs = 300;
/** Makes entries long, so that new generations begin often. */
const label = 'x'.repeat(1000);

const pause = (milliseconds: number) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);

/** A permit while fewer than {@link limit} are held by those who live, as far as anybody knows. */
export function tryTake(state: ScopeState, by: string, now = systemClock.monotonic()): { readonly state: ScopeState; readonly result: { readonly id: number; readonly until: number } | undefined } {
  const held = state.held.filter(({ phase }) => phase.kind === 'in-flight' && phase.leaseUntil > now);
  if (held.length >= limit) return { state, result: undefined };
  const until = now + leaseMs;
  const permit = { id: state.nextId, holder: { label, source: '' }, by: { id: by, name: by }, takenAt: now, rule: { limit, windowMs: 1 }, phase: { kind: 'in-flight' as const, leaseUntil: until } };
  return { state: { ...state, nextId: permit.id + 1, held: [...held, permit] }, result: { id: permit.id, until } };
}

export function drop(store: DiskPermitStore, id: number): Promise<number> {
  return store.update(scope, (state) => ({ state: { ...state, held: state.held.filter((permit) => permit.id !== id) }, result: id }));
}

/** Takes and drops for ever, and writes down what it uses, and from when to when. */
async function hammer(store: DiskPermitStore, log: string): Promise<never> {
  for (;;) {
    const taken = await store.update(scope, (state) => tryTake(state, String(process.pid)));
    if (!taken) {
      pause(Math.random());
      continue;
    }
    const from = systemClock.monotonic();
    // Not used when it was stopped for too long; some are left to whoever comes after.
    if (from < taken.until) {
      appendFileSync(log, `use ${taken.id} ${from} ${taken.until}\n`);
      pause(Math.random() * 3);
      if (Math.random() < 0.01) continue;
      appendFileSync(log, `end ${taken.id} ${systemClock.monotonic()}\n`);
    }
    await drop(store, taken.id);
  }
}

/** Takes once for each line that it reads, and says what it got and what it knows. */
function obey(store: DiskPermitStore): void {
  process.stdin.on('data', () => {
    void store
      .update(scope, (state) => tryTake(state, 'child'))
      .then((taken) => say({ id: taken?.id, held: store.peek(scope).held.map(({ id }) => id) }));
  });
  void store.update(scope, (state) => ({ state, result: 0 })).then(() => say('ready'));
}

/** Changes the state until that cannot be kept, and says why. */
async function fill(store: DiskPermitStore): Promise<void> {
  for (let made = 0; ; made++) {
    try {
      await store.update(scope, (state) => ({ state: { ...state, nextId: state.nextId + 1 }, result: 0 }));
    } catch (error) {
      if (!(error instanceof StoreTroubleError)) throw error;
      return say({ made, trouble: error.trouble });
    }
  }
}

/** Stops in the middle of a decision, until it is told to go on by a signal. */
async function decideSlowly(store: DiskPermitStore): Promise<void> {
  let decided = 0;
  await store.update(scope, (state) => {
    if (decided++ === 0) stopHere();
    return { state: { ...state, nextId: state.nextId + 1 }, result: 0 };
  });
  say({ decided });
}

/** The same with a lock file. */
async function lockSlowly(file: string): Promise<void> {
  let isCompromised = false;
  const release = await lock(file, { stale: 2000, onCompromised: () => (isCompromised = true) });
  const count = Number(readFileSync(file, 'utf8'));
  stopHere();
  writeFileSync(file, String(count + 1));
  say({ isCompromised });
  await release().catch(() => undefined);
}

function stopHere(): void {
  process.kill(process.pid, 'SIGSTOP');
}

function say(value: unknown): void {
  writeSync(1, `${JSON.stringify(value)}\n`);
}

async function run([task, folder = '', log = '']: readonly string[]): Promise<void> {
  if (task === 'lock') return lockSlowly(folder);
  const store = new DiskPermitStore({ folder, clock: systemClock });
  if (task === 'hammer') return hammer(store, log);
  if (task === 'fill') return fill(store);
  if (task === 'decide') return decideSlowly(store);
  obey(store);
}

if (require.main === module) void run(process.argv.slice(2));

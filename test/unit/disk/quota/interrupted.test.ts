import assert from 'node:assert/strict';
import { appendFileSync, rmSync, statSync, writeSync } from 'node:fs';
import { type Call, interrupted, limit, scope, systemError, World } from './world';

/*
 * One process is stopped, or killed, before each single call that it makes, in every situation in
 * which it may be; others do a lot meanwhile, and then it goes on.
 */

interface Situation {
  readonly name: string;
  /** Before the process starts; it has looked at the scope already when `isOpen`. */
  prepare(world: World): void;
  readonly isOpen?: boolean;
  /** After it has looked. */
  then?(world: World): void;
}

function hold(world: World, permits: number): void {
  const store = world.store();
  for (let taken = 0; taken < permits; taken++) world.takeNow(store);
}

/** Until the very next change begins a new generation. */
function fillJournal(world: World): void {
  const store = world.store();
  const size = () => statSync(world.head).size;
  while (size() < 50_000) world.busy(store, 1);
  for (let at = 1; size() <= 64 * 1024; at++) void store.update(scope, (state) => ({ state: { ...state, lastBulkStart: at }, result: 0 }));
}

const situations: readonly Situation[] = [
  { name: 'nothing is there', prepare: () => undefined },
  { name: 'others hold permits', prepare: (world) => hold(world, 2) },
  { name: 'it looked before', prepare: (world) => hold(world, 2), isOpen: true },
  { name: 'it looked before, and others went on', prepare: (world) => hold(world, 1), isOpen: true, then: (world) => hold(world, 1) },
  { name: 'a new generation is due', prepare: (world) => { hold(world, 1); fillJournal(world); }, isOpen: true },
  { name: 'it missed a generation', prepare: (world) => hold(world, 1), isOpen: true, then: (world) => fillJournal(world) },
  {
    name: 'a line was cut short',
    prepare: (world) => hold(world, 2),
    isOpen: true,
    then: (world) => appendFileSync(world.head, '1234abcd {"at":12'),
  },
];

type Happening = (world: World, call: Call, go: () => unknown, args: readonly unknown[]) => unknown;

/** Lets `happen` in place of the `count`th call of a take; returns false when that makes fewer. */
async function at(count: number, situation: Situation, happen: Happening, after: (world: World, outcome: Promise<number | undefined>) => Promise<void>): Promise<boolean> {
  const world = new World();
  try {
    let left = Infinity;
    situation.prepare(world);
    const store = world.store(
      interrupted((call, go, args) => {
        left--;
        if (left < 0 && happen === kill) throw new Killed();
        return left === 0 ? happen(world, call, go, args) : go();
      }),
    );
    if (situation.isOpen) store.peek(scope);
    situation.then?.(world);
    left = count;
    const outcome = world.take(store);
    const hasHappened = left <= 0;
    await after(world, outcome);
    left = Infinity;
    return hasHappened;
  } finally {
    world.dispose();
  }
}

class Killed extends Error {}

const kill: Happening = (_world, call, _go, args) => {
  // In the middle of a write some of it may be done.
  if (call === 'writeSync') writeSync(args[0] as number, (args[1] as Buffer).subarray(0, 60));
  throw new Killed();
};

/** Interrupts at every call in turn; fails when there were none. */
async function everywhere(run: (count: number) => Promise<boolean>): Promise<void> {
  let count = 1;
  while (await run(count)) count++;
  assert.ok(count > 4, `${count} calls`);
}

describe('the shared quota, when a process is interrupted', () => {
  for (const situation of situations) {
    describe(`while ${situation.name}`, () => {
      it('at any call, and others take what is left meanwhile', () =>
        everywhere((count) =>
          at(
            count,
            situation,
            (world, _call, go) => {
              fill(world);
              return go();
            },
            async (world, outcome) => {
              // Granted only when it had its place before it was interrupted.
              await outcome;
              assert.ok(world.held.length === limit || count > 3, `${world.held.length} held`);
              await world.check(limit);
            },
          ),
        ));

      it('at any call, for two generations and more', () =>
        everywhere((count) =>
          at(
            count,
            situation,
            (world, _call, go) => {
              world.busy(world.store(), 30);
              return go();
            },
            async (world, outcome) => {
              assert.notEqual(await outcome, undefined);
              // A generation that came too late was taken back.
              const numbers = world.files.map((name) => parseInt(name));
              assert.ok(Math.min(...numbers) >= Math.max(...numbers) - 1, world.files.join());
              await world.check();
            },
          ),
        ));

      it('at any call, by being killed', () =>
        everywhere((count) =>
          at(count, situation, kill, async (world, outcome) => {
            const before = world.held.length;
            await outcome.catch((error: unknown) => assert.ok(error instanceof Killed));
            // What it recorded before it was killed counts until its lease ends.
            await world.check(before + 1);
          }),
        ));

      it('at any write, which finds room for a part only', () =>
        everywhere((count) =>
          at(
            count,
            situation,
            (_world, call, go, args) => (call === 'writeSync' ? writeSync(args[0] as number, (args[1] as Buffer).subarray(0, 20)) : go()),
            async (world, outcome) => {
              await outcome.catch((error: unknown) => assert.match(String(error), /\(full\)/));
              await world.check();
            },
          ),
        ));

      it('at any write, for which there is no room at all', () =>
        everywhere((count) =>
          at(
            count,
            situation,
            (_world, call, go) => {
              if (call === 'writeSync') throw systemError('ENOSPC', 'write');
              return go();
            },
            async (world, outcome) => {
              await outcome.catch((error: unknown) => assert.match(String(error), /\(full\).*ENOSPC/));
              await world.check();
            },
          ),
        ));

      it('at any call, while somebody removes the folder', () =>
        everywhere((count) =>
          at(
            count,
            situation,
            (world, _call, go) => {
              if (world.scopeFolder !== undefined) rmSync(world.scopeFolder, { recursive: true });
              world.clock.time++;
              return go();
            },
            async (world, outcome) => {
              await outcome.catch((error: unknown) => assert.match(String(error), /ENOENT/));
              world.clock.time++;
              const known = world.store();
              await world.take(known, 100);
              assert.equal(new Set(known.peek(scope).held.map(({ id }) => id)).size, known.peek(scope).held.length);
            },
          ),
        ));
    });
  }
});

/** Another process takes all that is left, at once. */
function fill(world: World): void {
  const other = world.store();
  for (let round = 0; round <= limit; round++) world.takeNow(other);
}

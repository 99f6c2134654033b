import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Clock } from '../../../../src/base/clock';
import { type Disposable, toDisposable } from '../../../../src/base/disposable';
import { type JournalFs, realFs } from '../../../../src/disk/quota/journalFs';
import { DiskPermitStore } from '../../../../src/disk/quota/permitStore';
import type { ScopeState } from '../../../../src/quota/scopeState';
import type { HeldPermit } from '../../../../src/quota/window';
import { settled } from '../../../helpers/manualClock';

export const scope = 'dt:1';
/** Permits that may be held at a time. */
export const limit = 4;
/** So long that a new generation begins after some ten changes. */
const label = 'GET /v2/projects '.repeat(500);

/** Stands still until {@link time} is set; two processes do not always read different times either. */
export class StillClock implements Clock {
  /** What `monotonic` says. */
  time = 1000;
  /** What `now` says, less {@link time}. */
  wall = Date.UTC(2026, 0, 1);

  now(): number {
    return this.wall + this.time;
  }

  monotonic(): number {
    return this.time;
  }

  /** Nobody waits here. */
  after(): Disposable {
    return toDisposable(() => undefined);
  }
}

/** A state folder on the disk, those who share it, and a referee who knows what each was granted. */
export class World implements Disposable {
  readonly folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'dt-http-quota-')));
  readonly clock = new StillClock();
  readonly said: string[] = [];
  readonly #granted = new Set<number>();
  readonly #held = new Set<number>();
  readonly #failures: unknown[] = [];
  readonly #stores: DiskPermitStore[] = [];

  store(fs: JournalFs = realFs, clockId = 'boot1'): DiskPermitStore {
    const log = (_level: string, message: string) => void this.said.push(message);
    const store = new DiskPermitStore({ folder: this.folder, clock: this.clock, clockId, fs, log });
    this.#stores.push(store);
    return store;
  }

  /** The id of a permit, or undefined when all are held. Fails when one was handed out twice, or too many are held. */
  async take(store: DiskPermitStore, most = limit): Promise<number | undefined> {
    const id = await store.update(scope, (state) => tryTake(state, most, this.clock.monotonic()));
    this.#count(id, most);
    return id;
  }

  /** {@link take} by one who is not interrupted: it has happened when this returns. */
  takeNow(store: DiskPermitStore): number | undefined {
    let id: number | undefined;
    this.#now(store, (state) => {
      const taken = tryTake(state, limit, this.clock.monotonic());
      id = taken.result;
      return taken;
    });
    this.#count(id, limit);
    return id;
  }

  drop(store: DiskPermitStore, id: number): void {
    // Not held any more from the moment on at which others may learn of it.
    this.#held.delete(id);
    this.#now(store, (state) => ({ state: { ...state, held: state.held.filter((permit) => permit.id !== id) }, result: id }));
  }

  /** Takes and drops, `times` each, and leaves as many held as before. */
  busy(store: DiskPermitStore, times: number): void {
    for (let round = 0; round < times; round++) {
      const id = this.takeNow(store);
      if (id !== undefined) this.drop(store, id);
    }
  }

  /** Makes the newest journal longer by more than it can have lost, without a permit. */
  async busyElsewhere(store: DiskPermitStore): Promise<void> {
    const { size } = statSync(this.head);
    for (let at = 2; statSync(this.head).size < size + 20_000; at++) await store.update(scope, (state) => ({ state: { ...state, lastBulkStart: at }, result: 0 }));
  }

  #now(store: DiskPermitStore, decide: (state: ScopeState) => { readonly state: ScopeState; readonly result: number | undefined }): void {
    store.update(scope, decide).catch((error: unknown) => this.#failures.push(error));
  }

  #count(id: number | undefined, most: number): void {
    if (id === undefined) return;
    assert.ok(!this.#granted.has(id), `permit ${id} was handed out twice`);
    this.#granted.add(id);
    this.#held.add(id);
    assert.ok(this.#held.size <= most, `${this.#held.size} permits are held`);
  }

  get held(): readonly number[] {
    return [...this.#held].sort((a, b) => a - b);
  }

  /** Fails unless a newcomer knows every permit that is held, no more than `most`, and can go on. */
  async check(most = this.#held.size): Promise<void> {
    const newcomer = this.store();
    newcomer.update(scope, (state) => ({ state, result: 0 })).catch((error: unknown) => this.#failures.push(error));
    const known = newcomer.peek(scope).held.map(({ id }) => id);
    for (const id of this.#held) assert.ok(known.includes(id), `permit ${id} is lost`);
    assert.ok(known.length <= most, `${known.length} permits are known`);
    for (const id of known) this.drop(newcomer, id);
    for (let round = 0; round < limit; round++) assert.notEqual(this.takeNow(newcomer), undefined);
    assert.equal(this.takeNow(newcomer), undefined);
    await settled();
    assert.deepEqual(this.#failures, []);
  }

  /** The folder of the scope; undefined when there is none. */
  get scopeFolder(): string | undefined {
    const entry = readdirSync(this.folder, { recursive: true, withFileTypes: true }).find(({ name }) => /^[0-9a-f]{32}$/.test(name));
    return entry && path.join(entry.parentPath, entry.name);
  }

  get files(): readonly string[] {
    return this.scopeFolder === undefined ? [] : readdirSync(this.scopeFolder).sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  }

  /** The journal with the highest number. */
  get head(): string {
    assert.ok(this.scopeFolder !== undefined);
    return path.join(this.scopeFolder, this.files.findLast((name) => name.endsWith('.jsonl')) ?? '');
  }

  /** Replaces what the newest journal holds. */
  change(change: (octets: Buffer) => Buffer): void {
    writeFileSync(this.head, change(readFileSync(this.head)));
  }

  dispose(): void {
    for (const store of this.#stores) store.dispose();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export function tryTake(state: ScopeState, most: number, now: number): { readonly state: ScopeState; readonly result: number | undefined } {
  if (state.held.length >= most) return { state, result: undefined };
  const permit: HeldPermit = {
    id: state.nextId,
    holder: { label, source: 'a.dt.http' },
    by: { id: 'p1', name: 'terminal' },
    takenAt: now,
    rule: { limit: 4, windowMs: 1000 },
    phase: { kind: 'in-flight', leaseUntil: now + 30_000 },
  };
  return { state: { ...state, nextId: state.nextId + 1, held: [...state.held, permit] }, result: permit.id };
}

export type Call = Exclude<keyof JournalFs, 'watch'>;

/** Something that happens in place of a call; `go` makes it. */
export type Interruption = (call: Call, go: () => unknown, args: readonly unknown[]) => unknown;

/** The real file system, with `interrupt` around every call. Nothing is watched. */
export function interrupted(interrupt: Interruption): JournalFs {
  const watch = () => {
    throw Object.assign(new Error('Not in this test.'), { code: 'ENOSYS' });
  };
  return new Proxy(realFs, {
    get(target, name: Call | 'watch') {
      if (name === 'watch') return watch;
      return (...args: readonly unknown[]) => interrupt(name, () => Reflect.apply(target[name], target, args) as unknown, args);
    },
  });
}

/** An error as the system throws it. */
export function systemError(code: string, syscall: string): Error {
  return Object.assign(new Error(`${code}: ${syscall}`), { code, syscall });
}

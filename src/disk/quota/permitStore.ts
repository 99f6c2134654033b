import { createHash } from 'node:crypto';
import type { FSWatcher } from 'node:fs';
import path from 'node:path';
import type { Clock } from '../../base/clock';
import { DisposableBase } from '../../base/disposable';
import { Emitter } from '../../base/event';
import { type Logger, silentLogger } from '../../base/logger';
import { emptyScope, type ScopeState } from '../../quota/scopeState';
import type { PermitStore } from '../../quota/store';
import { StoreTroubleError } from '../../quota/trouble';
import { clockId } from './clockId';
import { type JournalFs, realFs } from './journalFs';
import { ScopeFolder } from './scopeFolder';
import { ScopeJournal } from './scopeJournal';
import { troubleFrom } from './troubles';

/*
 * The protocol. Each scope has a journal: `<state folder>/quota/<clock>/<scope>/<generation>.jsonl`,
 * a header with a whole state, then one line for each change. There is no lock: who holds one can be
 * stopped for longer than others wait, and then write over what they did. Instead:
 *
 * - A change names the octet at which it must stand, and the checksum of the line before it. It is
 *   appended (O_APPEND: whole, at the end, also among many), and counts only if it came to stand
 *   there. Its writer reads it back before the caller learns of it; if somebody was faster, the line
 *   is void and the decision is made again on what they wrote. So of all who saw the same end one
 *   gets on, and a process may be stopped or killed before any call: until the append nothing has
 *   happened, after it everybody knows. Lines carry their writer's id, because two may say the same.
 * - A line that was cut short (killed or out of room in the middle of it) was granted to nobody. It
 *   has no line end; the next writer gives it one that makes it void. Should it be complete by then,
 *   the mark stands after it and harms nothing.
 * - A journal ends with a seal, a line like any other. Everybody who reads that far knows the same
 *   last state, and any of them makes the next generation of it: written aside, then linked to its
 *   name, at which only one succeeds. The newest is found by listing, twice, never by counting on;
 *   who comes late with a link sees that there is a higher one, and takes it back. The generation
 *   before the newest is kept, so that listing always finds a way to the newest.
 * - A file that cannot be found by its name (removed, or moved away with its folder) is sealed too,
 *   so that nobody goes on in it; what it held is carried into what is found, or made, instead. That
 *   has another history, so that an older copy in its place is not taken for all there is to know.
 * - What cannot be believed (a checksum, a place that is yet to come, a file that got shorter) is
 *   sealed, and the next generation says that nothing is known before `unknownBefore`: after the
 *   seal was written, plus a lease, for a permit of an unreadable line may be sent on for so long.
 * - Ids go on with the clock wherever a history begins, so none is given twice on one clock.
 * - Every format has a header with a checksum and `format` in its place. A higher one is left alone.
 *
 * All calls are synchronous: they take microseconds, and nothing else of this process can come in
 * between. What this does not protect from: somebody who removes the folder while no process that
 * knows it looks again before a newcomer begins; who cuts the file exactly between two lines while
 * nobody has it open; a file system that is another one for each of two processes.
 */

export interface DiskPermitStoreOptions {
  /** The state folder; see `stateFolder.ts`. */
  readonly folder: string;
  /** Must be the machine's, or one that all who share the folder read. */
  readonly clock: Clock;
  /** Hears of damage, and of listeners that fail; nobody by default. */
  readonly log?: Logger;
  /** Names the clock: only who has the same name shares. Default: this machine's, since it was started. */
  readonly clockId?: string;
  /** Default: the real one. */
  readonly fs?: JournalFs;
  /** The number of the user; undefined where the system does not tell. Default: what it tells. */
  readonly ownUid?: () => number | undefined;
}

/** One scope that this process has used. */
interface Shared {
  readonly folder: ScopeFolder;
  readonly journal: ScopeJournal;
  /** The state that listeners know of. */
  told: ScopeState;
  /** Of the folder as it was at that opening; absent while there is none, and where folders cannot be watched. */
  watch?: { readonly opening: number; readonly watcher: FSWatcher };
}

/** Keeps the scopes for all processes of this user on this machine. */
export class DiskPermitStore extends DisposableBase implements PermitStore {
  readonly #fs: JournalFs;
  readonly #clock: Clock;
  readonly #log: Logger;
  readonly #folder: string;
  readonly #clockId: string;
  readonly #ownUid: (() => number | undefined) | undefined;
  readonly #scopes = new Map<string, Shared>();
  readonly #changed = this.register(new Emitter<string>());

  readonly isShared = true;
  readonly onDidChange = this.#changed.event;

  constructor({ folder, clock, log = silentLogger, clockId: clockName = clockId(), fs = realFs, ownUid }: DiskPermitStoreOptions) {
    super();
    this.#fs = fs;
    this.#clock = clock;
    this.#log = log;
    this.#folder = folder;
    this.#clockId = clockName;
    this.#ownUid = ownUid;
  }

  /** See `PermitStore.update`. Everything happens before this returns; the promise only tells the outcome. */
  update<T>(scope: string, decide: (state: ScopeState) => { readonly state: ScopeState; readonly result: T }): Promise<T> {
    if (this.disposed) return Promise.reject(new Error('The quota is no longer kept: its store was closed.'));
    if (!path.isAbsolute(this.#folder)) return Promise.reject(homeless(this.#folder));
    const shared = this.#shared(scope);
    try {
      return Promise.resolve(shared.journal.update(decide));
    } catch (error) {
      shared.journal.close();
      // With the file, which a person who is told of the folder may still want to know.
      this.#log('debug', 'The quota could not be kept', { reason: String(error) });
      const reason = troubleFrom(error, this.#folder);
      return Promise.reject(reason instanceof Error ? reason : new Error(String(reason)));
    } finally {
      this.#watch(scope, shared);
      this.#tell(scope, shared);
    }
  }

  peek(scope: string): ScopeState {
    if (!path.isAbsolute(this.#folder)) return emptyScope;
    const shared = this.#shared(scope);
    if (!this.disposed) this.#look(shared);
    // Who only looks hears of others too, as soon as there is a folder.
    this.#watch(scope, shared);
    return shared.journal.seen;
  }

  override dispose(): void {
    super.dispose();
    for (const { journal, watch } of this.#scopes.values()) {
      watch?.watcher.close();
      journal.close();
    }
  }

  #shared(scope: string): Shared {
    let shared = this.#scopes.get(scope);
    if (!shared) {
      const key = createHash('sha256').update(scope).digest('hex').slice(0, 32);
      const folder = new ScopeFolder({ fs: this.#fs, root: this.#folder, names: ['quota', this.#clockId, key], wallClock: () => this.#clock.now(), ...(this.#ownUid && { ownUid: this.#ownUid }) });
      const journal = new ScopeJournal(folder, { fs: this.#fs, clock: this.#clock, log: this.#log });
      shared = { folder, journal, told: journal.seen };
      this.#scopes.set(scope, shared);
    }
    return shared;
  }

  #look({ journal }: Shared): void {
    try {
      journal.look();
    } catch (error) {
      // The next update meets it as well, and says it; until then what was seen last is the best there is.
      journal.close();
      this.#log('debug', 'The quota could not be read', { reason: String(error) });
    }
  }

  /** Watches the folder, anew where it may have been made anew, by whomever. */
  #watch(scope: string, shared: Shared): void {
    const opening = shared.journal.openings;
    if (shared.watch?.opening === opening || this.disposed) return;
    shared.watch?.watcher.close();
    const watcher = this.#watcher(scope, shared);
    if (watcher) shared.watch = { opening, watcher };
    else delete shared.watch;
  }

  #watcher(scope: string, shared: Shared): FSWatcher | undefined {
    try {
      const watcher = this.#fs.watch(shared.folder.path, { persistent: false }, () => {
        this.#look(shared);
        this.#tell(scope, shared);
      });
      return watcher.on('error', () => watcher.close());
    } catch {
      // Who waits looks by itself; who does not learns of others' changes at its next update.
      return undefined;
    }
  }

  #tell(scope: string, shared: Shared): void {
    const { seen } = shared.journal;
    if (seen === shared.told || this.disposed) return;
    shared.told = seen;
    try {
      this.#changed.fire(scope);
    } catch (reason) {
      this.#log('error', 'A listener of the quota store failed', { reason: String(reason) });
    }
  }
}

/** From wherever a process was started: that is no place that all find, and may be a folder under version control. */
function homeless(folder: string): StoreTroubleError {
  return new StoreTroubleError({ code: 'unwritable', path: folder, detail: 'no home folder' });
}

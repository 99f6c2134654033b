import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import type { Clock } from '../../base/clock';
import type { Logger } from '../../base/logger';
import { systemRandom } from '../../base/random';
import { beginning, united, withUnknown } from '../../quota/journal/histories';
import { type Entry, entryLine, headerLine, voidEnd } from '../../quota/journal/line';
import { diffStates } from '../../quota/journal/patch';
import type { JournalView } from '../../quota/journal/replay';
import { emptyScope, type ScopeState } from '../../quota/scopeState';
import { StoreTroubleError } from '../../quota/trouble';
import { codeOf } from '../reasons';
import { JournalFile } from './journalFile';
import type { JournalFs } from './journalFs';
import type { ScopeFolder } from './scopeFolder';

/** The next generation begins at this many octets, or at four times its first line. */
const largeOctets = 64 * 1024;
/**
 * Steps towards an outcome before it is given up. Each one that fails means that somebody else got
 * on, so in practice this ends only where files are not what they should be.
 */
const mostSteps = 1000;

export interface JournalParts {
  readonly fs: JournalFs;
  readonly clock: Clock;
  readonly log: Logger;
}

/** What a process knows that a journal it finds may not. */
interface Carried {
  readonly history: string;
  readonly state: ScopeState;
  /** Whether nobody can have gone on from this state unseen, so that it is all there is to know. */
  readonly isWhole: boolean;
}

/** The journal of one scope, as one process reads and writes it. See `permitStore.ts` for the protocol. */
export class ScopeJournal {
  readonly #writer = systemRandom.uuid();
  #file: JournalFile | undefined;
  #carried: Carried | undefined;
  /** A file that could not be found any more, and was sealed for that by this process. */
  #lost: JournalFile | undefined;
  #seen: ScopeState = emptyScope;
  /** Whether the folder was looked at once. */
  #isPrivate = false;
  #openings = 0;

  constructor(
    private readonly folder: ScopeFolder,
    private readonly parts: JournalParts,
  ) {}

  /** The state as last read. */
  get seen(): ScopeState {
    return this.#file?.view?.state ?? this.#seen;
  }

  /** How often a file was opened to go on with: after another one than this the folder may be another. */
  get openings(): number {
    return this.#openings;
  }

  /** Runs `decide` until its outcome is in the journal. Throws what `decide` and the file system throw. */
  update<T>(decide: (state: ScopeState) => { readonly state: ScopeState; readonly result: T }): T {
    for (let step = 0; step < mostSteps; step++) {
      const { file, view } = this.#ready();
      const { state, result } = decide(view.state);
      const patch = state === view.state ? undefined : diffStates(view.state, state);
      if (!patch || this.#append(file, view, patch, state)) return result;
    }
    throw this.#stuck();
  }

  /** Reads on, as far as that goes without changing anything on the disk. */
  look(): void {
    for (let step = 0; step < 3; step++) {
      const file = (this.#file ??= this.#openHead());
      if (!file) return;
      const { isSealed, fault } = file.read(this.parts.clock);
      if (!isSealed || fault || this.folder.head() <= file.generation) return;
      this.close();
    }
  }

  /** Lets go of the file; the next look finds it anew. What was known is kept. */
  close(): void {
    const file = this.#file;
    if (!file) return;
    if (file.view) {
      this.#seen = file.view.state;
      this.#carried ??= { history: file.view.history, state: file.view.state, isWhole: false };
    }
    this.#file = undefined;
    file.dispose();
  }

  /** The newest journal, read to its end, and fit to be written to. */
  #ready(): { readonly file: JournalFile; readonly view: JournalView } {
    if (!this.#isPrivate) this.folder.make();
    this.#isPrivate = true;
    for (let step = 0; step < mostSteps; step++) {
      const file = (this.#file ??= this.#openHead());
      if (!file) {
        this.#begin();
        continue;
      }
      const { view, fault, isSealed, unfinished, end } = file.readPatiently(this.parts.clock);
      if (fault === 'newer-format') {
        throw new StoreTroubleError({ code: 'newer-format', path: file.name, detail: '' });
      }
      if (isSealed) this.#leave(file);
      else if (unfinished > 0) file.append(voidEnd);
      else if (fault || !view || !file.isFound || end > Math.max(largeOctets, 4 * view.headerLength)) {
        if (this.#seal(file, end) && !file.isFound) this.#lost = file;
      }
      else if (this.#carriedInto(file, view)) return { file, view };
    }
    throw this.#stuck();
  }

  /** The highest generation, opened; undefined when there is none. */
  #openHead(): JournalFile | undefined {
    for (let step = 0; step < mostSteps; step++) {
      const head = this.folder.head();
      if (head === 0) return undefined;
      const file = this.#open(head);
      // A listing may be as old as this process was stopped for.
      if (file && this.folder.head() === head) {
        this.#openings++;
        return file;
      }
      file?.dispose();
    }
    throw this.#stuck();
  }

  #open(generation: number): JournalFile | undefined {
    const { fs } = this.parts;
    const name = this.folder.nameOf(generation);
    try {
      return new JournalFile(fs, name, generation, fs.openSync(name, constants.O_RDWR | constants.O_APPEND));
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return undefined;
      throw error;
    }
  }

  /** Nothing is there: the first generation, of what this process knows or of nothing. */
  #begin(): void {
    const { clock } = this.parts;
    const now = clock.monotonic();
    // What another boot handed out was sent before this clock's zero.
    const { history, state } = this.#carried ? whole(this.#carried, now) : { history: systemRandom.uuid(), state: beginning(now, 0) };
    this.folder.make();
    // As in `#leave`, it may come late.
    if (this.folder.create(1, headerLine({ history, t: now, state }).octets) && this.folder.head() !== 1) this.folder.remove(1);
  }

  /** Whether it is this process who sealed the file. */
  #seal(file: JournalFile, at: number): boolean {
    const { octets } = entryLine({ at, after: file.view?.sum ?? 0, t: this.parts.clock.monotonic(), writer: this.#writer, change: 'sealed' });
    return file.append(octets) && file.holds(at, octets);
  }

  /** On from a sealed journal to the one after it, which is made where nobody has yet. */
  #leave(file: JournalFile): void {
    const outcome = this.#outcome(file);
    const head = this.folder.head();
    const isLost = head <= file.generation && !file.isStillFound();
    // What stands in the place of a lost file may be an older copy of it, which does not know all that it knew.
    const carried = isLost ? { ...outcome, history: historyAfterLoss(outcome.history, file.view?.sum ?? 0) } : outcome;
    // What is still to be brought here from elsewhere stays so.
    if (!this.#carried || this.#carried.history === outcome.history) this.#carried = carried;
    this.#seen = carried.state;
    if (head > file.generation || isLost) {
      // Where nothing is there, or something else, it is looked for again.
      this.close();
      return;
    }
    const next = file.generation + 1;
    const { octets } = headerLine({ ...carried, t: this.parts.clock.monotonic() });
    if (this.folder.create(next, octets)) {
      // A process that was stopped meanwhile comes late: others are further, or somebody removed everything.
      if (this.folder.head() !== next || !file.isStillFound()) this.folder.remove(next);
      else this.folder.removeBefore(file.generation);
    }
    this.close();
  }

  /** What is known at the end of a sealed journal. */
  #outcome(file: JournalFile): Carried {
    const { view, fault, name } = file;
    const { clock, log } = this.parts;
    // Read after the seal: what can no longer be read was handed out before this.
    const now = clock.monotonic();
    const history = view?.history ?? systemRandom.uuid();
    if (fault === 'other-boot') return { history: systemRandom.uuid(), state: beginning(now, 0), isWhole: true };
    if (fault !== 'damaged') return { history, state: view?.state ?? beginning(now, 0), isWhole: this.#lost === file };
    log('warn', 'The record of the quota was damaged: no request is sent until all that it may have held is free', { file: name });
    return { history, state: withUnknown(view?.state, now), isWhole: true };
  }

  /** Whether `view` holds all that this process carries; otherwise writes it there, for the next look. */
  #carriedInto(file: JournalFile, view: JournalView): boolean {
    const carried = this.#carried;
    if (carried && carried.history !== view.history) {
      const now = this.parts.clock.monotonic();
      const state = united(view.state, whole(carried, now).state, now);
      const patch = diffStates(view.state, state);
      if (patch && !this.#append(file, view, patch, state)) return false;
      this.#carried = undefined;
      return !patch;
    }
    this.#carried = undefined;
    return true;
  }

  /** Whether `patch` came to stand where it counts, so that `state` is the newest. */
  #append(file: JournalFile, view: JournalView, change: Exclude<Entry['change'], 'sealed'>, state: ScopeState): boolean {
    const line = entryLine({ at: view.offset, after: view.sum, t: this.parts.clock.monotonic(), writer: this.#writer, change });
    if (!file.append(line.octets) || !file.holds(view.offset, line.octets)) return false;
    file.view = { ...view, state, offset: view.offset + line.octets.length, sum: line.sum };
    return true;
  }

  #stuck(): StoreTroubleError {
    return new StoreTroubleError({ code: 'unsupported', path: this.folder.path, detail: 'files do not keep what is appended to them' });
  }
}

/** What else somebody may have handed out counts as not known. */
function whole(carried: Carried, now: number): Carried {
  return carried.isWhole ? carried : { ...carried, state: withUnknown(carried.state, now), isWhole: true };
}

/** Names what follows a file that was lost, alike for all who have read its seal. */
function historyAfterLoss(history: string, seal: number): string {
  return createHash('sha256').update(`${history} ${seal}`).digest('hex').slice(0, 32);
}

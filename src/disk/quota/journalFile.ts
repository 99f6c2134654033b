import type { Clock } from '../../base/clock';
import type { Disposable } from '../../base/disposable';
import { type JournalFault, type JournalView, type Replay, replay } from '../../quota/journal/replay';
import { emptyScope } from '../../quota/scopeState';
import type { JournalFs } from './journalFs';
import { pause } from './pause';

/** How often a line that is not whole, or not right, is looked at again, and the time between, in milliseconds. */
const patientLooks = 5;
const patienceMs = 1;
/** More than this was not written by us; it is not read, but for the end. */
const mostOctets = 64 * 1024 * 1024;
/** So much of the end of it, which has room for many seals. */
const endOctets = 64 * 1024;

/** One generation of a journal, open. */
export class JournalFile implements Disposable {
  /** As far as it was read and can be believed. */
  view: JournalView | undefined;
  /** Why it can be believed no further, at the last look. */
  fault: JournalFault | undefined;
  /** Whether it could be found by its name, at the last look. */
  isFound = true;
  /** Whether it was shorter once than it had been: not even its lines are where they were. */
  #isCut = false;
  #buffer = Buffer.allocUnsafe(4096);
  readonly #dev: number;
  readonly #ino: number;

  constructor(
    private readonly fs: JournalFs,
    readonly name: string,
    readonly generation: number,
    private readonly descriptor: number,
  ) {
    const { dev, ino } = fs.fstatSync(descriptor);
    this.#dev = dev;
    this.#ino = ino;
  }

  /** Reads what has been added since the last look. */
  read(clock: Clock): Replay {
    const size = this.#look();
    const from = this.view?.offset ?? 0;
    if (size === from && this.view && !this.#isCut) return { view: this.view, isSealed: false, end: from, unfinished: 0 };
    if (size < from) this.#isCut = true;
    const found = this.#read(this.#isCut ? 0 : from, size, clock);
    this.view = found.view;
    this.fault = found.fault;
    return found;
  }

  /** {@link read}, and again while the end of the file may be a write that is just happening. */
  readPatiently(clock: Clock): Replay {
    let found = this.read(clock);
    for (let look = 0; look < patientLooks && !found.isSealed && (found.unfinished > 0 || found.fault === 'damaged'); look++) {
      pause(patienceMs);
      found = this.read(clock);
    }
    return found;
  }

  /** Adds `octets` at the end, wherever that is now; false when not all of them had room. */
  append(octets: Buffer): boolean {
    return this.fs.writeSync(this.descriptor, octets) === octets.length;
  }

  /** Whether `octets` stand at `offset`. */
  holds(offset: number, octets: Buffer): boolean {
    return this.#octets(offset, octets.length).equals(octets);
  }

  /** Whether it can be found by its name: it may have been removed, or moved with its folder to where nobody looks. */
  isStillFound(): boolean {
    this.#look();
    return this.isFound;
  }

  dispose(): void {
    this.fs.closeSync(this.descriptor);
  }

  /** The size of the file. */
  #look(): number {
    const named = this.fs.statSync(this.name, { throwIfNoEntry: false });
    this.isFound = named?.ino === this.#ino && named.dev === this.#dev;
    return named && this.isFound ? named.size : this.fs.fstatSync(this.descriptor).size;
  }

  #read(from: number, size: number, clock: Clock): Replay {
    if (size - from > mostOctets) return this.#readEnd(size, clock);
    if (!this.#isCut) return replay(this.view, this.#octets(from, size - from), clock.monotonic());
    // What was read before is still known; of the file only its end counts.
    return { ...replay(undefined, this.#octets(0, size), clock.monotonic()), view: this.view, fault: 'damaged' };
  }

  /** The same for a file that is too large to be read: whether it was sealed shows in its last lines. */
  #readEnd(size: number, clock: Clock): Replay {
    const offset = size - endOctets;
    // In the middle of a line, as a rule: such a one is damaged, and so is all of it anyhow.
    const found = replay({ history: '', state: emptyScope, offset, sum: 0, headerLength: 0 }, this.#octets(offset, endOctets), clock.monotonic());
    return { ...found, view: this.view, fault: 'damaged' };
  }

  /** At most `length` octets from `offset` on; valid until the next call. */
  #octets(offset: number, length: number): Buffer {
    if (this.#buffer.length < length) this.#buffer = Buffer.allocUnsafe(2 * length);
    const read = this.fs.readSync(this.descriptor, this.#buffer, 0, length, offset);
    return this.#buffer.subarray(0, read);
  }
}

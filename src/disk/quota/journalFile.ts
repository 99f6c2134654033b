import type { Clock } from '../../base/clock';
import type { Disposable } from '../../base/disposable';
import { type JournalFault, type JournalView, type Replay, replay } from '../../quota/journal/replay';
import { StoreTroubleError } from '../../quota/trouble';
import type { JournalFs } from './journalFs';

/** How often a line that is not whole, or not right, is looked at again, and the time between, in milliseconds. */
const patientLooks = 5;
const patienceMs = 1;
/** More than this was not written by us; it is not read. */
const mostOctets = 64 * 1024 * 1024;

const sleeper = new Int32Array(new SharedArrayBuffer(4));

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
    const found = this.#isCut ? this.#readCut(size, clock) : replay(this.view, this.#octets(from, size - from), clock.monotonic());
    this.view = found.view;
    this.fault = found.fault;
    return found;
  }

  /** {@link read}, and again while the end of the file may be a write that is just happening. */
  readPatiently(clock: Clock): Replay {
    let found = this.read(clock);
    for (let look = 0; look < patientLooks && !found.isSealed && (found.unfinished > 0 || found.fault === 'damaged'); look++) {
      Atomics.wait(sleeper, 0, 0, patienceMs);
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

  /** What was read before is still known; of the file only its end counts. */
  #readCut(size: number, clock: Clock): Replay {
    return { ...replay(undefined, this.#octets(0, size), clock.monotonic()), view: this.view, fault: 'damaged' };
  }

  /** At most `length` octets from `offset` on; valid until the next call. */
  #octets(offset: number, length: number): Buffer {
    if (length > mostOctets) throw new StoreTroubleError({ code: 'unwritable', path: this.name, detail: `${length} octets` });
    if (this.#buffer.length < length) this.#buffer = Buffer.allocUnsafe(2 * length);
    const read = this.fs.readSync(this.descriptor, this.#buffer, 0, length, offset);
    return this.#buffer.subarray(0, read);
  }
}

import { platform, userInfo } from 'node:os';
import path from 'node:path';
import { systemRandom } from '../../base/random';
import { StoreTroubleError } from '../../quota/trouble';
import { codeOf } from '../reasons';
import type { JournalFs } from './journalFs';
import { linkFailed } from './troubles';

/** A file with a longer number is none of ours: nobody gets that far, and from there one could not go on for long. */
const generationName = /^([1-9]\d{0,11})\.jsonl$/;
const temporaryEnd = '.tmp';
/** What was not touched for this long, in milliseconds, holds nothing that counts. */
const forgottenMs = 24 * 60 * 60 * 1000;

export interface FolderParts {
  readonly fs: JournalFs;
  /** The state folder, which may not exist yet. */
  readonly root: string;
  /** The folders below it, one in the other. */
  readonly names: readonly [quota: string, clock: string, scope: string];
  /** Milliseconds since 1970, for the age of files. */
  readonly wallClock: () => number;
  /** The number of the user; undefined where the system does not tell. Default: what it tells. */
  readonly ownUid?: () => number | undefined;
}

/** The folder of a scope, with its journals: `<generation>.jsonl`. */
export class ScopeFolder {
  readonly path: string;

  constructor(private readonly parts: FolderParts) {
    this.path = path.join(parts.root, ...parts.names);
  }

  nameOf(generation: number): string {
    return path.join(this.path, `${generation}.jsonl`);
  }

  /** The highest generation; 0 when there is none, or no folder. */
  head(): number {
    return Math.max(0, ...this.#list().map((name) => Number(generationName.exec(name)?.[1] ?? 0)));
  }

  /**
   * Makes what is missing of the folder, and sees to it that nobody else can write there.
   *
   * @throws StoreTroubleError `not-private` when that cannot be.
   */
  make(): void {
    const { fs, root, names: [quota, clock, scope], wallClock, ownUid = systemUid } = this.parts;
    const own = ownUid();
    if (own === 0) assertOwnPlace(fs, root, own);
    makeFolders(fs, root);
    makePrivate(fs, root, own);
    const makeIn = (parent: string, name: string) => {
      const folder = path.join(parent, name);
      const isNew = makeFolder(fs, folder);
      makePrivate(fs, folder, own);
      return { folder, isNew };
    };
    const clocks = makeIn(root, quota).folder;
    const scopes = makeIn(clocks, clock);
    // Not scopes of this clock: one may be in use, whatever the wall clock says of its age.
    if (scopes.isNew) tidy(fs, clocks, clock, wallClock());
    makeIn(scopes.folder, scope);
  }

  /**
   * Puts `octets` at the name of `generation`, whole and at once.
   *
   * @returns False when that generation is there already, or the folder is not.
   */
  create(generation: number, octets: Buffer): boolean {
    const { fs } = this.parts;
    const temporary = path.join(this.path, `${generation}.${systemRandom.uuid()}${temporaryEnd}`);
    try {
      writeNew(fs, temporary, octets);
      fs.linkSync(temporary, this.nameOf(generation));
      return true;
    } catch (error) {
      const code = codeOf(error);
      if (code === 'EEXIST' || code === 'ENOENT') return false;
      if (error instanceof Error && 'syscall' in error && error.syscall === 'link') linkFailed(error, this.path);
      throw error;
    } finally {
      fs.rmSync(temporary, { force: true });
    }
  }

  remove(generation: number): void {
    this.parts.fs.rmSync(this.nameOf(generation), { force: true });
  }

  /** Removes the generations before `generation`, and what others left of theirs; who still makes one starts again. */
  removeBefore(generation: number): void {
    for (const name of this.#list()) {
      const number = Number(generationName.exec(name)?.[1] ?? Infinity);
      if (number < generation || name.endsWith(temporaryEnd)) this.parts.fs.rmSync(path.join(this.path, name), { force: true });
    }
  }

  #list(): readonly string[] {
    try {
      return this.parts.fs.readdirSync(this.path);
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return [];
      throw error;
    }
  }
}

function writeNew(fs: JournalFs, name: string, octets: Buffer): void {
  const file = fs.openSync(name, 'wx', 0o600);
  try {
    const written = fs.writeSync(file, octets);
    if (written < octets.length) throw new StoreTroubleError({ code: 'full', path: name, detail: '' });
  } finally {
    fs.closeSync(file);
  }
}

/** `sudo` often keeps the home folder of who calls it: what the superuser made there, its owner could not use. */
function assertOwnPlace(fs: JournalFs, root: string, own: number): void {
  let folder = root;
  for (;;) {
    const found = fs.statSync(folder, { throwIfNoEntry: false });
    if (found) {
      if (found.uid !== own) throw new StoreTroubleError({ code: 'not-private', path: folder, detail: '' });
      return;
    }
    folder = path.dirname(folder);
  }
}

/** Whether it was not there yet. */
function makeFolder(fs: JournalFs, folder: string): boolean {
  if (fs.statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return false;
  try {
    fs.mkdirSync(folder, 0o700);
    return true;
  } catch (error) {
    // Somebody else was faster; or it is a file.
    if (codeOf(error) === 'EEXIST' && fs.statSync(folder).isDirectory()) return false;
    throw error;
  }
}

/** Not `recursive`: Node.js does not come back from that where a folder is missing and cannot be made, as in `/proc`. */
function makeFolders(fs: JournalFs, folder: string): void {
  const parent = path.dirname(folder);
  if (parent !== folder && !fs.statSync(parent, { throwIfNoEntry: false })) makeFolders(fs, parent);
  makeFolder(fs, folder);
}

function makePrivate(fs: JournalFs, folder: string, own: number | undefined): void {
  if (platform() === 'win32') return;
  const { uid, mode } = fs.statSync(folder);
  // Where the user is not known, only the change of the mode, below, tells whose it is.
  if (own !== undefined && uid !== own) throw new StoreTroubleError({ code: 'not-private', path: folder, detail: '' });
  if ((mode & 0o077) === 0) return;
  try {
    fs.chmodSync(folder, 0o700);
  } catch (error) {
    // Where it says that others may only read: labels of requests are no secret.
    if ((mode & 0o022) !== 0) throw new StoreTroubleError({ code: 'not-private', path: folder, detail: codeOf(error) });
  }
}

/** Undefined on Windows, and for a user without a name: there the mode of a folder, and who may change it, has to do. */
function systemUid(): number | undefined {
  try {
    const { uid } = userInfo();
    return uid < 0 ? undefined : uid;
  } catch {
    return undefined;
  }
}

/** {@link removeForgotten}, as far as that goes: what cannot be removed, or is just being removed by another, harms nobody. */
function tidy(fs: JournalFs, parent: string, name: string, now: number): void {
  try {
    removeForgotten(fs, parent, name, now);
  } catch (error) {
    if (codeOf(error) === '') throw error;
  }
}

/** Removes folders beside `name` in which nothing has happened for a day: those of other boots. */
function removeForgotten(fs: JournalFs, parent: string, name: string, now: number): void {
  for (const other of fs.readdirSync(parent)) {
    const folder = path.join(parent, other);
    if (other !== name && /^[0-9a-f]{16,32}$/.test(other) && lastTouched(fs, folder) < now - forgottenMs) fs.rmSync(folder, { recursive: true, force: true });
  }
}

function lastTouched(fs: JournalFs, name: string): number {
  const found = fs.statSync(name, { throwIfNoEntry: false });
  if (!found) return Infinity;
  if (!found.isDirectory()) return found.mtimeMs;
  return Math.max(found.mtimeMs, ...fs.readdirSync(name).map((inside) => lastTouched(fs, path.join(name, inside))));
}

import type { Stats } from 'node:fs';
import { access, constants, type FileHandle, link, lstat, mkdir, open, rename, rm, rmdir } from 'node:fs/promises';
import path from 'node:path';
import type { WriteMode, WriteResult } from '../app/host';
import { isCancelled, throwIfCancelled } from '../base/abort';
import { systemRandom } from '../base/random';
import { codeOf, reasonOf } from './reasons';

/** What differs in tests: opens the temporary file, which must not exist yet. */
export type OpenNew = (name: string, mode: number) => Promise<FileHandle>;

const openNew: OpenNew = (name, mode) => open(name, 'wx', mode);

/** Octets written between two looks at the signal. */
const pieceSize = 1024 * 1024;

/** Writes a file of the disk whole or not at all; see `HostFiles.write`. */
export async function writeDisk(name: string, bytes: Uint8Array, mode: WriteMode, signal: AbortSignal, open = openNew): Promise<WriteResult> {
  throwIfCancelled(signal);
  const made: string[] = [];
  let result: WriteResult | undefined;
  try {
    const found = await lookUp(name);
    if (found !== undefined) {
      const refused = await refusal(found, name, mode);
      if (refused) return refused;
    }
    await makeFolders(path.dirname(name), made);
    throwIfCancelled(signal);
    result = await writeBeside(name, bytes, mode, found, signal, open);
  } catch (error) {
    if (isCancelled(error)) throw error;
    result = { kind: 'failed', reason: reasonOf(error) };
  } finally {
    if (result?.kind !== 'written') await removeEmpty(made);
  }
  return result;
}

/** What has the name now; a link is not followed. */
async function lookUp(name: string): Promise<Stats | undefined> {
  try {
    return await lstat(name);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

async function refusal(found: Stats, name: string, mode: WriteMode): Promise<WriteResult | undefined> {
  if (found.isDirectory()) return { kind: 'failed', reason: 'it is a folder' };
  if (mode === 'create') return { kind: 'exists' };
  if (found.isSymbolicLink()) return { kind: 'failed', reason: 'it is a link' };
  if (!found.isFile()) return { kind: 'failed', reason: 'it is a device or a pipe, not a file' };
  // Renaming asks for the folder's permission only; who protected the file meant the file.
  if ((found.mode & 0o222) === 0) return { kind: 'failed', reason: 'it is read-only' };
  await access(name, constants.W_OK);
  return undefined;
}

async function writeBeside(name: string, bytes: Uint8Array, mode: WriteMode, found: Stats | undefined, signal: AbortSignal, open: OpenNew): Promise<WriteResult> {
  const temporary = path.join(path.dirname(name), `.dt-http-${systemRandom.uuid()}.tmp`);
  // Nobody may read a private file's next content meanwhile.
  const file = await open(temporary, found ? 0o600 : 0o666);
  try {
    try {
      if (found) await keepPermissions(file, found);
      await writeAll(file, bytes, signal);
      await file.sync();
    } finally {
      await file.close();
    }
    throwIfCancelled(signal);
    if (mode === 'create') return await publishNew(temporary, name);
    await rename(temporary, name);
    return { kind: 'written' };
  } finally {
    await rm(temporary, { force: true });
  }
}

async function writeAll(file: FileHandle, bytes: Uint8Array, signal: AbortSignal): Promise<void> {
  for (let written = 0; written < bytes.length; ) {
    throwIfCancelled(signal);
    const { bytesWritten } = await file.write(bytes, written, Math.min(pieceSize, bytes.length - written));
    written += bytesWritten;
  }
}

async function keepPermissions(file: FileHandle, { uid, gid, mode }: Stats): Promise<void> {
  const own = await file.stat();
  if (own.uid !== uid || own.gid !== gid) {
    try {
      await file.chown(uid, gid);
    } catch (error) {
      // Only an administrator can give files away; then it belongs to who wrote it, as a new one would.
      if (codeOf(error) !== 'EPERM') throw error;
    }
  }
  await file.chmod(mode & 0o777);
}

/** Gives a file its name if nobody has it: one step, so that of two creators one sees `exists`. */
async function publishNew(temporary: string, name: string): Promise<WriteResult> {
  try {
    await link(temporary, name);
    return { kind: 'written' };
  } catch (error) {
    const code = codeOf(error);
    if (code === 'EEXIST') return { kind: 'exists' };
    if (!withoutLinks.has(code)) throw error;
    return publishWithoutLinks(temporary, name);
  }
}

/** How file systems without hard links (FAT, many network drives) say so. */
const withoutLinks: ReadonlySet<string> = new Set(['EPERM', 'EACCES', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EINVAL', 'EISDIR', 'UNKNOWN']);

/** The name is taken by an empty file first, which is as exclusive as a link. */
export async function publishWithoutLinks(temporary: string, name: string): Promise<WriteResult> {
  try {
    await (await open(name, 'wx')).close();
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return { kind: 'exists' };
    throw error;
  }
  try {
    await rename(temporary, name);
    return { kind: 'written' };
  } catch (error) {
    await rm(name, { force: true });
    throw error;
  }
}

/**
 * Makes what is missing of a folder, and notes in `made` what it made, from the outside in.
 * Not `mkdir` with `recursive`: in a folder that cannot hold any (`/proc/self`) it never ends.
 */
async function makeFolders(folder: string, made: string[]): Promise<void> {
  if ((await lookUp(folder)) !== undefined || path.dirname(folder) === folder) return;
  await makeFolders(path.dirname(folder), made);
  try {
    await mkdir(folder);
    made.push(folder);
  } catch (error) {
    // Somebody else made it meanwhile.
    if (codeOf(error) !== 'EEXIST') throw error;
  }
}

/** Removes folders from the inside out, as far as nobody else has put something into them. */
async function removeEmpty(folders: readonly string[]): Promise<void> {
  for (const folder of folders.toReversed()) {
    try {
      await rmdir(folder);
    } catch {
      // In use by now, or gone.
      return;
    }
  }
}

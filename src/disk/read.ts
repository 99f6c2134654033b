import { constants } from 'node:fs';
import { type FileHandle, open, opendir, stat } from 'node:fs/promises';
import path from 'node:path';
import { type FileContent, type HostFiles, mostEntries } from '../app/host';
import { codeOf, reasonOf, tooLarge } from './reasons';

/** What is read of a path, and how much of it. */
export interface ReadOptions {
  /** Octets of the largest file that is read. */
  readonly limit: number;
  /** Also reads, and waits for, pipes and devices: where the user names the file (`dt-http run <(…)`). Default: no. */
  readonly pipes?: boolean;
}

/** Reads a file of the disk by its path. */
export async function readDisk(path: string, { limit, pipes = false }: ReadOptions): Promise<FileContent> {
  try {
    // Asked before opening as well: to open a device can be to use it.
    const refused = refusal(await stat(path), pipes);
    if (refused !== undefined) return { kind: 'unreadable', reason: refused };
    // A pipe that took the file's place meanwhile must not be waited for.
    const file = await open(path, constants.O_RDONLY | (pipes ? 0 : nonBlocking));
    try {
      return await readOpened(file, limit, pipes);
    } finally {
      await file.close();
    }
  } catch (error) {
    const code = codeOf(error);
    return code === 'ENOENT' || code === 'ENOTDIR' ? { kind: 'missing' } : { kind: 'unreadable', reason: reasonOf(error) };
  }
}

/** Windows has no such flag, and no pipes among its files. */
const { O_NONBLOCK: nonBlocking = 0 } = constants as Partial<typeof constants>;

interface Kind {
  isFile(): boolean;
  isDirectory(): boolean;
}

function refusal(kind: Kind, pipes: boolean): string | undefined {
  if (kind.isDirectory()) return 'it is a folder';
  return kind.isFile() || pipes ? undefined : 'it is a device or a pipe, not a file';
}

async function readOpened(file: FileHandle, limit: number, pipes: boolean): Promise<FileContent> {
  const found = await file.stat();
  const refused = refusal(found, pipes) ?? (found.size > limit ? tooLarge(limit) : undefined);
  if (refused !== undefined) return { kind: 'unreadable', reason: refused };
  // The size is a hint: pipes and files of the kernel have none, others grow while they are read.
  let bytes = new Uint8Array(Math.max(found.size, 4096) + 1);
  let length = 0;
  for (;;) {
    const { bytesRead } = await file.read(bytes, length, bytes.length - length);
    if (bytesRead === 0) return { kind: 'content', bytes: bytes.subarray(0, length) };
    length += bytesRead;
    if (length > limit) return { kind: 'unreadable', reason: tooLarge(limit) };
    if (length === bytes.length) bytes = grown(bytes);
  }
}

function grown(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(bytes.length * 2);
  larger.set(bytes);
  return larger;
}

type Entries = Awaited<ReturnType<HostFiles['list']>>;

/** The files and folders in a folder of the disk, by name; of links what they lead to. Empty when it cannot be read. */
export async function listDisk(folder: string): Promise<Entries> {
  const names: string[] = [];
  try {
    for await (const { name } of await opendir(folder)) if (names.push(name) === mostEntries) break;
  } catch {
    // What was read up to here is still there.
  }
  const entries = await Promise.all(names.map((name) => entryOf(folder, name)));
  return entries.flatMap((entry) => entry ?? []).sort((one, other) => (one.name < other.name ? -1 : 1));
}

/** Undefined for devices and pipes, and for what is gone or leads nowhere. */
async function entryOf(folder: string, name: string): Promise<Entries[number] | undefined> {
  try {
    const found = await stat(path.join(folder, name));
    return found.isDirectory() || found.isFile() ? { name, isFolder: found.isDirectory() } : undefined;
  } catch {
    return undefined;
  }
}

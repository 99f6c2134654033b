import type * as vscode from 'vscode';
import { fileLimit, type HostFiles, mostEntries, type WriteMode, type WriteResult } from '../app/host';
import { throwIfCancelled } from '../base/abort';
import { systemRandom } from '../base/random';
import { codeOf, tooLarge } from '../disk/reasons';

/** What is used of `vscode.workspace.fs`; its enums as the numbers they are. */
export interface WorkspaceFileSystem extends Pick<vscode.FileSystem, 'readFile' | 'writeFile' | 'rename' | 'delete' | 'createDirectory' | 'isWritableFileSystem'> {
  readDirectory(uri: vscode.Uri): Thenable<readonly (readonly [name: string, type: number])[]>;
  stat(uri: vscode.Uri): Thenable<{ readonly type: number; readonly size: number; readonly permissions?: number | undefined }>;
}

/*
 * Values of the editor's enums, which exist only inside the editor.
 * https://code.visualstudio.com/api/references/vscode-api#FileType
 */
const regular = 1;
const directory = 2;
const readOnly = 1;

/**
 * Files of virtual workspaces. The editor shows no links there, so names are what they are; folders
 * that were made for a file stay when it cannot be written.
 */
export function workspaceFiles(fs: WorkspaceFileSystem, parse: (uri: string) => vscode.Uri): HostFiles {
  return {
    async read(uri, limit = fileLimit) {
      try {
        const file = parse(uri);
        const { type, size } = await fs.stat(file);
        if ((type & directory) !== 0) return { kind: 'unreadable', reason: 'it is a folder' };
        if (size > limit) return { kind: 'unreadable', reason: tooLarge(limit) };
        const bytes = await fs.readFile(file);
        return bytes.length > limit ? { kind: 'unreadable', reason: tooLarge(limit) } : { kind: 'content', bytes };
      } catch (error) {
        return codeOf(error) === 'FileNotFound' ? { kind: 'missing' } : { kind: 'unreadable', reason: reasonOf(error) };
      }
    },
    realPath: (uri) => Promise.resolve(uri),
    async list(uri) {
      try {
        const found = (await fs.readDirectory(parse(uri))).filter(([, type]) => (type & (regular | directory)) !== 0);
        const entries = found.slice(0, mostEntries).map(([name, type]) => ({ name, isFolder: (type & directory) !== 0 }));
        return entries.sort((one, other) => (one.name < other.name ? -1 : 1));
      } catch {
        // Missing, no folder, or out of reach.
        return [];
      }
    },
    async write(uri, bytes, mode, signal) {
      throwIfCancelled(signal);
      try {
        const file = parse(uri);
        const refused = await refusal(fs, file, mode);
        throwIfCancelled(signal);
        return refused ?? (await writeBeside(fs, file, bytes, mode, signal));
      } catch (error) {
        throwIfCancelled(signal);
        return { kind: 'failed', reason: reasonOf(error) };
      }
    },
  };
}

async function refusal(fs: WorkspaceFileSystem, file: vscode.Uri, mode: WriteMode): Promise<WriteResult | undefined> {
  if (fs.isWritableFileSystem(file.scheme) === false) return { kind: 'failed', reason: 'the file system is read-only' };
  try {
    const { type, permissions = 0 } = await fs.stat(file);
    if ((type & directory) !== 0) return { kind: 'failed', reason: 'it is a folder' };
    if (mode === 'create') return { kind: 'exists' };
    return (permissions & readOnly) === 0 ? undefined : { kind: 'failed', reason: 'it is read-only' };
  } catch (error) {
    if (codeOf(error) === 'FileNotFound') return undefined;
    throw error;
  }
}

async function writeBeside(fs: WorkspaceFileSystem, file: vscode.Uri, bytes: Uint8Array, mode: WriteMode, signal: AbortSignal): Promise<WriteResult> {
  const folder = file.path.slice(0, file.path.lastIndexOf('/'));
  const temporary = file.with({ path: `${folder}/.dt-http-${systemRandom.uuid()}.tmp` });
  await fs.createDirectory(file.with({ path: folder === '' ? '/' : folder }));
  let result: WriteResult | undefined;
  try {
    throwIfCancelled(signal);
    await fs.writeFile(temporary, bytes);
    throwIfCancelled(signal);
    result = await publish(fs, temporary, file, mode);
    return result;
  } finally {
    if (result?.kind !== 'written') await remove(fs, temporary);
  }
}

async function publish(fs: WorkspaceFileSystem, temporary: vscode.Uri, file: vscode.Uri, mode: WriteMode): Promise<WriteResult> {
  try {
    await fs.rename(temporary, file, { overwrite: mode === 'replace' });
    return { kind: 'written' };
  } catch (error) {
    if (mode === 'create' && codeOf(error) === 'FileExists') return { kind: 'exists' };
    throw error;
  }
}

/** The file may never have been begun. */
async function remove(fs: WorkspaceFileSystem, file: vscode.Uri): Promise<void> {
  try {
    await fs.delete(file);
  } catch (error) {
    if (codeOf(error) !== 'FileNotFound') throw error;
  }
}

function reasonOf(error: unknown): string {
  return reasons[codeOf(error)] ?? (error instanceof Error ? error.message : String(error));
}

const reasons: Readonly<Record<string, string>> = {
  FileNotFound: 'its folder is not there',
  FileNotADirectory: 'a part of its path is a file, not a folder',
  FileIsADirectory: 'it is a folder',
  NoPermissions: 'permission denied',
  Unavailable: 'the file system does not answer',
};

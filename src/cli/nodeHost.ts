import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { FileContent, Host, HostFiles } from '../app/host';
import { MemorySecretStore } from '../auth/accountBook';
import { systemClock } from '../base/clock';
import { silentLogger } from '../base/logger';
import { systemRandom } from '../base/random';

/** What the product needs, from Node.js. Nothing is stored: secrets end with the process. */
export function createNodeHost(version: string, allowedOrigins: readonly string[]): Host {
  return {
    clock: systemClock,
    random: systemRandom,
    log: silentLogger,
    files: nodeFiles,
    secrets: new MemorySecretStore(),
    userAgent: `dt-http/${version}`,
    allowedOrigins,
  };
}

/** Files of the disk by `file:` URI. */
export const nodeFiles: HostFiles = { read: (uri) => readContent(fileURLToPath(uri)) };

/** Reads a file of the disk. */
export async function readContent(path: string): Promise<FileContent> {
  try {
    return { kind: 'content', bytes: await readFile(path) };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'ENOENT' || code === 'ENOTDIR') return { kind: 'missing' };
    return { kind: 'unreadable', reason: reasons[code] ?? (error instanceof Error ? error.message : String(error)) };
  }
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EISDIR: 'it is a folder',
  EMFILE: 'too many files are open',
};

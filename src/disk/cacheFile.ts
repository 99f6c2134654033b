import { mkdir, open } from 'node:fs/promises';
import path from 'node:path';
import { fileLimit } from '../app/host';
import { readDisk } from './read';
import { writeDisk } from './write';

/** One text in a file of its own, which nobody but the user can read. */
export interface CacheFile {
  /** Octets of the longest text that is read. */
  readonly limit: number;
  /** Undefined when there is none. Rejects when it cannot be read. */
  read(): Promise<string | undefined>;
  /** Whole or not at all. Rejects when it cannot be written. */
  write(text: string): Promise<void>;
}

/**
 * A cache in the file called `name`, whose folder is made when it is missing.
 *
 * @param limit Octets of the longest text that is read. Default: {@link fileLimit}.
 */
export function cacheFile(name: string, limit = fileLimit): CacheFile {
  return {
    limit,
    async read() {
      const found = await readDisk(name, { limit });
      if (found.kind === 'unreadable') throw new Error(`${path.basename(name)}: ${found.reason}`);
      return found.kind === 'content' ? new TextDecoder().decode(found.bytes) : undefined;
    },
    async write(text) {
      await mkdir(path.dirname(name), { recursive: true, mode: 0o700 });
      // A file that is replaced keeps its permissions: so it has them before there is anything in it.
      await (await open(name, 'a', 0o600)).close();
      const written = await writeDisk(name, new TextEncoder().encode(text), 'replace', new AbortController().signal);
      if (written.kind !== 'written') throw new Error(`${path.basename(name)}: ${written.kind === 'failed' ? written.reason : written.kind}`);
    },
  };
}

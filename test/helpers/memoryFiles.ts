import type { HostFiles } from '../../src/app/host';
import { throwIfCancelled } from '../../src/base/abort';

/** Files in memory, and what is in them now. */
export interface MemoryFiles extends HostFiles {
  readonly contents: ReadonlyMap<string, string | Uint8Array | Error>;
}

/**
 * Files in memory by URI. An `Error` stands for a file that is there but can be neither read nor written.
 *
 * @param links Names that lead to another (URIs of files or folders, without a slash at the end).
 */
export function memoryFiles(
  files: Readonly<Record<string, string | Uint8Array | Error>>,
  links: Readonly<Record<string, string>> = {},
): MemoryFiles {
  const contents = new Map(Object.entries(files));
  return {
    contents,
    read(uri, limit = Infinity) {
      const file = contents.get(followed(uri, links));
      if (file === undefined) return Promise.resolve({ kind: 'missing' });
      if (file instanceof Error) return Promise.resolve({ kind: 'unreadable', reason: file.message });
      const bytes = typeof file === 'string' ? new TextEncoder().encode(file) : file;
      return Promise.resolve(bytes.length > limit ? { kind: 'unreadable', reason: 'it is too large' } : { kind: 'content', bytes });
    },
    realPath: (uri) => Promise.resolve(followed(uri, links)),
    list(uri) {
      const folder = `${followed(uri.replace(/\/+$/, ''), links)}/`;
      const isFolder = new Map<string, boolean>();
      for (const name of contents.keys()) {
        const [first, ...rest] = name.startsWith(folder) ? name.slice(folder.length).split('/') : [];
        if (first) isFolder.set(decodeURIComponent(first), rest.length > 0);
      }
      return Promise.resolve([...isFolder].map(([name, folds]) => ({ name, isFolder: folds })).sort((one, other) => (one.name < other.name ? -1 : 1)));
    },
    async write(uri, bytes, mode, signal) {
      await Promise.resolve();
      throwIfCancelled(signal);
      const file = contents.get(uri);
      if (file instanceof Error) return { kind: 'failed', reason: file.message };
      if (mode === 'create' && (file !== undefined || uri in links)) return { kind: 'exists' };
      if (uri in links) return { kind: 'failed', reason: 'it is a link' };
      contents.set(uri, bytes);
      return { kind: 'written' };
    },
  };
}

function followed(uri: string, links: Readonly<Record<string, string>>): string {
  let real = uri;
  // A loop stays what it is.
  for (let steps = 0; steps < 40; steps++) {
    const link = Object.entries(links).find(([name]) => real === name || real.startsWith(`${name}/`));
    if (!link) return real;
    real = link[1] + real.slice(link[0].length);
  }
  return uri;
}

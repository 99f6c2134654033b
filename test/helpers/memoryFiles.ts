import type { HostFiles } from '../../src/app/host';

/** Files in memory by URI. An `Error` stands for a file that is there but cannot be read. */
export function memoryFiles(files: Readonly<Record<string, string | Uint8Array | Error>>): HostFiles {
  return {
    read(uri) {
      const file = files[uri];
      if (file === undefined) return Promise.resolve({ kind: 'missing' });
      if (file instanceof Error) return Promise.resolve({ kind: 'unreadable', reason: file.message });
      const bytes = typeof file === 'string' ? new TextEncoder().encode(file) : file;
      return Promise.resolve({ kind: 'content', bytes });
    },
  };
}

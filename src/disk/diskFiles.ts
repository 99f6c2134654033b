import { fileURLToPath, pathToFileURL } from 'node:url';
import { fileLimit, type HostFiles } from '../app/host';
import { listDisk, readDisk } from './read';
import { realDiskPath } from './realPath';
import { writeDisk } from './write';

/** Files of this machine by `file:` URI. What is no name of a file here cannot be read or written, and says so. */
export const diskFiles: HostFiles = {
  async read(uri, limit = fileLimit) {
    const path = pathOf(uri);
    return path === undefined ? { kind: 'unreadable', reason: notHere } : readDisk(path, { limit });
  },
  async realPath(uri) {
    const path = pathOf(uri);
    return path === undefined ? uri : pathToFileURL(await realDiskPath(path)).href;
  },
  async list(uri) {
    const path = pathOf(uri);
    return path === undefined ? [] : listDisk(path);
  },
  async write(uri, bytes, mode, signal) {
    const path = pathOf(uri);
    return path === undefined ? { kind: 'failed', reason: notHere } : writeDisk(path, bytes, mode, signal);
  },
};

const notHere = 'it is not the name of a file on this machine';

function pathOf(uri: string): string | undefined {
  try {
    const path = fileURLToPath(uri);
    return path.includes('\0') ? undefined : path;
  } catch {
    // Another scheme, another machine (`file://server/…` outside Windows), an encoded slash.
    return undefined;
  }
}

import { lstat, readlink, realpath } from 'node:fs/promises';
import path from 'node:path';
import { codeOf } from './reasons';

/** As many links as Linux follows one after another. */
const mostLinks = 40;

/**
 * Where a path leads when its links are followed, in the file system's own spelling. Of what is
 * missing the nearest folder is followed, and a link that leads to nothing still leads.
 */
export async function realDiskPath(name: string, links = mostLinks): Promise<string> {
  try {
    return await realpath(name);
  } catch (error) {
    const folder = path.dirname(name);
    if (folder === name) return name;
    const target = codeOf(error) === 'ELOOP' || links === 0 ? undefined : await targetOf(name);
    if (target !== undefined) return realDiskPath(path.resolve(await realDiskPath(folder, links - 1), target), links - 1);
    return path.join(await realDiskPath(folder, links), path.basename(name));
  }
}

/** What a link says; undefined for what is missing, no link or out of reach. */
async function targetOf(name: string): Promise<string | undefined> {
  try {
    return (await lstat(name)).isSymbolicLink() ? await readlink(name) : undefined;
  } catch {
    // Opening it will meet the same error, and say it.
    return undefined;
  }
}

import { type FileContent, fileLimit, type Host } from '../app/host';
import { MemorySecretStore } from '../auth/accountBook';
import { systemClock } from '../base/clock';
import { silentLogger } from '../base/logger';
import { systemRandom } from '../base/random';
import { diskFiles } from '../disk/diskFiles';
import { readDisk } from '../disk/read';
import { secretsOf } from './secrets';

/**
 * What the product needs, from Node.js. Nothing is stored: secrets end with the process.
 *
 * @param env The variables of the process.
 */
export function createNodeHost(version: string, allowedOrigins: readonly string[], env: Readonly<Record<string, string | undefined>>): Host {
  return {
    place: 'terminal',
    clock: systemClock,
    random: systemRandom,
    log: silentLogger,
    files: diskFiles,
    secrets: new MemorySecretStore(),
    secretSource: secretsOf(env, allowedOrigins),
    processEnv: (name) => env[name],
    userAgent: `dt-http/${version}`,
    allowedOrigins,
  };
}

/** Files of the disk by `file:` URI. */
export const nodeFiles = diskFiles;

/** Reads a file that the command line names by its path: also a pipe, as in `dt-http run <(…)`. */
export function readContent(path: string): Promise<FileContent> {
  return readDisk(path, { limit: fileLimit, pipes: true });
}

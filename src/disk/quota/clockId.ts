import { createHash } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname, platform } from 'node:os';
import { codeOf } from '../reasons';

/**
 * Names the monotonic clock of this process: two that have the same may compare its times.
 *
 * - Linux: this boot, and the clock's namespace. Not the host name: a container that shares the home
 *   folder has another one, and the same clock and quota.
 * - macOS, Windows: the state folder is on the machine itself, so there is one clock after another;
 *   a restart shows by times that are yet to come. Not the host name, which macOS changes with the network.
 * - Elsewhere, and without the boot's id: the host name.
 */
export function clockId(system: string = platform(), read = readSmall): string {
  return createHash('sha256').update(clockName(system, read)).digest('hex').slice(0, 16);
}

function clockName(system: string, read: typeof readSmall): string {
  if (system === 'darwin' || system === 'win32') return system;
  const boot = system === 'linux' ? read('/proc/sys/kernel/random/boot_id') : undefined;
  return boot === undefined ? `host ${hostname()}` : `boot ${boot.trim()} ${read('/proc/self/ns/time') ?? ''}`;
}

/** What a file holds or a link says; undefined when it cannot be read. */
function readSmall(name: string): string | undefined {
  try {
    return readFileSync(name, 'latin1');
  } catch (error) {
    return codeOf(error) === 'ENOENT' ? undefined : readLink(name);
  }
}

function readLink(name: string): string | undefined {
  try {
    return readlinkSync(name);
  } catch {
    // Kernels before 5.6 have no namespaces of time.
    return undefined;
  }
}

import { homedir, platform } from 'node:os';
import path from 'node:path';

/**
 * Where the product keeps what all windows and terminals of a user share on this machine.
 *
 * From the home folder and not from XDG variables: an editor started from the desktop often does
 * not see those of the terminal, and both must find the same.
 *
 * @param system As `os.platform()` names it. Default: this machine's.
 * @param env Variables of the process; `LOCALAPPDATA` is looked at, on Windows. Default: none.
 */
export function stateFolder(system: string = platform(), env: Readonly<Record<string, string | undefined>> = {}, home = homedir()): string {
  switch (system) {
    case 'darwin':
      return path.posix.join(home, 'Library/Application Support/dt-http');
    case 'win32':
      return path.win32.join(env.LOCALAPPDATA || path.win32.join(home, 'AppData/Local'), 'dt-http');
    default:
      return path.posix.join(home, '.local/state/dt-http');
  }
}

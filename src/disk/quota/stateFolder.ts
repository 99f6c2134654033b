import { homedir, platform, userInfo } from 'node:os';
import path from 'node:path';

/**
 * Where the product keeps what all windows and terminals of a user share on this machine.
 *
 * From the home folder and not from XDG variables: an editor started from the desktop often does
 * not see those of the terminal, and both must find the same. A relative path would be another folder
 * for each process, and in the middle of somebody's work: where the environment has one, the home
 * folder is the one that the system knows.
 *
 * @param system As `os.platform()` names it. Default: this machine's.
 * @param env Variables of the process; `LOCALAPPDATA` is looked at, on Windows. Default: none.
 * @param home What the environment says. Default: that of this process.
 * @param systemHome What the system says; may throw. Default: of the user of this process.
 * @returns Relative when nobody knows a home folder; the store refuses that.
 */
export function stateFolder(
  system: string = platform(),
  env: Readonly<Record<string, string | undefined>> = {},
  home = orNone(homedir),
  systemHome = () => userInfo().homedir,
): string {
  const paths = system === 'win32' ? path.win32 : path.posix;
  const inHome = (below: string) => paths.join(paths.isAbsolute(home) ? home : orNone(systemHome), below);
  switch (system) {
    case 'darwin':
      return inHome('Library/Application Support/dt-http');
    case 'win32': {
      const { LOCALAPPDATA: local = '' } = env;
      return paths.isAbsolute(local) ? paths.join(local, 'dt-http') : inHome('AppData/Local/dt-http');
    }
    default:
      return inHome('.local/state/dt-http');
  }
}

/** The system throws for a user that it does not know, as in some containers. */
function orNone(home: () => string): string {
  try {
    return home();
  } catch {
    return '';
  }
}

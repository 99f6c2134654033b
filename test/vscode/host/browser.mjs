// Finds the browser that shows the editor, and starts it.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { run, which } from './processes.mjs';

/** Names on PATH, best first. */
const COMMANDS = ['google-chrome-stable', 'google-chrome', 'chromium', 'chromium-browser', 'microsoft-edge-stable', 'microsoft-edge', 'chrome', 'msedge'];

/**
 * An installed Chrome, Chromium or Edge. On Debian as root (a container), Chromium is installed.
 *
 * @param {{ log: (line: string) => void }} options
 * @returns {Promise<string>} the executable's path
 */
export async function findBrowser({ log }) {
  const chosen = process.env.DT_HTTP_BROWSER;
  if (chosen !== undefined && chosen !== '') {
    if (!existsSync(chosen)) throw new Error(`DT_HTTP_BROWSER names a file that does not exist: ${chosen}`);
    return chosen;
  }
  const found = installedBrowser();
  if (found !== undefined) return found;
  if (process.platform === 'linux' && process.getuid?.() === 0 && which('apt-get') !== undefined) {
    log('No browser found; installing the Debian package "chromium".');
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    await run('apt-get', ['update', '-qq'], { env });
    await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], { env });
    const installed = installedBrowser();
    if (installed !== undefined) return installed;
  }
  throw new Error(
    'The editor tests need a browser: install Google Chrome, Chromium or Microsoft Edge, or set DT_HTTP_BROWSER to the path of one.',
  );
}

function installedBrowser() {
  for (const command of COMMANDS) {
    const file = which(command);
    if (file !== undefined) return file;
  }
  return usualPlaces().find((file) => existsSync(file));
}

/** @returns {string[]} */
function usualPlaces() {
  if (process.platform === 'darwin') {
    const names = ['Google Chrome', 'Chromium', 'Microsoft Edge'];
    const roots = ['/Applications', path.join(process.env.HOME ?? '', 'Applications')];
    return roots.flatMap((root) => names.map((name) => path.join(root, `${name}.app/Contents/MacOS/${name}`)));
  }
  if (process.platform === 'win32') {
    const roots = [process.env.ProgramFiles, process.env['ProgramFiles(x86)'], process.env.LOCALAPPDATA];
    const files = ['Google/Chrome/Application/chrome.exe', 'Chromium/Application/chrome.exe', 'Microsoft/Edge/Application/msedge.exe'];
    return roots.filter((root) => root !== undefined).flatMap((root) => files.map((file) => path.join(root, file)));
  }
  return ['/opt/google/chrome/chrome', '/usr/lib/chromium/chromium', '/snap/bin/chromium'];
}

/**
 * Starts the browser without a window, with a profile of its own that is removed at the end.
 * The caller owns the process: signals are left to it.
 *
 * @param {string} executablePath
 */
export async function launchBrowser(executablePath) {
  const { chromium } = await import('playwright-core');
  return chromium.launch({
    executablePath,
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    args: [
      // Chromium refuses its sandbox to root, which is what containers run as.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

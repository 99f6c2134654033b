// Starts and stops one VS Code server on the loopback address.
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { serverNode } from './install.mjs';
import { editorDir, editorMain } from './layout.mjs';
import { killTree, run, startGroup } from './processes.mjs';

/** A cold start on a busy machine takes a few seconds; this is where we stop hoping. */
const START_LIMIT_MS = 90_000;

/** What a server gets for an orderly end. */
const STOP_LIMIT_MS = 3_000;

/**
 * @typedef {object} EditorOptions
 * @property {string} workspace the folder to open
 * @property {string} dataDir settings, extensions and state; fresh for a test
 * @property {boolean} trust with workspace trust on; off means that every folder is trusted
 * @property {boolean} smokeTestDriver lets the page load an extension from a folder and run tests
 * @property {string} [token] the connection token; without it anyone on this machine may connect
 * @property {string[]} [extensions] VSIX files to install first
 * @property {NodeJS.ProcessEnv} [env] added to the environment of server and extension host
 *
 * @typedef {object} Editor
 * @property {string} url opens `workspace`; with the token in it
 * @property {number} port
 * @property {(payload?: [string, string][]) => string} address `url` with start options
 * @property {(file: string) => string} remote a local path as the page has to name it
 * @property {() => string} log what the server printed
 * @property {Promise<number | null>} exited the server's exit code, when it ends by itself
 * @property {() => Promise<void>} stop ends the server and all its processes
 */

/**
 * @param {EditorOptions} options
 * @param {(cleanup: () => unknown) => void} onExit gets `stop` at once, so that an interrupted
 *   start is cleaned up too
 * @returns {Promise<Editor>} once the server answers
 */
export async function startEditor({ workspace, dataDir, trust, smokeTestDriver, token, extensions = [], env = {} }, onExit) {
  await mkdir(dataDir, { recursive: true });
  for (const file of extensions) await installExtension(file, dataDir);
  const args = [
    editorMain,
    // The server takes a free port itself and prints it: nobody can take it in between.
    ...['--host', '127.0.0.1', '--port', '0'],
    ...(token === undefined ? ['--without-connection-token'] : ['--connection-token-file', await tokenFile(token, dataDir)]),
    ...(smokeTestDriver ? ['--enable-smoke-test-driver'] : []),
    ...(trust ? [] : ['--disable-workspace-trust']),
    ...['--accept-server-license-terms', '--disable-telemetry', '--disable-experiments'],
    ...['--server-data-dir', dataDir],
  ];
  const child = startGroup(serverNode(), args, { cwd: editorDir, env: { ...editorEnvironment(), ...env } });
  const kill = () => killTree(child);
  // Last line of defence, for an end of this process that nobody planned.
  process.once('exit', kill);

  let output = '';
  const exited = new Promise((resolve) => child.once('close', resolve));
  const stop = async () => {
    // Asked first, so that settings and state being written are written whole.
    killTree(child, 'SIGTERM');
    await Promise.race([exited, delay(STOP_LIMIT_MS)]);
    process.off('exit', kill);
    kill();
  };
  onExit(stop);
  /** @type {Promise<number>} */
  const listening = new Promise((resolve, reject) => {
    const read = (/** @type {Buffer} */ chunk) => {
      output += chunk.toString();
      const port = /listening on (\d+)/.exec(output)?.[1];
      if (port !== undefined) resolve(Number(port));
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('error', reject);
    child.once('close', (code) => reject(new Error(`The VS Code server ended with ${code}:\n${output.slice(-2000)}`)));
    setTimeout(() => reject(new Error(`The VS Code server did not start within ${START_LIMIT_MS / 1000} s:\n${output.slice(-2000)}`)), START_LIMIT_MS).unref();
  });
  try {
    const port = await listening;
    await fetch(`http://127.0.0.1:${port}/version`, { signal: AbortSignal.timeout(START_LIMIT_MS) });
    const remote = (/** @type {string} */ file) => `vscode-remote://127.0.0.1:${port}${toUriPath(file)}`;
    const address = (/** @type {[string, string][]} */ payload = []) => {
      const query = new URLSearchParams();
      if (token !== undefined) query.set('tkn', token);
      query.set('folder', toUriPath(workspace));
      if (payload.length > 0) query.set('payload', JSON.stringify(payload));
      // The page decodes "%20", but takes "+" for a plus sign.
      return `http://127.0.0.1:${port}/?${query.toString().replaceAll('+', '%20')}`;
    };
    return { url: address(), port, address, remote, log: () => output, exited, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** In a file, because every user of the machine can read the arguments of a process. */
async function tokenFile(/** @type {string} */ token, /** @type {string} */ dataDir) {
  const file = path.join(dataDir, 'connection-token');
  await writeFile(file, token, { mode: 0o600 });
  return file;
}

async function installExtension(/** @type {string} */ file, /** @type {string} */ dataDir) {
  const code = await run(serverNode(), [editorMain, '--accept-server-license-terms', '--server-data-dir', dataDir, '--install-extension', path.resolve(file), '--force'], {
    cwd: editorDir,
    env: editorEnvironment(),
    stdio: ['ignore', 'ignore', 'ignore'],
  });
  if (code !== 0) throw new Error(`The editor did not accept ${file} (it ended with ${code}).`);
}

/**
 * The environment of a server started from nowhere. In a terminal of VS Code the variables of
 * that VS Code are set, and a server would take them for its own.
 */
function editorEnvironment() {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(VSCODE_|ELECTRON_|NODE_OPTIONS$)/.test(name)));
}

/** `C:\a b` becomes `/c:/a b`; the caller encodes. */
function toUriPath(/** @type {string} */ file) {
  const slashes = path.resolve(file).replaceAll('\\', '/');
  return slashes.startsWith('/') ? slashes : `/${slashes[0]?.toLowerCase()}${slashes.slice(1)}`;
}

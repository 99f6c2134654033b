// Child processes: start them so that a whole tree can be ended, and end it whatever happens.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { constants } from 'node:os';
import path from 'node:path';

const isWindows = process.platform === 'win32';

/**
 * Runs a command to its end with its output passed on.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<number>} its exit code; 127 when it could not be started
 */
export function run(command, args, options = {}) {
  // Windows starts `.cmd` files only through the shell, which wants its own quotes.
  const shell = isWindows && !command.endsWith('.exe');
  const quoted = shell ? args.map((arg) => (/[\s&]/.test(arg) ? `"${arg}"` : arg)) : args;
  return new Promise((resolve) => {
    const child = spawn(shell ? `"${command}"` : command, quoted, { stdio: 'inherit', shell, ...options });
    // It must not go on when this process has been told to end.
    const kill = () => void child.kill(options.killSignal);
    process.once('exit', kill);
    const settle = (/** @type {number} */ code) => {
      process.off('exit', kill);
      resolve(code);
    };
    child.once('error', () => settle(127));
    child.once('close', (code, signal) => settle(code ?? (signal === null ? 1 : 128 + constants.signals[signal])));
  });
}

/**
 * Starts a long-running child that leads a process group of its own, so that `killTree` reaches
 * its children too, and so that Ctrl+C in the terminal reaches only us: we end it in order.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 */
export function startGroup(command, args, options = {}) {
  return spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: !isWindows, windowsHide: true, ...options });
}

/**
 * Ends a child of `startGroup` and everything it started, by its own id. Safe to call again.
 *
 * @param {import('node:child_process').ChildProcess} child
 * @param {NodeJS.Signals} [signal]
 */
export function killTree(child, signal = 'SIGKILL') {
  if (child.pid === undefined) return;
  if (isWindows) {
    if (child.exitCode === null) spawnSync('taskkill', ['/pid', String(child.pid), '/T', '/F'], { stdio: 'ignore' });
    return;
  }
  try {
    // The group may outlive its leader, so this does not ask whether the leader still runs.
    process.kill(-child.pid, signal);
  } catch {
    // ESRCH: nothing left to end.
  }
}

/**
 * Finds a command on PATH without starting it.
 *
 * @param {string} name
 * @returns {string | undefined} its full path
 */
export function which(name) {
  const endings = isWindows ? (process.env.PATHEXT ?? '.EXE;.CMD').split(';') : [''];
  for (const folder of (process.env.PATH ?? '').split(path.delimiter)) {
    if (folder === '') continue;
    for (const ending of endings) {
      const file = path.join(folder, name + ending);
      if (existsSync(file) && statSync(file).isFile()) return file;
    }
  }
  return undefined;
}

/**
 * Runs `main` and `cleanup` after it, also on Ctrl+C, SIGTERM and a closed terminal, and exits
 * with the code that `main` returned.
 *
 * @param {(onExit: (cleanup: () => unknown) => void, stopping: AbortSignal) => Promise<number>} main
 *   gets a function that adds a cleanup step (steps run in reverse order, once, and go on after a
 *   failure), and a signal that tells whether the cleanup has begun
 */
export async function runMain(main) {
  /** @type {(() => unknown)[]} */
  const steps = [];
  const stopping = new AbortController();
  const end = async (/** @type {number} */ code) => {
    if (stopping.signal.aborted) return;
    stopping.abort();
    for (const step of steps.reverse()) {
      try {
        await step();
      } catch (error) {
        console.error(`While ending: ${message(error)}`);
      }
    }
    process.exit(code);
  };
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => void end(128 + constants.signals[signal]));
  }
  // Such as a closed pipe on standard output: end in order all the same.
  process.on('uncaughtException', (error) => {
    if (!stopping.signal.aborted) console.error(message(error));
    void end(1);
  });
  try {
    await end(await main((step) => steps.push(step), stopping.signal));
  } catch (error) {
    if (!stopping.signal.aborted) console.error(message(error));
    await end(1);
  }
}

/** @param {unknown} error */
export function message(error) {
  return error instanceof Error ? error.message : String(error);
}

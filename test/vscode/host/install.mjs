// Puts the editor of the test ring on this machine, on first use, and finds a browser for it.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { editorDir, editorMain, hostDir } from './layout.mjs';
import { run } from './processes.mjs';

export { findBrowser } from './browser.mjs';

/** Written last: an install without it was interrupted and is done again. */
const stampFile = path.join(hostDir, 'node_modules/.dt-http-ready');

/** The directory whose creation is the lock: `mkdir` is atomic on every file system. */
const lockDir = path.join(hostDir, '.install');
const ownerFile = path.join(lockDir, 'pid');

/** Measured on Linux x64: packages of the lock 390 MB, the server's own dependencies 290 MB. */
const SIZE = 'about 680 MB (200 MB to download)';

/**
 * Installs the VS Code server, its dependencies and the Node.js it needs, unless they are there.
 * Safe to call from several processes at once.
 *
 * @param {{ log: (line: string) => void }} options
 */
export async function ensureHost({ log }) {
  const stamp = await expectedStamp();
  if (await isReady(stamp)) return;
  await withLock(log, async () => {
    if (await isReady(stamp)) return;
    log(`Unpacking a VS Code server for this project: ${SIZE} in test/vscode/host/node_modules, once. It is kept for next time.`);
    await rm(stampFile, { force: true });
    // Scripts stay off: they would compile native modules that the tests do not need.
    await npm(['ci'], hostDir);
    // Not `npm ci`: the published shrinkwrap is not in step with its package.json. Optional
    // packages are binaries of an AI assistant that the settings turn off.
    await npm(['install', '--no-save', '--omit=dev', '--omit=optional'], editorDir);
    if (!existsSync(editorMain)) throw new Error('The VS Code server is not where it should be after the install.');
    serverNode();
    await writeFile(stampFile, stamp);
    log('The VS Code server is ready.');
  });
}

/**
 * The Node.js that starts the server: its version needs Node 24, the project needs only Node 20.
 * It comes as a package per platform, because the package `node` downloads in an install script.
 *
 * @returns {string} the executable's path
 */
export function serverNode() {
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const require = createRequire(path.join(hostDir, 'package.json'));
  for (const prefix of ['node', 'node-bin']) {
    const name = `${prefix}-${platform}-${process.arch}`;
    const manifest = path.join(hostDir, 'node_modules', name, 'package.json');
    if (existsSync(manifest)) return path.join(path.dirname(manifest), require(manifest).bin.node);
  }
  if (process.versions.node.startsWith('24.')) return process.execPath;
  throw new Error(
    `There is no packaged Node.js 24 for ${process.platform} on ${process.arch}. Start this command with Node.js 24; it is then used for the editor too.`,
  );
}

/** Changes with the lock and the platform, so that an updated lock is installed again. */
async function expectedStamp() {
  const lock = await readFile(path.join(hostDir, 'package-lock.json'));
  const hash = createHash('sha256').update(lock).digest('hex');
  return `${process.platform} ${process.arch} ${hash}\n`;
}

async function isReady(/** @type {string} */ stamp) {
  return (await readFile(stampFile, 'utf8').catch(() => '')) === stamp;
}

async function npm(/** @type {string[]} */ args, /** @type {string} */ cwd) {
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  // Under `npm run` its settings are in the environment, and `npm ci --omit` of the outer
  // command must not shape this install.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_config_(omit|include|global|prefix|local_prefix|save)/i.test(name)));
  // npm goes on after SIGTERM, and would write into the next attempt.
  const code = await run('npm', [...args, ...flags], { cwd, env, killSignal: 'SIGKILL' });
  if (code !== 0) throw new Error(`Installing the editor for the tests failed: \`npm ${args[0]}\` ended with ${code}. Run the command again to retry.`);
}

/**
 * Runs `work` while no other process of this project installs. The lock of a process that no
 * longer runs is taken over.
 *
 * @param {(line: string) => void} log
 * @param {() => Promise<void>} work
 */
async function withLock(log, work) {
  let told = false;
  while (!(await takeLock())) {
    if (!told) log('Another process is unpacking the editor; waiting for it.');
    told = true;
    await delay(500);
  }
  try {
    await work();
  } finally {
    await rm(lockDir, { recursive: true, force: true });
  }
}

/** @returns {Promise<boolean>} whether the lock is ours now */
async function takeLock() {
  const owner = async () => Number(await readFile(ownerFile, 'utf8').catch(() => '0'));
  if (!(await mkdir(lockDir).then(() => true, (error) => (error.code === 'EEXIST' ? false : Promise.reject(error))))) {
    const pid = await owner();
    const age = Date.now() - (await stat(lockDir).then((found) => found.mtimeMs, () => Date.now()));
    // A lock without a number was left between two lines of this function.
    const left = pid > 0 ? !isRunning(pid) : age > 10_000;
    if (!left) return false;
    await rm(lockDir, { recursive: true, force: true });
    return takeLock();
  }
  await writeFile(ownerFile, String(process.pid));
  // Two processes that both found a left lock could remove each other's: the last one has it.
  await delay(200);
  return (await owner()) === process.pid;
}

function isRunning(/** @type {number} */ pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}

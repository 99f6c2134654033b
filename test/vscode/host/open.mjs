// Opens an editor with this extension in it, to try by hand: `npm run editor -- [FILE]`.
//
//   node test/vscode/host/open.mjs [--browser] [FILE]
//
// An installed VS Code (or one of its kin) is used if there is one; otherwise, or with --browser,
// the real VS Code runs in the browser, served on the loopback address until Ctrl+C.
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ensureHost } from './install.mjs';
import { hostDir, repoRoot } from './layout.mjs';
import { message, run, runMain, startGroup, which } from './processes.mjs';
import { startEditor } from './server.mjs';
import { quietSettings, writeSettings } from './settings.mjs';

const EDITORS = ['code', 'code-insiders', 'codium', 'cursor'];

/** Settings, extensions and the packaged extension of the editor in the browser; kept. */
const keptDir = path.join(hostDir, '.editor');

await runMain(async (onExit, stopping) => {
  let options;
  try {
    options = parseArgs({ options: { browser: { type: 'boolean' } }, allowPositionals: true });
  } catch (error) {
    console.error(`${message(error)}\nUsage: npm run editor -- [--browser] [FILE]`);
    return 2;
  }
  // The last one: a script may name a file, and the user another after it.
  const name = options.positionals.at(-1);
  // npm runs scripts in the project's folder; the file is meant from where the user is.
  const places = [process.env.INIT_CWD ?? process.cwd(), repoRoot];
  const asked = name === undefined ? undefined : places.map((place) => path.resolve(place, name)).find((file) => existsSync(file));
  if (name !== undefined && asked === undefined) throw new Error(`There is no file ${name}.`);
  if (!existsSync(path.join(repoRoot, 'dist/extension.js'))) throw new Error('The extension is not built. Run `npm run build` first.');
  const examples = path.join(repoRoot, 'media/examples');
  const folder = asked === undefined || isInside(asked, examples) ? examples : path.dirname(asked);
  const tour = path.join(examples, 'tour.dt.http');
  const file = asked ?? (existsSync(tour) ? tour : undefined);

  if (options.values.browser !== true) {
    const editor = EDITORS.find((command) => which(command) !== undefined);
    if (editor !== undefined) {
      console.log(`Opening ${editor} with this extension.`);
      const code = await run(editor, [`--extensionDevelopmentPath=${repoRoot}`, folder, ...(file === undefined ? [] : [file])]);
      if (code === 0) return 0;
      console.log(`${editor} ended with ${code}; using the editor in the browser instead.`);
    }
  }
  return openInBrowser(folder, file, onExit, stopping);
});

/**
 * @param {string} folder
 * @param {string | undefined} file
 * @param {(cleanup: () => unknown) => void} onExit
 * @param {AbortSignal} stopping
 */
async function openInBrowser(folder, file, onExit, stopping) {
  await ensureHost({ log: console.log });
  // Packaged, as users install it: a server without the test driver takes no extension from a
  // folder, and a server for people has no test driver.
  const vsix = await packageExtension();
  const dataDir = path.join(keptDir, 'data');
  if (!existsSync(path.join(dataDir, 'data/User/settings.json'))) await writeSettings(dataDir, quietSettings);
  console.log('Starting the editor.');
  // On Linux the extension host puts a socket there, and does not remove it.
  const runtimeDir = await mkdtemp(path.join(tmpdir(), 'dt-http-editor-'));
  onExit(() => rm(runtimeDir, { recursive: true, force: true }));
  const editor = await startEditor(
    {
      workspace: folder,
      dataDir,
      trust: true,
      smokeTestDriver: false,
      token: randomBytes(24).toString('hex'),
      extensions: [vsix],
      env: { XDG_RUNTIME_DIR: runtimeDir },
    },
    onExit,
  );
  const address = editor.address(file === undefined ? [] : [['openFile', editor.remote(file)]]);
  console.log(`\nThe editor is at\n\n  ${address}\n\nAccounts added there are kept in memory only: a reload forgets them.\nPress Ctrl+C here to stop it.`);
  await openAddress(address);
  const code = await editor.exited;
  if (!stopping.aborted) console.error(`The editor ended with ${code}:\n${editor.log().slice(-2000)}`);
  return 1;
}

async function packageExtension() {
  await mkdir(keptDir, { recursive: true });
  const vsix = path.join(keptDir, 'dt-http.vsix');
  const vsce = path.join(repoRoot, 'node_modules/@vscode/vsce/vsce');
  if (!existsSync(vsce)) throw new Error('The packager is not installed. Run `npm ci` first.');
  const code = await run(process.execPath, [vsce, 'package', '--no-dependencies', '--allow-missing-repository', '--allow-unused-files-pattern', '--no-rewrite-relative-links', '--out', vsix], {
    cwd: repoRoot,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (code !== 0) throw new Error(`Packaging the extension failed (vsce ended with ${code}).`);
  return vsix;
}

/** Tries the system's browser; the printed address is there if that does nothing. */
async function openAddress(/** @type {string} */ address) {
  if (process.platform === 'win32') return run('rundll32.exe', ['url.dll,FileProtocolHandler', address], { stdio: 'ignore' });
  if (process.platform === 'darwin') return run('open', [address], { stdio: 'ignore' });
  const hasDisplay = (process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY ?? '') !== '';
  if (!hasDisplay || which('xdg-open') === undefined) return undefined;
  // Detached: it may stay as long as the browser, and Ctrl+C here must not close that.
  startGroup('xdg-open', [address], { stdio: 'ignore' }).once('error', () => {}).unref();
  return undefined;
}

function isInside(/** @type {string} */ file, /** @type {string} */ folder) {
  const relative = path.relative(folder, file);
  return !relative.startsWith('..') && !path.isAbsolute(relative);
}

// Runs the editor tests in a real VS Code server with a real browser in front.
//
//   node test/vscode/host/run.mjs [--grep TEXT] [--screenshots DIR] [--vsix FILE] [--restricted]
//                                 [--workspace DIR] [--tests MODULE] [--verbose]
//
// --grep         only tests whose full name matches this regular expression
// --screenshots  where pictures taken by tests go (out/screenshots)
// --vsix         test a packaged extension instead of the folder
// --restricted   open the workspace in Restricted Mode; runs *.restricted.test.ts instead
// --workspace    the folder to open; a copy of it (workspace)
// --tests        the module with the tests, without its ending; exports run() (out/test/vscode/index)
// --verbose      print the editor's log too
//
// Exit codes: 0 all passed, 1 a test failed or the run broke, 2 wrong usage.
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { format, parseArgs } from 'node:util';
import { launchBrowser } from './browser.mjs';
import { startControl } from './control.mjs';
import { ensureHost, findBrowser } from './install.mjs';
import { repoRoot, testsEntry, workspaceFixture } from './layout.mjs';
import { message, runMain } from './processes.mjs';
import { startEditor } from './server.mjs';
import { testSettings, writeSettings } from './settings.mjs';

/** From opening the page to the last test's end. */
const SUITE_LIMIT_MS = 15 * 60_000;

/** Errors that name it are shown; the rest of the editor's log is about networks it may not use. */
const EXTENSION_ID = 'dt-http.dt-http';

/** @returns {{ grep?: string, screenshots?: string, vsix?: string, restricted?: boolean, workspace?: string, tests?: string, verbose?: boolean } | undefined} */
function readArguments() {
  try {
    return parseArgs({
      options: {
        grep: { type: 'string' },
        screenshots: { type: 'string' },
        vsix: { type: 'string' },
        restricted: { type: 'boolean' },
        workspace: { type: 'string' },
        tests: { type: 'string' },
        verbose: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    console.error(`${message(error)}\nUsage: run.mjs [--grep TEXT] [--screenshots DIR] [--vsix FILE] [--restricted] [--workspace DIR] [--tests MODULE] [--verbose]`);
    return undefined;
  }
}

await runMain(async (onExit, stopping) => {
  const options = readArguments();
  if (options === undefined) return 2;
  const { grep, vsix, restricted = false, verbose = false } = options;
  if (vsix !== undefined && !existsSync(vsix)) throw new Error(`There is no file ${vsix}.`);
  const tests = path.resolve(options.tests ?? testsEntry);
  if (!existsSync(`${tests}.js`)) throw new Error('The tests are not compiled. Run `node esbuild.mjs --tests` first.');

  await ensureHost({ log: console.log });
  const executablePath = await findBrowser({ log: console.log });

  const folder = await mkdtemp(path.join(tmpdir(), 'dt-http-editor-'));
  onExit(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  const workspace = path.join(folder, 'workspace');
  const dataDir = path.join(folder, 'data');
  await cp(options.workspace ?? workspaceFixture, workspace, { recursive: true });
  await writeSettings(dataDir, testSettings);

  const screenshotDir = path.resolve(options.screenshots ?? path.join(repoRoot, 'out/screenshots'));
  let printed = false;
  const print = (/** @type {string} */ text) => {
    printed = true;
    console.log(text);
  };
  const control = await startControl({ screenshotDir, print });
  onExit(() => control.stop());

  const editor = await startEditor(
    {
      workspace,
      dataDir,
      trust: restricted,
      smokeTestDriver: true,
      extensions: vsix === undefined ? [] : [vsix],
      env: {
        DT_HTTP_PAGE: control.address,
        // Where the extension host puts its socket; it does not remove it.
        XDG_RUNTIME_DIR: folder,
        // The quota is kept there, which windows and terminals of the real user share.
        HOME: path.join(folder, 'home'),
        USERPROFILE: path.join(folder, 'home'),
        LOCALAPPDATA: path.join(folder, 'home'),
        DT_HTTP_TESTS: JSON.stringify({ grep, restricted, color: process.stdout.isTTY && process.env.NO_COLOR === undefined }),
      },
    },
    onExit,
  );

  const browser = await launchBrowser(executablePath);
  onExit(() => browser.close());
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-US' });
  // The browser keeps secrets encrypted with half a key of the server's, which code-server's own entry
  // point would serve. Without it they would be gone with the window.
  await context.route('**/mint-key', (route) => route.fulfill({ body: Buffer.alloc(32, 7) }));
  const page = await context.newPage();
  control.attach(page);

  /** @type {string[]} */
  const log = [];
  const extension = vsix === undefined ? repoRoot : await emptyExtension(folder);
  const open = async (/** @type {import('playwright-core').Page} */ shown, /** @type {string} */ module) => {
    const finished = watch(shown, editor, stopping, (type, text) => {
      log.push(text);
      if (verbose || (type === 'error' && text.includes(EXTENSION_ID))) console.error(text);
    });
    await shown.goto(
      editor.address([
        ['extensionDevelopmentPath', editor.remote(extension)],
        ['extensionTestsPath', editor.remote(module)],
      ]),
    );
    return finished;
  };
  let code = await open(page, tests);
  // Another window after this one was closed: what the first one left has to be there.
  if (code === 0 && tests === testsEntry && !restricted && (grep === undefined || grep.includes('restart'))) {
    await page.close();
    const second = await context.newPage();
    control.attach(second);
    code = await open(second, path.join(path.dirname(testsEntry), 'restarted'));
  }
  if (!printed && !stopping.aborted) console.error(`The tests did not start. The end of the editor's log:\n${log.slice(-20).join('\n')}`);
  return code === 0 && printed ? 0 : 1;
});

/**
 * Waits for the end of the tests and keeps an eye on the editor.
 *
 * @param {import('playwright-core').Page} page
 * @param {import('./server.mjs').Editor} editor
 * @param {AbortSignal} stopping
 * @param {(type: string, text: string) => void} log gets the editor's log, line by line
 * @returns {Promise<number>} the exit code of the suite
 */
async function watch(page, editor, stopping, log) {
  let ended = false;
  /** @type {(code: number) => void} */
  let settle = () => {};
  /** @type {Promise<number>} */
  const settled = new Promise((resolve) => (settle = resolve));
  const end = (/** @type {number} */ code, /** @type {string} */ why = '') => {
    if (!ended && !stopping.aborted && why !== '') console.error(why);
    ended = true;
    settle(code);
  };
  // The editor calls these two with its log, and when its tests have ended.
  await page.exposeFunction('codeAutomationLog', (/** @type {string} */ type, /** @type {unknown[]} */ args) => log(type, format(...args)));
  await page.exposeFunction('codeAutomationExit', (/** @type {number} */ code) => end(code));
  page.once('crash', () => end(1, 'The page crashed.'));
  page.once('close', () => end(1, 'The browser was closed.'));
  void editor.exited.then((code) => end(1, `The VS Code server ended with ${code}:\n${editor.log().slice(-2000)}`));
  setTimeout(() => end(1, `The tests did not end within ${SUITE_LIMIT_MS / 60_000} minutes.`), SUITE_LIMIT_MS).unref();
  return settled;
}

/**
 * The editor runs tests only for an extension under development. When a packaged one is tested,
 * an empty one takes that place.
 */
async function emptyExtension(/** @type {string} */ folder) {
  const carrier = path.join(folder, 'carrier');
  await mkdir(carrier);
  const manifest = { name: 'test-carrier', publisher: 'dt-http-tests', version: '0.0.0', engines: { vscode: '^1.96.0' } };
  await writeFile(path.join(carrier, 'package.json'), JSON.stringify(manifest));
  return carrier;
}

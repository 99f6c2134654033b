// Runs the editor tests in the desktop VS Code that @vscode/test-electron downloads.
//
//   node test/vscode/host/desktop.mjs [--grep TEXT] [--version stable|1.96.0|…]
//
// Tests that drive the page are not registered here: there is no page. On Linux without a
// display, start it under `xvfb-run -a`.
import { downloadAndUnzipVSCode, runTests } from '@vscode/test-electron';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, rm, writeFile, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { repoRoot, testsEntry, workspaceFixture } from './layout.mjs';
import { message, runMain } from './processes.mjs';
import { testSettings } from './settings.mjs';

await runMain(async (onExit) => {
  const { grep, version = 'stable' } = parseArgs({ options: { grep: { type: 'string' }, version: { type: 'string' } } }).values;
  if (!existsSync(`${testsEntry}.js`)) throw new Error('The tests are not compiled. Run `node esbuild.mjs --tests` first.');

  let vscodeExecutablePath;
  try {
    vscodeExecutablePath = await downloadAndUnzipVSCode({ version, cachePath: path.join(repoRoot, '.vscode-test') });
  } catch (error) {
    console.error(`The desktop VS Code could not be downloaded (${message(error)}), so nothing was tested; \`npm run test:editor\` needs only the package registry.`);
    return 1;
  }

  const folder = await mkdtemp(path.join(tmpdir(), 'dt-http-desktop-'));
  onExit(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  const workspace = path.join(folder, 'workspace');
  const settings = path.join(folder, 'user/User');
  await cp(workspaceFixture, workspace, { recursive: true });
  await mkdir(settings, { recursive: true });
  await writeFile(path.join(settings, 'settings.json'), JSON.stringify(testSettings));

  return runTests({
    vscodeExecutablePath,
    extensionDevelopmentPath: repoRoot,
    extensionTestsPath: testsEntry,
    extensionTestsEnv: { DT_HTTP_TESTS: JSON.stringify({ grep }), DT_HTTP_PAGE: undefined },
    launchArgs: [
      workspace,
      '--disable-workspace-trust',
      '--disable-telemetry',
      '--disable-updates',
      ...['--user-data-dir', path.join(folder, 'user')],
      ...['--extensions-dir', path.join(folder, 'extensions')],
    ],
  });
});

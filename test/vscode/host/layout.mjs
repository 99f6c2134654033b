// Where things are. Every other file of the harness asks here, so no path is written twice.
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of this harness: its own package.json, lock and `node_modules`. */
export const hostDir = path.dirname(fileURLToPath(import.meta.url));

/** The repository: also the extension under development. */
export const repoRoot = path.resolve(hostDir, '../../..');

/** The VS Code server inside the npm package `code-server`, and its entry point. */
export const editorDir = path.join(hostDir, 'node_modules/code-server/lib/vscode');
export const editorMain = path.join(editorDir, 'out/server-main.js');

/** Compiled tests (`node esbuild.mjs --tests`): a CommonJS module that exports `run()`. */
export const testsEntry = path.join(repoRoot, 'out/test/vscode/index');

/** The folder a test run opens; each run gets its own copy. */
export const workspaceFixture = path.join(hostDir, 'workspace');

// Runs everything: lint, types, build, the rings of tests and their coverage. Ends with
// `N passed, N failed`; a step that is no test counts when it fails.
//
// `node test/run.mjs --only unit,sandbox,product,editor,restricted` runs some of the rings alone.
import { spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import path from 'node:path';

const bin = (name, script) => path.join('node_modules', name, script);
const dots = ['--reporter', 'dot'];

const rings = {
  unit: () => mocha('unit', 'out/test/unit/**/*.test.js', 'out/test/*.test.js', ...dots),
  sandbox: () => mocha('sandbox', 'out/test/sandbox/**/*.test.js', ...dots),
  product: () => mocha('product', 'out/test/product/**/*.test.js'),
  editor: () => run('editor', ['test/vscode/host/run.mjs']),
  restricted: () => run('editor, Restricted Mode', ['test/vscode/host/run.mjs', '--restricted']),
};

const only = process.argv.indexOf('--only');
const wanted = only < 0 ? Object.keys(rings) : (process.argv[only + 1] ?? '').split(',');
for (const name of wanted) {
  if (!(name in rings)) throw new Error(`There is no ring of tests called ${name}. There are ${Object.keys(rings).join(', ')}.`);
}

const running = new Set();
const started = Date.now();
let passed = 0;
let failed = 0;

await rm('coverage', { recursive: true, force: true });
// Lint takes as long as types, both builds and the first ring together, and needs one core.
const lint = only < 0 ? run('lint', [bin('eslint', 'bin/eslint.js'), '.', '--max-warnings', '0'], { quiet: true }) : undefined;
if (only < 0) step('types', await run('types', [bin('typescript', 'bin/tsc'), '--noEmit']));
step('build', await run('build', ['esbuild.mjs']), { needed: true });
step('build of the tests', await run('build of the tests', ['esbuild.mjs', '--tests']), { needed: true });
for (const [index, name] of wanted.entries()) {
  ring(await rings[name]());
  if (index === 0 && lint) step('lint', await lint);
}
if (only < 0) step('coverage', await coverage());
end();

/** Counts a step that is no test. Without one that is needed nothing after it makes sense. */
function step(label, { code }, { needed = false } = {}) {
  if (code === 0) return;
  failed++;
  console.log(`\n${label} failed`);
  if (needed) end();
}

/** Counts the tests of a ring. One that ends badly without naming a test, or runs none, has failed as a whole. */
function ring({ code, output }) {
  const passing = count(output, /^\s*(\d+) passing/m);
  const failing = count(output, /^\s*(\d+) failing/m);
  passed += passing;
  failed += failing > 0 ? failing : code !== 0 || passing === 0 ? 1 : 0;
}

function end() {
  for (const child of running) child.kill();
  console.log(`\n${((Date.now() - started) / 1000).toFixed(0)} s\n${passed} passed, ${failed} failed`);
  process.exit(failed === 0 ? 0 : 1);
}

function mocha(label, ...args) {
  // Coverage is collected by V8 itself, and read by the last step.
  const env = { NODE_V8_COVERAGE: path.resolve('coverage/tmp') };
  return run(label, ['--enable-source-maps', bin('mocha', 'bin/mocha.js'), ...args, '--timeout', '20000'], { env });
}

/**
 * Nine lines in ten of `src` without the editor's part must be run by the pure, sandbox and product
 * rings. A file that is never loaded counts with all its lines.
 */
function coverage() {
  return run('coverage', [
    bin('c8', 'bin/c8.js'),
    'report',
    '--reporter=text-summary',
    '--temp-directory=coverage/tmp',
    '--all',
    '--src=src',
    '--include=src/**/*.ts',
    '--exclude=src/editor/**',
    '--exclude=src/extension.ts',
    '--exclude-after-remap',
    '--check-coverage',
    '--lines=90',
    '--functions=0',
    '--branches=0',
  ]);
}

function count(output, pattern) {
  return Number(pattern.exec(output)?.[1] ?? 0);
}

/** Runs a program of Node.js. A quiet one shows its output when it has ended, so that it may run beside others. */
function run(label, args, { env = {}, quiet = false } = {}) {
  if (!quiet) console.log(`\n── ${label}`);
  const begun = Date.now();
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', quiet ? 'pipe' : 'inherit'], env: { ...process.env, ...env } });
    running.add(child);
    let output = '';
    const collect = (text) => {
      output += text;
      if (!quiet) process.stdout.write(text);
    };
    child.stdout.setEncoding('utf8').on('data', collect);
    child.stderr?.setEncoding('utf8').on('data', collect);
    child.on('error', reject);
    child.on('close', (code) => {
      running.delete(child);
      if (quiet) console.log(`\n── ${label}${output === '' ? '' : `\n${output.trimEnd()}`}`);
      console.log(`── ${label}: ${((Date.now() - begun) / 1000).toFixed(1)} s`);
      resolve({ code, output });
    });
  });
}

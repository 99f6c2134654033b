// Runs everything: lint, types, build, and the rings of tests. Ends with `N passed, N failed`.
//
// `node test/run.mjs --only unit,sandbox,product,editor` runs some of the rings, without lint and types.
import { spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import path from 'node:path';

const rings = {
  unit: () => mocha('unit', ['out/test/unit/**/*.test.js', 'out/test/*.test.js']),
  sandbox: () => mocha('sandbox', ['out/test/sandbox/**/*.test.js']),
  product: () => mocha('product', ['out/test/product/**/*.test.js']),
  editor: () => run('editor', process.execPath, ['test/vscode/host/run.mjs']),
};

const only = process.argv.indexOf('--only');
const wanted = only < 0 ? Object.keys(rings) : (process.argv[only + 1] ?? '').split(',');
const bin = (name, script) => path.join('node_modules', name, script);
const node = (label, script, ...args) => run(label, process.execPath, [script, ...args]);

let passed = 0;
let failed = 0;

if (only < 0) {
  await check('lint', () => node('lint', bin('eslint', 'bin/eslint.js'), '.', '--max-warnings', '0'));
  await check('types', () => node('types', bin('typescript', 'bin/tsc'), '--noEmit'));
}
await check('build', () => node('build', 'esbuild.mjs'));
await check('build of the tests', () => node('build of the tests', 'esbuild.mjs', '--tests'));
await rm('coverage', { recursive: true, force: true });

for (const name of wanted) {
  const ring = rings[name];
  if (!ring) throw new Error(`There is no ring of tests called ${name}.`);
  const { code, output } = await ring();
  const passing = count(output, /^\s*(\d+) passing/m);
  const failing = count(output, /^\s*(\d+) failing/m);
  passed += passing;
  // A ring that ends badly without naming a failed test, or runs no test, has failed as a whole.
  failed += failing > 0 ? failing : code !== 0 || passing === 0 ? 1 : 0;
}
if (only < 0 && failed === 0) await check('coverage', coverage);

console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

/** A step that everything after it needs: the first failure ends the run. */
async function check(label, step) {
  const { code } = await step();
  if (code === 0) return;
  console.log(`\n${label} failed\n${passed} passed, ${failed + 1} failed`);
  process.exit(1);
}

function mocha(label, files) {
  // Coverage is collected by V8 itself and read by the last step, over all rings in this process tree.
  return run(label, process.execPath, ['--enable-source-maps', bin('mocha', 'bin/mocha.js'), ...files, '--timeout', '20000'], {
    NODE_V8_COVERAGE: path.resolve('coverage/tmp'),
  });
}

/** Nine lines in ten of `src` without `editor` must be run by the pure, sandbox and product rings. */
function coverage() {
  return node(
    'coverage',
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
  );
}

function count(output, pattern) {
  return Number(pattern.exec(output)?.[1] ?? 0);
}

function run(label, command, args, env = {}) {
  console.log(`\n── ${label}`);
  const started = Date.now();
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ...env } });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      output += text;
      process.stdout.write(text);
    });
    child.on('error', reject);
    child.on('close', (code) => {
      console.log(`── ${label}: ${((Date.now() - started) / 1000).toFixed(1)} s`);
      resolve({ code, output });
    });
  });
}

// Builds `dist/` (what ships) and, with `--tests [folder]`, `out/` (sources and tests, file by file).
//
// esbuild can split shared code into chunks only for ES modules, while the extension host of
// every supported editor can load CommonJS. So `dist/` is built in two passes: bundle and split
// as ES modules, then turn each chunk into CommonJS. `import()` becomes a lazy `require`, which
// keeps undici, zod and the sandbox out of activation.
import { build, transform } from 'esbuild';
import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { readdirSync } from 'node:fs';
import path from 'node:path';

const target = 'node20.18';

async function buildProduct() {
  await rm('dist', { recursive: true, force: true });
  await mkdir('dist');
  const result = await build({
    entryPoints: { extension: 'src/extension.ts', cli: 'src/cli/main.ts' },
    outdir: 'dist',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target,
    external: ['vscode'],
    // jsonc-parser's CommonJS build loads its parts in a way that cannot be bundled.
    mainFields: ['module', 'main'],
    minify: true,
    legalComments: 'none',
    chunkNames: 'chunk-[hash]',
    metafile: true,
    write: false,
    logLevel: 'warning',
  });
  for (const file of result.outputFiles) {
    const { code } = await transform(file.text, {
      format: 'cjs',
      platform: 'node',
      target,
      minify: true,
      supported: { 'dynamic-import': false },
    });
    const isCli = path.basename(file.path) === 'cli.js';
    await writeFile(file.path, isCli ? `#!/usr/bin/env node\n${code}` : code, { mode: isCli ? 0o755 : 0o644 });
  }
  return result.metafile;
}

async function buildTests(outdir) {
  await rm(outdir, { recursive: true, force: true });
  const entryPoints = ['src', 'test'].flatMap((root) =>
    readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.d.ts'))
      .map((entry) => path.join(entry.parentPath, entry.name)),
  ).filter((file) => !file.includes('node_modules'));
  const options = {
    outdir,
    outbase: '.',
    bundle: false,
    format: 'cjs',
    platform: 'node',
    target,
    sourcemap: 'linked',
    sourcesContent: false,
    logLevel: 'warning',
  };
  // Files that are not bundled name each other without an ending, which only `require` resolves.
  // The suite inside the editor loads mocha, an ES module, with a real `import()`.
  const inEditor = (file) => file.split(path.sep).join('/').startsWith('test/vscode/');
  await build({ ...options, entryPoints: entryPoints.filter(inEditor) });
  await build({ ...options, entryPoints: entryPoints.filter((file) => !inEditor(file)), supported: { 'dynamic-import': false } });
  await cp('package.json', path.join(outdir, 'package.json'));
  await cp('src', path.join(outdir, 'src'), { recursive: true, filter: (source) => !source.endsWith('.ts') });
}

const flag = process.argv.indexOf('--tests');
await (flag < 0 ? buildProduct() : buildTests(process.argv[flag + 1] ?? 'out'));

// Builds `dist/` (what ships) and, with `--tests [folder]`, `out/` (sources and tests, file by file).
//
// esbuild can split shared code into chunks only for ES modules, while the extension host of
// every supported editor can load CommonJS. So `dist/` is built in two steps: bundle and split
// as ES modules, then turn each chunk into CommonJS. `import()` becomes a lazy `require`, which
// keeps undici, zod and the sandbox out of activation.
import { build } from 'esbuild';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

const target = 'node20.18';

/**
 * undici has its parser twice: with SIMD, which it tries first, and without, which runs everywhere
 * and is no slower here. One is enough: the other would be a twentieth of what is shipped.
 */
const oneParser = {
  name: 'one-parser',
  setup: ({ onResolve }) => onResolve({ filter: /\/llhttp_simd-wasm\.js$/ }, ({ resolveDir }) => ({ path: path.join(resolveDir, '../llhttp/llhttp-wasm.js') })),
};

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
    plugins: [oneParser],
    chunkNames: 'chunk-[hash]',
    metafile: true,
    write: false,
    logLevel: 'warning',
  });
  for (const [name, code] of folded(new Map(result.outputFiles.map(({ path: file, text }) => [path.basename(file), toCommonJs(text)])))) {
    const isCli = name === 'cli.js';
    await writeFile(path.join('dist', name), isCli ? `#!/usr/bin/env node\n${code}` : code, { mode: isCli ? 0o755 : 0o644 });
  }
  await writeFile('dist/THIRD_PARTY_NOTICES.txt', await notices(Object.keys(result.metafile.inputs)));
}

/** Chunks of fewer characters are no files of their own. */
const smallChunk = 1500;

/**
 * Puts small chunks together in `chunk-small.js`, each as a function that is called when the chunk is
 * first asked for: what is shared by few modules is cut into dozens of files, and opening one takes
 * longer than reading it. What the extension loads at its start stays apart, and is not read with all
 * the others. Takes and gives the code of each file by its name.
 */
function folded(files) {
  const started = new Set(['extension.js']);
  for (const name of started) for (const [, next] of files.get(name).matchAll(/(?<!=>)require\("\.\/([\w-]+\.js)"\)/g)) started.add(next);
  const isSmall = (name) => name.startsWith('chunk-') && files.get(name).length < smallChunk && !started.has(name);
  const asked = (code) => code.replace(/require\("\.\/([\w-]+\.js)"\)/g, (call, name) => (isSmall(name) ? `require("./chunk-small.js")("${name}")` : call));
  const makers = [...files].filter(([name]) => isSmall(name)).map(([name, code]) => `// ${name}\n"${name}":()=>{const module={};${asked(code)}\nreturn module.exports},\n`);
  const registry = `"use strict";const made={},make={\n${makers.join('')}// end\n};module.exports=(name)=>name in made?made[name]:made[name]=make[name]();`;
  return [...[...files].filter(([name]) => !isSmall(name)).map(([name, code]) => [name, asked(code)]), ['chunk-small.js', registry]];
}

/** The licences of the packages that are bundled; a package without one fails the build. */
async function notices(inputs) {
  const packages = new Set(inputs.flatMap((file) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1] ?? []));
  const texts = [...packages].sort().map(async (name) => {
    const folder = path.join('node_modules', name);
    const license = readdirSync(folder).find((file) => /^licen[cs]e/i.test(file));
    if (license === undefined) throw new Error(`${name} is bundled and has no licence file.`);
    const parts = name === 'undici' ? ' (with llhttp, Copyright Fedor Indutny, 2018, under the same licence)' : '';
    return `${name}${parts}\n\n${await readFile(path.join(folder, license), 'utf8')}`;
  });
  return ['DT HTTP contains the following packages.', ...(await Promise.all(texts))].join(`\n\n${'-'.repeat(80)}\n\n`);
}

/**
 * Turns a bundled, minified ES module into CommonJS.
 *
 * esbuild's own conversion reads every imported name through two getters, which makes parsing two
 * and a half times as slow. Here an import is a `const`. That is right as long as chunks do not
 * import each other in a circle (esbuild puts such modules into one chunk) and nothing exported is
 * assigned later (`test/product/bundle.test.ts` looks for that).
 */
function toCommonJs(text) {
  const { statements } = ts.createSourceFile('chunk.js', text, ts.ScriptTarget.ES2022, false, ts.ScriptKind.JS);
  let head = '"use strict";';
  let body = '';
  let copied = 0;
  for (const statement of statements) {
    if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement) && !ts.isExportAssignment(statement)) continue;
    body += text.slice(copied, statement.pos);
    copied = statement.end;
    // All imports come first, as they do for an ES module.
    if (ts.isImportDeclaration(statement)) head += importAsRequire(statement);
    else if (ts.isExportAssignment(statement)) body += `module.exports={default:${text.slice(statement.expression.pos, statement.expression.end)}};`;
    else body += `module.exports={${bindings(statement.exportClause, ({ name, propertyName }) => `${name.text}:${(propertyName ?? name).text}`)}};`;
  }
  body += text.slice(copied);
  return head + body.replace(/\bimport\("(\.\/[\w-]+\.js)"\)/g, 'Promise.resolve().then(()=>require("$1"))');
}

function importAsRequire({ importClause, moduleSpecifier }) {
  const load = `require(${JSON.stringify(moduleSpecifier.text)})`;
  if (!importClause) return `${load};`;
  const { name, namedBindings } = importClause;
  const targets = [];
  // What is left outside the bundle is CommonJS: its default export is the module itself.
  if (name) targets.push(name.text);
  if (namedBindings && ts.isNamespaceImport(namedBindings)) targets.push(namedBindings.name.text);
  else if (namedBindings) targets.push(`{${bindings(namedBindings, ({ name, propertyName }) => `${(propertyName ?? name).text}:${name.text}`)}}`);
  return `const ${targets.map((target) => `${target}=${load}`).join(',')};`;
}

const bindings = ({ elements }, print) => elements.map(print).join(',');

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

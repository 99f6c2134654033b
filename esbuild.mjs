// Builds `dist/` (what ships) and, with `--tests [folder]`, `out/` (sources and tests, file by file).
//
// esbuild can split shared code into chunks only for ES modules, while the extension host of
// every supported editor can load CommonJS. So `dist/` is built in two steps: bundle and split
// as ES modules, then turn each chunk into CommonJS. `import()` becomes a lazy `require`, which
// keeps undici, zod and the sandbox out of activation.
import { build } from 'esbuild';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import ts from 'typescript';

const target = 'node20.18';

/**
 * Of undici's client what is used. Its parser is there twice: with SIMD, which it tries first, and
 * without, which runs everywhere and is no slower here; one is enough, and is shipped as the file that it
 * is, a quarter smaller than as text. HTTP/2 is never agreed on (`connect.ts` offers HTTP/1.1 alone), and
 * no body is a form of the Fetch API (they are octets): both fail loudly, should they be asked for.
 */
const usedOfUndici = {
  name: 'used-of-undici',
  setup({ onResolve, onLoad }) {
    const parser = /[/\\]llhttp[/\\]llhttp(_simd)?-wasm\.js$/;
    onResolve({ filter: /\/llhttp_simd-wasm\.js$/ }, ({ resolveDir }) => ({ path: path.join(resolveDir, '../llhttp/llhttp-wasm.js') }));
    onLoad({ filter: parser }, () => ({ contents: `module.exports = require('node:fs').readFileSync(require('node:path').join(__dirname, '${parserFile}'));` }));
    onLoad({ filter: /[/\\]undici[/\\]lib[/\\](dispatcher[/\\]client-h2|web[/\\]fetch[/\\]body)\.js$/ }, ({ path: file }) => {
      const fails = `() => { throw new Error('${path.basename(file)} is not part of this package.'); }`;
      return { contents: file.endsWith('body.js') ? `exports.extractBody = ${fails};` : `module.exports = ${fails};` };
    });
  },
};

/** In `dist/`. */
const parserFile = 'llhttp.wasm';

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
    plugins: [usedOfUndici],
    chunkNames: 'chunk-[hash]',
    metafile: true,
    write: false,
    logLevel: 'warning',
  });
  for (const [name, code] of packed(new Map(result.outputFiles.map(({ path: file, text }) => [path.basename(file), toCommonJs(text)])))) {
    const isCli = name === 'cli.js';
    await writeFile(path.join('dist', name), isCli ? `#!/usr/bin/env node\n${code}` : code, { mode: isCli ? 0o755 : 0o644 });
  }
  await writeFile(path.join('dist', parserFile), createRequire(import.meta.url)('undici/lib/llhttp/llhttp-wasm.js'));
  await writeFile('dist/THIRD_PARTY_NOTICES.txt', await notices(Object.keys(result.metafile.inputs)));
}

/** Chunks of fewer characters are no files of their own. */
const smallChunk = 40_000;

/**
 * Puts small chunks together in packs, each chunk as a function that is called when it is first asked
 * for: what is shared by few modules is cut into a hundred files, and opening one takes longer than
 * reading it, and each is compressed without knowing the others. `pack-editor.js` and `pack-terminal.js`
 * hold what one host alone asks for, `pack-both.js` the rest; and three more packs what is loaded at the
 * start, which is not read with all the others. Takes and gives the code of each file by its name.
 */
function packed(files) {
  const reached = (entry, pattern) => {
    const names = new Set([entry]);
    for (const name of names) for (const [, next] of files.get(name).matchAll(pattern)) names.add(next);
    return names;
  };
  const [editor, terminal] = ['extension.js', 'cli.js'].map((entry) => ({
    started: reached(entry, /(?<!=>)require\("\.\/([\w-]+\.js)"\)/g),
    all: reached(entry, /require\("\.\/([\w-]+\.js)"\)/g),
  }));
  const packOf = (name) => {
    if (!name.startsWith('chunk-') || files.get(name).length >= smallChunk) return undefined;
    const isStart = editor.started.has(name) || terminal.started.has(name);
    const whose = editor.all.has(name) ? (terminal.all.has(name) ? 'both' : 'editor') : 'terminal';
    return `pack-${isStart ? 'start_' : ''}${whose}.js`;
  };
  const names = new Map();
  for (const name of files.keys()) {
    const pack = packOf(name);
    if (pack) names.set(name, `${pack.slice('pack-'.length, -'.js'.length)}${names.size}`);
  }
  // In a pack the packs go by short names: `$both("both7")`.
  const asked = (code, isPacked) =>
    code.replace(/require\("\.\/([\w-]+\.js)"\)/g, (call, name) => (names.has(name) ? `${isPacked ? nameOf(packOf(name)) : `require("./${packOf(name)}")`}("${names.get(name)}")` : call));
  const packs = new Map();
  for (const [name, code] of files) {
    const pack = packOf(name);
    packs.set(pack ?? name, pack ? `${packs.get(pack) ?? ''}// ${names.get(name)}\n${names.get(name)}:()=>{const module={};${asked(code, true)}\nreturn module.exports},\n` : asked(code, false));
  }
  const others = (own) => [...new Set([...files.keys()].map(packOf))].filter((pack) => pack && pack !== own).map((pack) => `,${nameOf(pack)}=(name)=>require("./${pack}")(name)`).join('');
  const registry = (pack, makers) => `"use strict";const made={},make={\n${makers}// end\n},${nameOf(pack)}=(name)=>name in made?made[name]:made[name]=make[name]()${others(pack)};module.exports=${nameOf(pack)};`;
  return [...packs].map(([name, code]) => [name, name.startsWith('pack-') ? registry(name, code) : code]);
}

/** What a pack is called in packs. */
function nameOf(pack) {
  return `$${/^pack-(\w+)\.js$/.exec(pack)[1]}`;
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
  // Only asked to be run in its place: no module of this package does anything when it is loaded but define.
  if (!importClause) return '';
  const load = `require(${JSON.stringify(moduleSpecifier.text)})`;
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

// Builds `dist/` (what ships) and, with `--tests [folder]`, `out/` (sources and tests, file by file).
//
// esbuild can split shared code into chunks only for ES modules, while the extension host of
// every supported editor can load CommonJS. So each host is built in two steps: bundle and split
// as ES modules, then turn each chunk into CommonJS. `import()` becomes a lazy `require`, which
// keeps undici, zod and the sandbox out of activation.
import { build } from 'esbuild';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import ts from 'typescript';

const target = 'node20.18';
const requireHere = createRequire(import.meta.url);

/**
 * Of undici's client what is used. Its parser is there twice: with SIMD, which it tries first, and
 * without, which runs everywhere and is no slower here; one is enough, and is shipped as the file that it
 * is, a quarter smaller than as text. Of its tables the client reads two. HTTP/2 is never agreed on
 * (`connect.ts` offers HTTP/1.1 alone), and no body is a form of the Fetch API (they are octets): both fail
 * loudly, should they be asked for.
 */
const usedOfUndici = {
  name: 'used-of-undici',
  setup({ onResolve, onLoad }) {
    const parser = /[/\\]llhttp[/\\]llhttp(_simd)?-wasm\.js$/;
    onResolve({ filter: /\/llhttp_simd-wasm\.js$/ }, ({ resolveDir }) => ({ path: path.join(resolveDir, '../llhttp/llhttp-wasm.js') }));
    onLoad({ filter: parser }, () => ({ contents: `module.exports = require('node:fs').readFileSync(require('node:path').join(__dirname, '../${parserFile}'));` }));
    onLoad({ filter: /[/\\]llhttp[/\\]constants\.js$/ }, ({ path: file }) => {
      const { ERROR, TYPE } = requireHere(file);
      return { contents: `module.exports = ${JSON.stringify({ ERROR, TYPE })};` };
    });
    onLoad({ filter: /[/\\]undici[/\\]lib[/\\](dispatcher[/\\]client-h2|web[/\\]fetch[/\\]body)\.js$/ }, ({ path: file }) => {
      const fails = `() => { throw new Error('${path.basename(file)} is not part of this package.'); }`;
      return { contents: file.endsWith('body.js') ? `exports.extractBody = ${fails};` : `module.exports = ${fails};` };
    });
  },
};

/** In `dist/`, above the chunks. */
const parserFile = 'llhttp.wasm';

/**
 * The two hosts, each with a bundle of its own: `dist/extension.js` with `dist/extension/`, and `dist/cli.js`
 * with `dist/cli/`. What is loaded on demand is loaded in groups. Without them esbuild would cut what is shared
 * by any few of the modules that are asked for one by one: a hundred files and more, and opening one takes longer
 * than reading it. A group comes `after` another, or after a module, that is loaded by then: what both need lies
 * there. What is in no group comes alone.
 */
const hosts = {
  extension: {
    entry: 'src/extension.ts',
    groups: {
      shown: {
        after: 'extension',
        modules: [
          'app/navigation/links',
          'app/resources/face',
          'language/features/documentSymbols',
          'language/features/folding',
          'language/features/ids',
          'language/features/navigation/highlights',
          'language/features/semanticTokens',
        ],
      },
      checked: { after: 'shown', modules: ['app/check', 'language/features/fixes/index', 'language/locate', 'language/plan/environment'] },
      typed: {
        after: 'checked',
        modules: [
          'app/authoring',
          'app/around/fileSecrets',
          'app/foreseenHover',
          'app/hover/answerHover',
          'app/hover/requestHover',
          'app/navigation/names',
          'app/navigation/rename',
          'app/resources/book',
          'app/resources/load',
          'app/resources/refresh',
          'app/resources/signers',
          'app/session/sessionAnswers',
          'app/variableHover',
          'auth/storedAccounts',
          'disk/cacheFile',
          'editor/features/completionItems',
          'editor/features/navigationHost',
          'insight/pages',
          'insight/present',
          'insight/statusTitle',
          'language/features/completion/index',
          'language/features/format/formatFile',
          'language/features/selectionRanges',
          'language/features/signatures',
        ],
      },
      run: {
        after: 'typed',
        modules: ['app/answerSecrets', 'editor/answers/showAnswer', 'editor/running/batch', 'editor/running/showEnded', 'editor/services', 'editor/testing/testExplorer'],
      },
      commands: {
        after: 'run',
        modules: [
          'app/convert/copyAs',
          'app/convert/fromCurl',
          'app/convert/insertRequests',
          'app/userCatalogues',
          'editor/answers/imageView',
          'editor/commands/onDemand',
          'language/features/format/formatBody',
        ],
      },
      sandbox: { after: 'extension', modules: ['sandbox/index'] },
    },
  },
  cli: {
    entry: 'src/cli/main.ts',
    groups: {
      start: { modules: ['cli/cli'] },
      sandbox: { after: 'start', modules: ['cli/commands/sandbox', 'sandbox/index'] },
      format: { after: 'start', modules: ['cli/commands/format'] },
      explain: { after: 'format', modules: ['app/userCatalogues', 'cli/commands/explain'] },
      run: { after: 'explain', modules: ['auth/storedAccounts', 'cli/ask', 'cli/commands/check', 'cli/commands/run', 'cli/commands/token'] },
    },
  },
};

async function buildProduct() {
  const bundles = await Promise.all(Object.entries(hosts).map(([name, host]) => bundle(name, host)));
  await rm('dist', { recursive: true, force: true });
  for (const name of Object.keys(hosts)) await mkdir(path.join('dist', name), { recursive: true });
  for (const { path: file, text } of bundles.flatMap(({ outputFiles }) => outputFiles)) {
    const isCli = path.basename(file) === 'cli.js';
    await writeFile(file, `${isCli ? '#!/usr/bin/env node\n' : ''}${toCommonJs(text)}`, { mode: isCli ? 0o755 : 0o644 });
  }
  await writeFile(path.join('dist', parserFile), requireHere('undici/lib/llhttp/llhttp-wasm.js'));
  await writeFile('dist/THIRD_PARTY_NOTICES.txt', await notices(bundles.flatMap(({ metafile }) => Object.keys(metafile.inputs))));
}

/** `dist/NAME.js` and the chunks that it loads, in `dist/NAME/`, as ES modules. */
function bundle(name, { entry, groups }) {
  return build({
    entryPoints: { [name]: entry },
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
    plugins: [usedOfUndici, parsedJson, inGroups(groups)],
    // Of two modules of a group that export the same name, neither would.
    logOverride: { 'ambiguous-reexport': 'error' },
    chunkNames: `${name}/[name]-[hash]`,
    metafile: true,
    write: false,
    logLevel: 'warning',
  });
}

/** `import()` of a module of a group becomes that of a module that exports what all of the group do. */
function inGroups(groups) {
  const namespace = 'group';
  const groupOf = new Map(Object.entries(groups).flatMap(([name, { modules }]) => modules.map((module) => [path.resolve('src', module), name])));
  const unasked = new Set(groupOf.keys());
  return {
    name: 'in-groups',
    setup({ onResolve, onLoad, onEnd }) {
      onResolve({ filter: /^group:/ }, ({ path: asked }) => ({ path: asked.slice(namespace.length + 1), namespace }));
      onResolve({ filter: /^\./ }, ({ path: asked, resolveDir, kind }) => {
        const module = kind === 'dynamic-import' && [path.resolve(resolveDir, asked), path.resolve(resolveDir, asked, 'index')].find((file) => groupOf.has(file));
        if (!module) return undefined;
        unasked.delete(module);
        return { path: groupOf.get(module), namespace };
      });
      onLoad({ filter: /^/, namespace }, ({ path: name }) => {
        const { after, modules } = groups[name];
        const first = after ? `import '${after in groups ? 'group:' : './'}${after}';` : '';
        return { contents: first + modules.map((module) => `export * from './${module}';`).join(''), resolveDir: path.resolve('src') };
      });
      onEnd(({ errors }) => ({ errors: errors.length > 0 ? [] : [...unasked].map((module) => ({ text: `Nothing loads ${module} on demand: take it out of its group in esbuild.mjs.` })) }));
    },
  };
}

/** A large value that is parsed as JSON is there in a tenth of the time that it takes as code. */
const parsedJson = {
  name: 'parsed-json',
  setup: ({ onLoad }) =>
    onLoad({ filter: /[/\\]src[/\\]api[/\\]\w+\.json$/ }, async ({ path: file }) => {
      const json = JSON.stringify(JSON.parse(await readFile(file, 'utf8')));
      return { contents: `export default /* @__PURE__ */ JSON.parse(${JSON.stringify(json)});` };
    }),
};

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
  return head + body.replace(/\bimport\("(\.\/[\w/-]+\.js)"\)/g, 'Promise.resolve().then(()=>require("$1"))');
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

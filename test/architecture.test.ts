import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/*
 * Folders of `src` import one way. Type imports count: they say who knows whom.
 */

const src = path.resolve('src');

/** Which folders a folder may import beside itself. */
const allowed: Record<string, readonly string[]> = {
  base: [],
  http: ['base'],
  api: ['base'],
  quota: ['base'],
  auth: ['base', 'http', 'api'],
  language: ['base', 'http', 'api'],
  run: ['base', 'http', 'auth', 'quota'],
  insight: ['base', 'http', 'api'],
  sandbox: ['base', 'http', 'api'],
  app: ['base', 'http', 'api', 'quota', 'auth', 'language', 'run', 'insight'],
  // Of `app` the interface of the host alone; see below.
  disk: ['base', 'app', 'quota'],
  // The two hosts put the parts together, and show their plain values.
  editor: ['base', 'http', 'api', 'quota', 'auth', 'language', 'run', 'insight', 'app', 'disk', 'sandbox'],
  cli: ['base', 'http', 'api', 'quota', 'auth', 'language', 'run', 'insight', 'app', 'disk', 'sandbox'],
};

/** Modules from outside, and the only places that may import them. */
const walls: readonly { readonly module: RegExp; readonly places: RegExp }[] = [
  { module: /^vscode$/, places: /^(editor\/|extension\.ts$)/ },
  { module: /^undici(\/|$)/, places: /^http\/undici(Transport|\.d)\.ts$/ },
  { module: /^(node:)?https?$/, places: /^sandbox\// },
  { module: /^(node:)?(fs|fs\/promises)$/, places: /^(cli|disk|editor)\// },
  { module: /^(node:)?process$/, places: /^(cli|editor)\// },
  { module: /^(node:)?child_process$/, places: /^$/ },
];

/** Doors: outside its own folder, a layer is entered through these files only. */
const sandboxDoor = 'sandbox/index';

interface Import {
  readonly file: string;
  readonly specifier: string;
}

function imports(): readonly Import[] {
  const found: Import[] = [];
  for (const entry of readdirSync(src, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith('.ts')) continue;
    const full = path.join(entry.parentPath, entry.name);
    const file = path.relative(src, full).replaceAll('\\', '/');
    const text = readFileSync(full, 'utf8');
    for (const match of text.matchAll(/(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire\(\s*)['"`]([^'"`]+)['"`]/g)) {
      found.push({ file, specifier: match[1] ?? '' });
    }
  }
  return found;
}

const folderOf = (file: string) => (file.includes('/') ? (file.split('/')[0] ?? '') : file);
const resolve = ({ file, specifier }: Import) => path.posix.normalize(path.posix.join(path.posix.dirname(file), specifier));

describe('architecture', () => {
  const all = imports();
  // The terminal tool reads its version from the manifest.
  const own = all.filter((item) => item.specifier.startsWith('.') && !item.specifier.endsWith('/package.json'));

  it('reads the imports', () => {
    assert.ok(own.length > 100, `${own.length} imports found`);
  });

  it('folders import one way', () => {
    const wrong = own.filter((item) => {
      const from = folderOf(item.file);
      const to = folderOf(resolve(item));
      return from !== 'extension.ts' && from !== to && !allowed[from]?.includes(to);
    });
    assert.deepEqual(wrong, []);
  });

  it('syntax sees base alone', () => {
    const wrong = own.filter((item) => item.file.startsWith('language/syntax/') && !/^(base|language\/syntax)\//.test(resolve(item)));
    assert.deepEqual(wrong, []);
  });

  it('editor and terminal never import each other', () => {
    const wrong = own.filter((item) => /^(editor|cli)\//.test(item.file) && /^(editor|cli)\//.test(resolve(item)) && folderOf(item.file) !== folderOf(resolve(item)));
    assert.deepEqual(wrong, []);
  });

  it('the disk knows of the app what it is asked for, and no more', () => {
    const wrong = own.filter((item) => folderOf(item.file) === 'disk' && folderOf(resolve(item)) === 'app' && resolve(item) !== 'app/host');
    assert.deepEqual(wrong, []);
  });

  it('the sandbox is entered through its door', () => {
    const wrong = own.filter((item) => folderOf(item.file) !== 'sandbox' && folderOf(resolve(item)) === 'sandbox' && resolve(item) !== sandboxDoor);
    assert.deepEqual(wrong, []);
  });

  it('outer modules stay behind their walls', () => {
    const outside = all.filter((item) => !item.specifier.startsWith('.'));
    const wrong = outside.filter(({ file, specifier }) => walls.some((wall) => wall.module.test(specifier) && !wall.places.test(file)));
    assert.deepEqual(wrong, []);
  });

  /** Files outside of `place` in which a pattern stands. */
  const filesWith = (pattern: RegExp, place: RegExp) =>
    readdirSync(src, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
      .map((entry) => path.relative(src, path.join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
      .filter((file) => !place.test(file) && pattern.test(readFileSync(path.join(src, file), 'utf8')));

  it('the process is read by the hosts alone', () => {
    // The clock of the machine is a function of the process; a copy as JavaScript is a program that reads its own.
    assert.deepEqual(filesWith(/\bprocess\.\w/, /^(cli|editor)\/|^base\/clock\.ts$|^app\/convert\/toJavaScript\.ts$/), []);
  });

  it('messages of the editor, in which it makes links, go through the file that takes them out', () => {
    assert.deepEqual(filesWith(/\bwindow\.show(?:Information|Warning|Error)Message\(|ProgressLocation\.Notification/, /^editor\/messages\.ts$/), []);
  });
});

import assert from 'node:assert/strict';
import { readImports } from '../../../../src/app/around/imports';
import type { Import } from '../../../../src/language/plan/needs';
import { parse } from '../../../../src/language/syntax/parser';
import { memoryFiles } from '../../../helpers/memoryFiles';

const root = 'file:///w';

/** Reads what `text` at `/w/a/main.dt.http` imports, as nested lists of file names and problems. */
async function imported(text: string, files: Readonly<Record<string, string | Uint8Array | Error>> = {}): Promise<readonly unknown[]> {
  const all = Object.fromEntries(Object.entries(files).map(([name, content]) => [`${root}/${name}`, content]));
  return shown(await readImports(memoryFiles(all), parse(text), `${root}/a/main.dt.http`, root));
}

function shown(imports: readonly Import[]): readonly unknown[] {
  return imports.map(({ module, problem }) => (module ? [module.uri.slice(root.length + 1), ...shown(module.imports)] : problem));
}

describe('imports', () => {
  for (const [name, text, files, expected] of [
    ['none', 'GET /x\n', {}, []],
    ['a file beside it', '# @import ./b.dt.http\n', { 'a/b.dt.http': '' }, [['a/b.dt.http']]],
    ['a file above it, in any spelling', '# @Import = ../b.http\r\n', { 'b.http': '' }, [['b.http']]],
    ['what that imports in turn', '# @import b\n', { 'a/b': '# @import c\n', 'a/c': '' }, [['a/b', ['a/c']]]],
    ['a name with blanks and signs', '# @import ./b c#%.http\n', { 'a/b%20c%23%25.http': '' }, [['a/b%20c%23%25.http']]],
    ['several, in order', '# @import b\n###\n# @import c\n', { 'a/b': '', 'a/c': '' }, [['a/b'], ['a/c']]],
    ['one that is not there', '# @import b\n', {}, [{ kind: 'missing' }]],
    ['one that cannot be read', '# @import b\n', { 'a/b': new Error('permission denied') }, [{ kind: 'unreadable', reason: 'permission denied' }]],
    ['one that is no text', '# @import b\n', { 'a/b': new Uint8Array([0xff]) }, [{ kind: 'unreadable', reason: 'it is not valid UTF-8' }]],
    ['one outside of the folder', '# @import ../../b\n', {}, [{ kind: 'outside' }]],
    ['what is no path', '# @import https://example.org/b\n', {}, [{ kind: 'refused', reason: 'not-a-path' }]],
    ['itself', '# @import main.dt.http\n', {}, [{ kind: 'cycle', files: ['main.dt.http', 'main.dt.http'] }]],
    ['a circle', '# @import b\n', { 'a/b': '# @import c\n', 'a/c': '# @import b\n' }, [['a/b', ['a/c', { kind: 'cycle', files: ['b', 'c', 'b'] }]]]],
    ['nothing named in a body', 'POST /x\n\n# @import b\n', {}, []],
  ] as const) {
    it(name, async () => assert.deepEqual(await imported(text, files), expected));
  }

  it('reads a file once that is imported twice', async () => {
    const files = memoryFiles({ [`${root}/b`]: '# @import d\n', [`${root}/c`]: '# @import d\n', [`${root}/d`]: '@x = 1\n' });
    const reads: string[] = [];
    const counting = { ...files, read: (uri: string) => (reads.push(uri), files.read(uri)) };
    await readImports(counting, parse('# @import b\n# @import c\n# @import b\n'), `${root}/main.dt.http`, root);
    assert.deepEqual(reads, [`${root}/b`, `${root}/d`, `${root}/c`]);
  });
});

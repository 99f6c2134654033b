import assert from 'node:assert/strict';
import { CancelledError } from '../../../../src/base/abort';
import { Names } from '../../../../src/app/navigation/names';
import { keyOf } from '../../../../src/app/navigation/workspace';
import { environmentFromSettings } from '../../../../src/language/plan/environment';
import { parse } from '../../../../src/language/syntax/parser';
import { memoryFiles } from '../../../helpers/memoryFiles';
import { never, shown, type World, worldOf } from './world';

const env = 'http-client.env.json';

async function definitions({ names, document, cursor }: World): Promise<readonly string[]> {
  const named = await names.at(document, cursor);
  return named ? (await names.definitions(named, document)).map(shown) : [];
}

async function references({ names, document, cursor }: World): Promise<readonly string[]> {
  const named = await names.at(document, cursor);
  return named ? (await names.occurrences(named, document, never)).all.map(shown).sort() : [];
}

describe('definitions', () => {
  const cases: readonly [what: string, files: Readonly<Record<string, string>>, environment?: string][] = [
    ['the last line above', { 'a.dt.http': '@x = 1\n@⟦x⟧ = 2\nGET /{{‸x}}\n###\n@x = 3' }],
    ['the line itself', { 'a.dt.http': '@x = 1\n@⟦x‸⟧ = 2\nGET /{{x}}' }],
    ['in its own value the one above', { 'a.dt.http': '@⟦x⟧ = 1\n@x = {{‸x}}2' }],
    ['the line below, where there is no other', { 'a.dt.http': 'GET /{{‸x}}\n###\n@⟦x⟧ = 3' }],
    ['the prompt of its block', { 'a.dt.http': '@x = 1\n# @prompt ⟦x⟧ Which?\nGET /{{‸x}}' }],
    ['in an imported file, as it is at its end', { 'a.dt.http': '# @import ./lib/b.dt.http\n\nGET /{{‸x}}', 'lib/b.dt.http': '@x = 1\n@⟦x⟧ = 2' }],
    ['in the last import that has it', { 'a.dt.http': '# @import ./b.dt.http\n# @import ./c.dt.http\n# @import ./d.dt.http\nGET /{{‸x}}', 'b.dt.http': '@x = 1', 'c.dt.http': '@⟦x⟧ = 2', 'd.dt.http': '' }],
    ['by way of another import', { 'a.dt.http': '# @import ./b.dt.http\nGET /{{‸x}}', 'b.dt.http': '# @import ./c.dt.http', 'c.dt.http': '@⟦x⟧ = 2' }],
    ['not in a file that is imported further down', { 'a.dt.http': 'GET /{{‸x}}\n###\n# @import ./b.dt.http', 'b.dt.http': '@x = 1', [env]: '{"$shared": {"⟦x⟧": 1}}' }],
    ['in the environment that is chosen', { 'a.dt.http': 'GET /{{‸x}}', [env]: '{"dev": {"x": "1"}, "prod": {"⟦x⟧": "2"}, "$shared": {"x": "3"}}' }, 'prod'],
    ['in the private file before the shared one', { 'a.dt.http': 'GET /{{‸x}}', [env]: '{"dev": {"x": "1"}}', 'http-client.private.env.json': '{"dev": {"⟦x⟧": "2"}}' }, 'dev'],
    ['in all other environments, when the chosen one has none', { 'a.dt.http': 'GET /{{‸x}}', [env]: '{"dev": {"⟦x⟧": "1"}, "prod": {"⟦x⟧": {"$secret": "s"}}}' }],
    ['a name that only an environment can have', { 'a.dt.http': 'GET /{{api.‸key}}', [env]: '{"$shared": {"⟦api.key⟧": 1}}' }],
    ['a request by its directive', { 'a.dt.http': '# @name ⟦login⟧\nGET /x\n###\nGET /{{login.response.bo‸dy.$.x}}' }],
    ['a request by its title, in an imported file', { 'a.dt.http': '# @import ./b.dt.http\n# @ref lo‸gin\nGET /x', 'b.dt.http': '### ⟦login⟧\nGET /x' }],
    ['its own request before an imported one', { 'a.dt.http': '# @import ./b.dt.http\n### ⟦login⟧\nGET /x\n###\n# @ref ‸login\nGET /y', 'b.dt.http': '### login\nGET /x' }],
    ['the key itself in an environment file', { [env]: '{"dev": {"⟦x‸⟧": "1"}, "prod": {"x": 1}}' }],
    ['none of what nothing defines', { 'a.dt.http': 'GET /{{‸x}}' }],
    ['none of a system variable', { 'a.dt.http': 'GET /{{$gu‸id}}' }],
    ['none in a text', { 'a.dt.http': 'GET /‸x' }],
    ['in files that import one another', { 'a.dt.http': '# @import ./b.dt.http\n@y = 1\nGET /{{‸x}}', 'b.dt.http': '# @import ./a.dt.http\n@⟦x⟧ = {{y}}' }],
  ];
  for (const [what, files, environment] of cases) {
    it(`are ${what}`, async () => {
      const world = worldOf(files, environment === undefined ? {} : { environment });
      assert.deepEqual([...(await definitions(world))].sort(), world.expected);
    });
  }

  it('look at no other request files than those that are imported', async () => {
    const world = worldOf({ 'a.dt.http': 'GET /{{‸x}}', 'b.dt.http': '@x = 1' });
    await definitions(world);
    assert.deepEqual(world.read.filter((uri) => uri.endsWith('.http')), []);
  });
});

describe('references', () => {
  const cases: readonly [what: string, files: Readonly<Record<string, string>>][] = [
    ['of a variable, in all files that import it', {
      'a.dt.http': '@⟦‸x⟧ = 1\nGET /{{⟦x⟧}}',
      'b.dt.http': '# @import ./a.dt.http\n\nGET /{{⟦x⟧}}',
      'c.dt.http': '# @import ./b.dt.http\n\nGET /{{⟦x⟧}}',
      'other.dt.http': '@x = 1\nGET /{{x}}',
    }],
    ['of an imported variable', { 'a.dt.http': '# @import ./b.dt.http\nGET /{{⟦x‸⟧}}', 'b.dt.http': '@⟦x⟧ = 1\n@⟦x⟧ = {{⟦x⟧}}2', 'c.dt.http': '# @import ./b.dt.http\n###\n@x = 2\nGET /{{x}}\n' }],
    ['of an importer that defines it anew: above that line', { 'a.dt.http': '@⟦‸x⟧ = 1', 'b.dt.http': '# @import ./a.dt.http\n@y = {{⟦x⟧}}\n@x = 2\nGET /{{x}}' }],
    ['of an environment: all keys, and all files of its folder and below', {
      'a.dt.http': 'GET /{{⟦‸x⟧}}',
      'sub/b.dt.http': 'GET /{{⟦x⟧}}\n###\n@x = 1\nGET /{{x}}',
      'c.dt.http': '# @prompt x\nGET /{{x}}',
      [env]: '{"dev": {"⟦x⟧": "1", "y": "x"}, "prod": {"⟦x⟧": 2, "⟦x⟧": 3}, "x": {"y": 1}}',
      'http-client.private.env.json': '{"$shared": {"⟦x⟧": "s"}}',
      'sub/http-client.env.json': '{"dev": {"⟦x⟧": "1"}}',
    }],
    ['of an environment, not those of another folder', {
      'a/a.dt.http': 'GET /{{⟦‸x⟧}}',
      'b/b.dt.http': 'GET /{{x}}',
      'a/http-client.env.json': '{"dev": {"⟦x⟧": "1"}}',
      'b/http-client.env.json': '{"dev": {"x": "1"}}',
    }],
    ['of an environment, by way of a file that sees both', {
      'a.dt.http': 'GET /{{⟦‸x⟧}}',
      'sub/b.dt.http': 'GET /{{⟦x⟧}}',
      'sub/deep/c.dt.http': 'GET /{{⟦x⟧}}',
      [env]: '{"dev": {"⟦x⟧": "1"}}',
      'sub/deep/http-client.env.json': '{"dev": {"⟦x⟧": "1"}}',
    }],
    ['from a key of an environment file', { 'a.dt.http': 'GET /{{⟦x⟧}}', [env]: '{"dev": {"⟦x‸⟧": "1"}, "prod": {"⟦x⟧": "2"}}' }],
    ['of what the importing file reads with its environment', { 'main/a.dt.http': '# @import ../lib/b.dt.http\nGET /{{⟦‸x⟧}}', 'lib/b.dt.http': '@y = {{⟦x⟧}}', 'main/http-client.env.json': '{"dev": {"⟦x⟧": 1}}' }],
    ['of a name that the product knows', { 'a.dt.http': 'GET {{⟦apiBase‸⟧}}/x', 'b.dt.http': 'GET {{⟦apiBase⟧}}/y' }],
    ['of a prompt, in its block', { 'a.dt.http': '# @prompt ⟦‸x⟧\nGET /{{⟦x⟧}}\n###\n# @prompt x\nGET /{{x}}', 'b.dt.http': '# @import ./a.dt.http\nGET /{{x}}' }],
    ['of a request', { 'a.dt.http': '### ⟦login⟧\nGET /x\n###\n# @ref ⟦login⟧\nGET /{{⟦login⟧.response.status}}/{{⟦login⟧.name}}', 'b.dt.http': '# @import ./a.dt.http\n# @force-ref ⟦lo‸gin⟧\nGET /{{⟦login⟧.response.body}}', 'c.dt.http': '### login\nGET /y' }],
    ['of what nothing defines', { 'a.dt.http': 'GET /{{⟦x‸⟧}}/{{⟦x⟧}}' }],
  ];
  for (const [what, files] of cases) {
    it(`are those ${what}`, async () => {
      const world = worldOf(files);
      assert.deepEqual(await references(world), world.expected);
    });
  }

  it('tell definitions from uses', async () => {
    const { names, document, cursor } = worldOf({ 'a.dt.http': '@y = {{‸x}}', [env]: '{"a": {"x": 1}}' });
    const named = await names.at(document, cursor);
    assert.ok(named);
    const { all } = await names.occurrences(named, document, never);
    assert.deepEqual(all.map(({ isDefinition, isKey }) => [isDefinition, isKey]), [[false, false], [true, true]]);
  });

  it('of files with a byte order mark count as the editor does', async () => {
    const world = worldOf({ 'a.dt.http': '# @import ./b.dt.http\nGET /{{⟦‸x⟧}}', 'b.dt.http': '@⟦x⟧ = {{z}}', [env]: '{"dev": {"z": 1}}' });
    const files = Object.fromEntries([...world.texts].map(([name, text]) => [`file:///w/${name}`, `\ufeff${text}`]));
    const names = new Names({ ...world.names.workspace.host, files: memoryFiles(files) });
    assert.deepEqual(await references({ ...world, names }), world.expected);
  });

  it('say when not all files were looked through: too many, too long, not readable', async () => {
    const sources = { 'a.dt.http': '@‸x = 1\nGET /{{x}}' };
    const uris = ['file:///w/a.dt.http'];
    const isPartial = async (...more: Parameters<typeof worldOf>) => {
      const { names, document, cursor } = worldOf(...more);
      const named = await names.at(document, cursor);
      return named && (await names.occurrences(named, document, never)).isPartial;
    };
    assert.equal(await isPartial(sources), false);
    assert.equal(await isPartial(sources, { requestFiles: () => Promise.resolve({ uris, hasMore: true }) }), true);
    assert.equal(await isPartial({ ...sources, 'b.dt.http': 'x'.repeat(1_000_001) }), true);
    assert.equal(await isPartial(sources, { requestFiles: () => Promise.resolve({ uris: [...uris, 'file:///w/gone.dt.http'], hasMore: false }) }), true);
  });

  it('read each file once, and parse only those in which the name stands', async () => {
    const many = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`f${index}.dt.http`, '# @import ./lib.dt.http\n\nGET /x']));
    const world = worldOf({ 'a.dt.http': '# @import ./lib.dt.http\n\nGET /{{⟦name‸⟧}}', 'lib.dt.http': '@⟦name⟧ = 1', ...many });
    assert.deepEqual(await references(world), world.expected);
    const read = world.read.filter((uri) => uri.endsWith('.http'));
    assert.equal(new Set(read).size, read.length);
    // The document itself is at hand.
    assert.equal(read.length, 61);
  });

  it('can be cancelled', async () => {
    const { names, document, cursor } = worldOf({ 'a.dt.http': '@‸x = 1' });
    const named = await names.at(document, cursor);
    assert.ok(named);
    await assert.rejects(names.occurrences(named, document, AbortSignal.abort()), CancelledError);
  });

  it('of an untitled document are in it alone, and of the settings where they are used', async () => {
    const text = '@x = 1\nGET /{{x}}/{{s}}';
    const document = { uri: 'untitled:Untitled-1', file: parse(text) };
    const names = new Names({ files: memoryFiles({}), requestFiles: () => Promise.resolve({ uris: [], hasMore: false }), rootOf: () => undefined, moreEnvironments: [environmentFromSettings({ $shared: { s: 1 } })] });
    const count = async (offset: number) => {
      const named = await names.at(document, offset);
      assert.ok(named);
      return [named.meaning.kind, (await names.occurrences(named, document, never)).all.length];
    };
    assert.deepEqual(await count(1), ['variable', 2]);
    assert.deepEqual(await count(text.indexOf('s}}')), ['environment', 1]);
  });
});

describe('one spelling for each file', () => {
  for (const [uri, expected] of [
    ['file:///c%3A/My%20Files/a(1).dt.http', 'file:///c:/My%20Files/a(1).dt.http'],
    ['file:///C:/My%20Files/a%281%29.dt.http', 'file:///c:/My%20Files/a(1).dt.http'],
    ['vscode-vfs://GitHub/a/b', 'vscode-vfs://GitHub/a/b'],
    ['untitled:Untitled-1', 'untitled:Untitled-1'],
    ['file:///', 'file:///'],
  ] as const) {
    it(uri, () => assert.equal(keyOf(uri), expected));
  }
});

import assert from 'node:assert/strict';
import { decodeUtf8, foldersUpTo, invalidUtf8At, readEnvironments } from '../../../../src/app/around/environments';
import { memoryFiles } from '../../../helpers/memoryFiles';

describe('environment files', () => {
  const folders: readonly [uri: string, root: string | undefined, expected: readonly string[]][] = [
    ['file:///w/a/b/x.dt.http', 'file:///w', ['file:///w/a/b/', 'file:///w/a/', 'file:///w/']],
    ['file:///w/x.dt.http', 'file:///w/', ['file:///w/']],
    ['file:///w/a/x.dt.http', undefined, ['file:///w/a/']],
    ['file:///other/x.dt.http', 'file:///w', ['file:///other/']],
    ['file:///w2/x.dt.http', 'file:///w', ['file:///w2/']],
    ['file:///c%3A/w/x.dt.http', 'file:///c%3A/w', ['file:///c%3A/w/']],
    ['vscode-remote://host/w/a/x.dt.http', 'vscode-remote://host/w', ['vscode-remote://host/w/a/', 'vscode-remote://host/w/']],
    ['untitled:Untitled-1', undefined, []],
    ['file:///x/a.dt.http', 'file:///', ['file:///x/', 'file:///']],
  ];
  for (const [uri, root, expected] of folders) {
    it(`are looked for from ${uri} up to ${root ?? 'nowhere'}`, () => assert.deepEqual(foldersUpTo(uri, root), expected));
  }

  it('the nearest comes first, the private one before the shared', async () => {
    const files = memoryFiles({
      'file:///w/http-client.env.json': '{"dev":{"a":"1"}}',
      'file:///w/x/http-client.env.json': '{"dev":{"a":"2"}}',
      'file:///w/x/http-client.private.env.json': '{"dev":{"a":"3"}}',
    });
    const { files: found, unreadable } = await readEnvironments(files, 'file:///w/x/a.dt.http', 'file:///w');
    assert.deepEqual(
      found.map(({ uri, isPrivate }) => [uri, isPrivate]),
      [
        ['file:///w/x/http-client.private.env.json', true],
        ['file:///w/x/http-client.env.json', false],
        ['file:///w/http-client.env.json', false],
      ],
    );
    assert.deepEqual(unreadable, []);
  });

  it('says which cannot be read and why', async () => {
    const files = memoryFiles({
      'file:///w/http-client.env.json': new Uint8Array([0x7b, 0xff, 0x7d]),
      'file:///w/http-client.private.env.json': new Error('permission denied'),
    });
    const { unreadable } = await readEnvironments(files, 'file:///w/a.dt.http', undefined);
    assert.deepEqual(unreadable, [
      { uri: 'file:///w/http-client.private.env.json', reason: 'permission denied' },
      { uri: 'file:///w/http-client.env.json', reason: 'it is not valid UTF-8' },
    ]);
  });
});

describe('UTF-8', () => {
  const cases: readonly [bytes: readonly number[], at: number | undefined][] = [
    [[], undefined],
    [[0x61, 0xc3, 0xa6], undefined],
    [[0x61, 0xff, 0x62], 1],
    [[0xff], 0],
    [[0x61, 0x62, 0xc3], 2],
    [[0xc3, 0xa6, 0xed, 0xa0, 0x80], 2],
    [[0x61, 0xc0, 0xaf], 1],
  ];
  for (const [bytes, at] of cases) {
    it(`[${bytes.join(' ')}] breaks at ${String(at)}`, () => {
      const octets = new Uint8Array(bytes);
      assert.equal(invalidUtf8At(octets), at);
      assert.equal(decodeUtf8(octets) === undefined, at !== undefined);
    });
  }
});

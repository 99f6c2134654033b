import assert from 'node:assert/strict';
import type { HostFiles } from '../../../../src/app/host';
import { saveBody } from '../../../../src/app/files/saveAnswer';
import { isCancelled } from '../../../../src/base/abort';
import { memoryFiles } from '../../../helpers/memoryFiles';

const bytes = new Uint8Array([1, 2]);
const signal = new AbortController().signal;
const folder = 'file:///w.s/';

function save(files: HostFiles, name: string, overwrite = false, by = signal) {
  return saveBody(files, { kind: 'inside', uri: folder + name, real: folder + encodeURI(decodeURIComponent(name)) }, overwrite, bytes, by);
}

describe('app/saveAnswer', () => {
  const names: readonly (readonly [string, readonly string[], string])[] = [
    ['a.json', [], 'a.json'],
    ['a.json', ['a.json'], 'a-1.json'],
    ['a.json', ['a.json', 'a-1.json', 'a-3.json'], 'a-2.json'],
    ['a.tar.gz', ['a.tar.gz'], 'a.tar-1.gz'],
    ['a', ['a'], 'a-1'],
    ['.env', ['.env'], '.env-1'],
    ['a%20b%2Ec', ['a%20b%2Ec'], 'a%20b%2Ec-1'],
    ['sub/a.b', ['sub/a.b'], 'sub/a-1.b'],
    ['v1.2/a', ['v1.2/a'], 'v1.2/a-1'],
  ];
  for (const [name, taken, expected] of names) {
    it(`saves ${name} as ${expected} beside ${taken.join(', ') || 'nothing'}`, async () => {
      const files = memoryFiles(Object.fromEntries(taken.map((one) => [folder + one, 'old'])));
      assert.deepEqual(await save(files, name), { kind: 'saved', uri: folder + expected });
      assert.deepEqual(files.contents.get(folder + expected), bytes);
      for (const one of taken) assert.equal(files.contents.get(folder + one), 'old');
    });
  }

  it('replaces with overwrite', async () => {
    const files = memoryFiles({ [`${folder}a.json`]: 'old' });
    assert.deepEqual(await save(files, 'a.json', true), { kind: 'saved', uri: `${folder}a.json` });
    assert.deepEqual([...files.contents], [[`${folder}a.json`, bytes]]);
  });

  it('gives each of many at once a name', async () => {
    const files = memoryFiles({});
    const results = await Promise.all(Array.from({ length: 20 }, () => save(files, 'a.json')));
    assert.equal(new Set(results.map((result) => (result.kind === 'saved' ? result.uri : ''))).size, 20);
    assert.equal(files.contents.size, 20);
  });

  it('hands on why it failed, and tries no other name', async () => {
    const files = memoryFiles({ [`${folder}a.json`]: new Error('the disk is full') });
    assert.deepEqual(await save(files, 'a.json'), { kind: 'failed', reason: 'the disk is full' });
    assert.equal(files.contents.size, 1);
  });

  it('ends when all names are taken', async () => {
    const files = { ...memoryFiles({}), write: () => Promise.resolve({ kind: 'exists' } as const) };
    assert.deepEqual(await save(files, 'a.json'), { kind: 'failed', reason: 'all names up to number 9999 are taken' });
  });

  it('writes nothing when it is cancelled', async () => {
    const files = memoryFiles({});
    await assert.rejects(save(files, 'a.json', false, AbortSignal.abort()), isCancelled);
    assert.equal(files.contents.size, 0);
  });
});

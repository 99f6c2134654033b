import assert from 'node:assert/strict';
import { chmod, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { cacheFile } from '../../../src/disk/cacheFile';

describe('a text in a file of its own', () => {
  let folder: string;
  let name: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'dt-http-cache-'));
    name = path.join(folder, 'deep', 'er', 'names.json');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));
  const mode = async (file: string) => (await stat(file)).mode & 0o777;

  it('is there again, and for the user alone', async () => {
    const cache = cacheFile(name);
    assert.equal(await cache.read(), undefined);
    await cache.write('ünï');
    await cache.write('Zwei');
    assert.equal(await cacheFile(name).read(), 'Zwei');
    assert.deepEqual(await readdir(path.dirname(name)), ['names.json'], 'nothing else is left behind');
    if (process.platform !== 'win32') assert.deepEqual([await mode(name), await mode(path.dirname(name))], [0o600, 0o700]);
  });

  it('stays what it was when it cannot be written, and says why', async () => {
    await mkdir(name, { recursive: true });
    await assert.rejects(cacheFile(name).write('x'), /EISDIR|folder/);
    await assert.rejects(cacheFile(name).read(), /names\.json: it is a folder/);
    const file = path.join(folder, 'kept.json');
    await writeFile(file, 'before');
    await chmod(file, 0o400);
    await assert.rejects(cacheFile(file).write('x'));
    assert.equal(await cacheFile(file).read(), 'before');
  });

  it('is not read when it is too large', async () => {
    await cacheFile(name).write('x'.repeat(100));
    assert.equal(cacheFile(name, 99).limit, 99);
    await assert.rejects(cacheFile(name, 99).read(), /larger than 99 bytes/);
  });
});

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmod, chown, link, lstat, mkdir, mkdtemp, open, readdir, readFile, realpath, rename, rm, stat, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type Place, resolvePlace } from '../../../src/app/files/filePlaces';
import type { WriteMode, WriteResult } from '../../../src/app/host';
import { saveBody } from '../../../src/app/files/saveAnswer';
import { isCancelled } from '../../../src/base/abort';
import { diskFiles } from '../../../src/disk/diskFiles';
import { readDisk } from '../../../src/disk/read';
import { publishWithoutLinks, writeDisk } from '../../../src/disk/write';

/** A signal that is aborted after it was looked at `looks` times. */
function abortedAfter(looks: number): AbortSignal {
  const abort = new AbortController();
  let left = looks;
  return new Proxy(abort.signal, {
    get(target, key) {
      if (key === 'aborted' && left-- <= 0) abort.abort();
      return Reflect.get(target, key, target) as unknown;
    },
  });
}

describe('files of the disk', () => {
  const isRoot = process.getuid?.() === 0;
  const never = new AbortController().signal;
  const text = (value: string) => new TextEncoder().encode(value);
  /** A folder with `ws` (the root) and `away` beside it, its links followed. */
  let base: string;
  const at = (...names: readonly string[]) => path.join(base, ...names);
  const uri = (...names: readonly string[]) => pathToFileURL(at(...names)).href;
  const write = (name: string, value = 'new', mode: WriteMode = 'create', signal = never) => diskFiles.write(uri(name), text(value), mode, signal);
  const read = (name: string) => readFile(at(name), 'utf8');

  beforeEach(async () => {
    base = await realpath(await mkdtemp(path.join(tmpdir(), 'dt-http-files-')));
    await mkdir(at('ws'));
    await mkdir(at('away'));
  });
  afterEach(() => rm(base, { recursive: true, force: true }));

  describe('read', () => {
    it('gives the octets, also of no octets', async () => {
      await writeFile(at('ws/a'), text('å€'));
      await writeFile(at('ws/empty'), '');
      assert.deepEqual(await diskFiles.read(uri('ws/a')), { kind: 'content', bytes: text('å€') });
      assert.deepEqual(await diskFiles.read(uri('ws/empty')), { kind: 'content', bytes: new Uint8Array() });
    });

    it('finds every name', async () => {
      for (const name of ['100%25 #1?.json', 'a b+c&d.json', '日本 ø.json', ...(path.sep === '/' ? ['back\\slash'] : [])]) {
        await writeFile(at('ws', name), name);
        const place = await resolvePlace(diskFiles, { written: name, source: uri('ws/a.dt.http'), root: uri('ws') }, 'read');
        assert.equal(place.kind, 'inside');
        assert.deepEqual(await diskFiles.read((place as Extract<Place, { uri: string }>).uri), { kind: 'content', bytes: text(name) });
      }
    });

    it('says what is missing', async () => {
      await writeFile(at('ws/a'), '');
      assert.deepEqual(await diskFiles.read(uri('ws/none')), { kind: 'missing' });
      assert.deepEqual(await diskFiles.read(uri('ws/a/b')), { kind: 'missing' });
    });

    it('says what is no file, and never waits for it', async () => {
      execFileSync('mkfifo', [at('ws/pipe')]);
      await symlink('pipe', at('ws/link'));
      await symlink('round', at('ws/round'));
      const noFile = 'it is a device or a pipe, not a file';
      for (const [name, reason] of [
        [uri('ws'), 'it is a folder'],
        [uri('ws/pipe'), noFile],
        [uri('ws/link'), noFile],
        ['file:///dev/zero', noFile],
        ['file:///dev/full', noFile],
        [uri('ws/round'), 'its links lead in a circle'],
        ['memfs:/a', 'it is not the name of a file on this machine'],
        ['file:///a%2Fb', 'it is not the name of a file on this machine'],
        ['file:///a%00b', 'it is not the name of a file on this machine'],
        [uri('x'.repeat(300)), 'its name is too long'],
      ] as const) {
        assert.deepEqual(await diskFiles.read(name), { kind: 'unreadable', reason }, name);
      }
    });

    it('reads up to the limit', async () => {
      await writeFile(at('ws/a'), '12345');
      assert.equal((await diskFiles.read(uri('ws/a'), 5)).kind, 'content');
      assert.deepEqual(await diskFiles.read(uri('ws/a'), 4), { kind: 'unreadable', reason: 'it is larger than 4 bytes' });
      await truncate(at('ws/a'), 300 * 1024 * 1024);
      assert.deepEqual(await diskFiles.read(uri('ws/a')), { kind: 'unreadable', reason: 'it is larger than 256 MiB' });
    });

    it('reads what does not know its size, and no more than the limit of it', async () => {
      const known = await diskFiles.read('file:///proc/self/status');
      assert.ok(known.kind === 'content' && known.bytes.length > 100);
      assert.deepEqual(await diskFiles.read('file:///proc/self/status', 10), { kind: 'unreadable', reason: 'it is larger than 10 bytes' });
    });

    it('reads a pipe where the user names it', async () => {
      execFileSync('mkfifo', [at('pipe')]);
      const long = 'x'.repeat(100_000);
      const [content] = await Promise.all([readDisk(at('pipe'), { limit: 1_000_000, pipes: true }), writeFile(at('pipe'), long)]);
      assert.deepEqual(content, { kind: 'content', bytes: text(long) });
      assert.deepEqual(await readDisk('/dev/zero', { limit: 100_000, pipes: true }), { kind: 'unreadable', reason: 'it is larger than 100000 bytes' });
      assert.deepEqual(await readDisk(base, { limit: 100, pipes: true }), { kind: 'unreadable', reason: 'it is a folder' });
    });
  });

  describe('realPath', () => {
    const real = (name: string) => diskFiles.realPath(uri(name));

    it('follows links, also to what is not there yet', async () => {
      await symlink(at('away'), at('ws/out'));
      await symlink('../away/none', at('ws/dangling'));
      await symlink('dangling', at('ws/twice'));
      await symlink('dangling/deep', at('ws/through'));
      for (const [name, expected] of [
        ['ws/none/deeper/a', 'ws/none/deeper/a'],
        ['ws/out', 'away'],
        ['ws/out/none/a', 'away/none/a'],
        ['ws/dangling', 'away/none'],
        ['ws/dangling/a', 'away/none/a'],
        ['ws/twice/a', 'away/none/a'],
        ['ws/through', 'away/none/deep'],
      ] as const) {
        assert.equal(await real(name), uri(expected), name);
      }
    });

    it('leaves what cannot be followed', async () => {
      await symlink('two', at('ws/one'));
      await symlink('one', at('ws/two'));
      assert.equal(await real('ws/one'), uri('ws/one'));
      assert.equal(await real('ws/one/a/b'), uri('ws/one/a/b'));
      assert.equal(await diskFiles.realPath('file:///'), 'file:///');
      assert.equal(await diskFiles.realPath('memfs:/a/b'), 'memfs:/a/b');
    });
  });

  describe('resolvePlace on the disk', () => {
    const place = async (written: string, purpose: 'read' | 'write' = 'write') => {
      const found = await resolvePlace(diskFiles, { written, source: uri('ws/a.dt.http'), root: uri('ws') }, purpose);
      return found.kind === 'refused' ? found.reason : `${found.kind} ${path.relative(base, fileURLToPath(found.uri))}`;
    };

    it('sees every way out', async () => {
      await mkdir(at('ws/in'));
      await mkdir(at('ws/.git'));
      await symlink('../away', at('ws/out'));
      await symlink('../away/new.json', at('ws/new.json'));
      await symlink('in', at('ws/same'));
      await symlink('.git', at('ws/plain'));
      await symlink('round', at('ws/round'));
      await symlink('../..', at('ws/in/up'));
      for (const [written, expected] of [
        ['in/a', 'inside ws/in/a'],
        ['same/a', 'inside ws/in/a'],
        ['out/a', 'outside away/a'],
        ['out/none/a', 'outside away/none/a'],
        ['new.json', 'outside away/new.json'],
        ['in/up/a', 'outside a'],
        ['in/up/ws/in/a', 'inside ws/in/a'],
        ['plain/config', 'dot-folder'],
        ['round', 'inside ws/round'],
      ] as const) {
        assert.equal(await place(written), expected, written);
      }
      assert.equal(await place('plain/config', 'read'), 'inside ws/.git/config');
    });

    it('knows a root that is reached by a link', async () => {
      await symlink('ws', at('shortcut'));
      const found = await resolvePlace(diskFiles, { written: 'sub/a', source: uri('shortcut/a.dt.http'), root: uri('shortcut') }, 'write');
      assert.deepEqual(found, { kind: 'inside', uri: uri('shortcut/sub/a'), real: uri('ws/sub/a') });
    });
  });

  describe('write', () => {
    const leaves = async (expected: readonly string[]) => assert.deepEqual((await readdir(at('ws'))).sort(), expected);

    it('creates a file and its folders', async () => {
      assert.deepEqual(await write('ws/x/y/a.json'), { kind: 'written' });
      assert.equal(await read('ws/x/y/a.json'), 'new');
      assert.deepEqual(await readdir(at('ws/x/y')), ['a.json']);
      await writeFile(at('ws/plain'), '');
      assert.equal((await stat(at('ws/x/y/a.json'))).mode, (await stat(at('ws/plain'))).mode);
    });

    it('creates an empty file, and one of several pieces', async () => {
      const long = new Uint8Array(2_500_000).map((_, index) => index % 251);
      assert.deepEqual(await write('ws/empty', ''), { kind: 'written' });
      assert.deepEqual(await diskFiles.write(uri('ws/long'), long, 'create', never), { kind: 'written' });
      assert.equal(await read('ws/empty'), '');
      assert.equal(Buffer.compare(await readFile(at('ws/long')), long), 0);
      await leaves(['empty', 'long']);
    });

    it('never touches what is there when it creates', async () => {
      await writeFile(at('ws/a'), 'old');
      await symlink('none', at('ws/link'));
      for (const name of ['ws/a', 'ws/link']) assert.deepEqual(await write(name), { kind: 'exists' });
      assert.equal(await read('ws/a'), 'old');
      await leaves(['a', 'link']);
    });

    it('replaces a file, and keeps its permissions and owner', async () => {
      await writeFile(at('ws/a'), 'old');
      await chmod(at('ws/a'), 0o640);
      if (isRoot) await chown(at('ws/a'), 12345, 12346);
      const { uid, gid } = await stat(at('ws/a'));
      assert.deepEqual(await write('ws/a', 'new', 'replace'), { kind: 'written' });
      const now = await stat(at('ws/a'));
      assert.equal(await read('ws/a'), 'new');
      assert.deepEqual([now.mode & 0o777, now.uid, now.gid], [0o640, uid, gid]);
      await leaves(['a']);
    });

    it('leaves other names of a replaced file alone', async () => {
      await writeFile(at('ws/a'), 'old');
      await link(at('ws/a'), at('ws/b'));
      await write('ws/a', 'new', 'replace');
      assert.equal(await read('ws/b'), 'old');
    });

    it('refuses what it should not replace', async () => {
      await mkdir(at('ws/folder'));
      await writeFile(at('ws/locked'), 'old');
      await chmod(at('ws/locked'), 0o444);
      await symlink('../away/a', at('ws/link'));
      execFileSync('mkfifo', [at('ws/pipe')]);
      for (const [name, reason] of [
        ['ws/folder', 'it is a folder'],
        ['ws/locked', 'it is read-only'],
        ['ws/link', 'it is a link'],
        ['ws/pipe', 'it is a device or a pipe, not a file'],
        ['ws/locked/a', 'a part of its path is a file, not a folder'],
        ['ws/locked/a/b', 'a part of its path is a file, not a folder'],
        [`ws/${'x'.repeat(300)}`, 'its name is too long'],
      ] as const) {
        assert.deepEqual(await write(name, 'new', 'replace'), { kind: 'failed', reason }, name);
      }
      assert.deepEqual(await write('ws/folder'), { kind: 'failed', reason: 'it is a folder' });
      assert.deepEqual(await diskFiles.write('memfs:/a', text(''), 'create', never), { kind: 'failed', reason: 'it is not the name of a file on this machine' });
      await leaves(['folder', 'link', 'locked', 'pipe']);
      assert.deepEqual(await readdir(at('away')), []);
      assert.equal(await read('ws/locked'), 'old');
    });

    it('reports a folder nobody may write to', async () => {
      await chmod(at('ws'), 0o555);
      // Permissions do not bind root; the kernel's own folders do.
      const folder = isRoot ? 'file:///proc/self' : uri('ws');
      for (const name of ['a.json', 'x/a.json']) {
        assert.equal((await diskFiles.write(`${folder}/${name}`, text('x'), 'create', never)).kind, 'failed');
      }
      await chmod(at('ws'), 0o755);
      await leaves([]);
    });

    it('leaves nothing behind on a full disk', async () => {
      // Takes the name as always, then writes to a device that is always full.
      const full = async (name: string, mode: number) => {
        await (await open(name, 'wx', mode)).close();
        return open('/dev/full', 'w');
      };
      const result = await writeDisk(at('ws/x/y/a'), text('new'), 'create', never, full);
      assert.deepEqual(result, { kind: 'failed', reason: 'the disk is full' });
      await leaves([]);
    });

    it('leaves nothing behind when it is cancelled, wherever that is', async () => {
      await writeFile(at('ws/a'), 'old');
      const long = new Uint8Array(3_000_000);
      let cancelled = 0;
      for (let looks = 0; ; looks++) {
        const before: WriteResult | 'cancelled' = await diskFiles
          .write(uri('ws/x/new'), long, 'create', abortedAfter(looks))
          .catch((error: unknown) => (isCancelled(error) ? 'cancelled' : Promise.reject(error as Error)));
        if (before !== 'cancelled') break;
        cancelled++;
        await leaves(['a']);
        await assert.rejects(diskFiles.write(uri('ws/a'), long, 'replace', abortedAfter(looks)), isCancelled);
        await leaves(['a']);
        assert.equal(await read('ws/a'), 'old');
      }
      assert.ok(cancelled >= 6, `${cancelled} places`);
      await leaves(['a', 'x']);
    });

    it('keeps a folder in which somebody else has put something meanwhile', async () => {
      const other = async () => {
        await writeFile(at('ws/x/theirs'), '');
        throw Object.assign(new Error('full'), { code: 'ENOSPC' });
      };
      assert.equal((await writeDisk(at('ws/x/a'), text(''), 'create', never, other)).kind, 'failed');
      assert.deepEqual(await readdir(at('ws/x')), ['theirs']);
    });

    it('lets one of two creators win, with and without hard links', async () => {
      const results = await Promise.all(Array.from({ length: 10 }, (_, index) => write('ws/a', `writer ${index}`)));
      const winner = results.findIndex(({ kind }) => kind === 'written');
      assert.deepEqual(results.map(({ kind }) => kind), results.map((_, index) => (index === winner ? 'written' : 'exists')));
      assert.equal(await read('ws/a'), `writer ${winner}`);

      for (const name of ['1', '2']) await writeFile(at(name), name);
      const others = await Promise.all([publishWithoutLinks(at('1'), at('ws/b')), publishWithoutLinks(at('2'), at('ws/b'))]);
      assert.deepEqual(others.map(({ kind }) => kind).sort(), ['exists', 'written']);
      assert.equal(await read('ws/b'), others[0].kind === 'written' ? '1' : '2');
      await leaves(['a', 'b']);
    });

    it('gives the name back when it cannot be used without hard links', async () => {
      await assert.rejects(publishWithoutLinks(at('none'), at('ws/b')), { code: 'ENOENT' });
      await leaves([]);
    });
  });

  it('numbers what several save at once, and loses none', async () => {
    const inside = { kind: 'inside', uri: uri('ws/out/answer.json'), real: uri('ws/out/answer.json') } as const;
    const results = await Promise.all(Array.from({ length: 12 }, (_, index) => saveBody(diskFiles, inside, false, text(`${index}`), never)));
    const names = await readdir(at('ws/out'));
    assert.deepEqual(names.sort(), ['answer.json', ...Array.from({ length: 11 }, (_, index) => `answer-${index + 1}.json`)].sort());
    for (const [index, result] of results.entries()) {
      assert.ok(result.kind === 'saved');
      assert.equal(await readFile(fileURLToPath(result.uri), 'utf8'), `${index}`);
    }
    assert.ok((await lstat(at('ws/out/answer.json'))).isFile());
  });

  it('saves nothing through a link that was put in the way while the request was sent', async () => {
    await mkdir(at('ws/late'));
    const place = await resolvePlace(diskFiles, { written: 'late/a.json', source: uri('ws/a.dt.http'), root: uri('ws') }, 'write');
    assert.ok(place.kind === 'inside');
    await mkdir(at('elsewhere'));
    await rename(at('ws/late'), at('ws/before'));
    await symlink(at('elsewhere'), at('ws/late'));
    assert.deepEqual(await saveBody(diskFiles, place, true, text('x'), never), { kind: 'failed', reason: 'its folder was replaced while the request was sent' });
    assert.deepEqual(await readdir(at('elsewhere')), []);
  });
});

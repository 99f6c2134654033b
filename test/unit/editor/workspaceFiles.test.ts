import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import { mostEntries } from '../../../src/app/host';
import { isCancelled } from '../../../src/base/abort';
import { workspaceFiles, type WorkspaceFileSystem } from '../../../src/editor/workspaceFiles';

const folder = 2;
const file = 1;

class FakeUri {
  constructor(readonly scheme: string, readonly path: string) {}
  with({ path }: { readonly path: string }) {
    return new FakeUri(this.scheme, path);
  }
}

const parse = (uri: string) => new FakeUri(uri.slice(0, uri.indexOf(':')), decodeURIComponent(uri.slice(uri.indexOf(':') + 1))) as unknown as vscode.Uri;
const fault = (code: string) => Object.assign(new Error(`${code} (FileSystemError)`), { code });

interface Entry {
  readonly type: number;
  readonly bytes: Uint8Array;
  readonly permissions?: number;
}

/** A file system as extensions supply them, by path. */
class FakeFileSystem implements WorkspaceFileSystem {
  readonly entries = new Map<string, Entry>([['/ws', { type: folder, bytes: new Uint8Array() }]]);
  /** Called before each step with its name; throws to make it fail. */
  before: (step: string) => void = () => undefined;
  isWritable: boolean | undefined = true;

  put(path: string, text: string, permissions = 0) {
    this.entries.set(path, { type: file, bytes: new TextEncoder().encode(text), permissions });
  }
  get names() {
    return [...this.entries].filter(([, { type }]) => type === file).map(([name]) => name);
  }
  textOf(path: string) {
    return new TextDecoder().decode(this.#entry(path).bytes);
  }
  #entry(path: string): Entry {
    const entry = this.entries.get(path);
    if (!entry) throw fault('FileNotFound');
    return entry;
  }
  #step<T>(name: string, act: () => T): Promise<T> {
    return Promise.resolve().then(() => {
      this.before(name);
      return act();
    });
  }
  isWritableFileSystem() {
    return this.isWritable;
  }
  stat({ path }: vscode.Uri) {
    return this.#step('stat', () => {
      const { bytes, ...entry } = this.#entry(path);
      return { ...entry, size: bytes.length };
    });
  }
  readDirectory({ path }: vscode.Uri) {
    return this.#step('readDirectory', () => {
      this.#entry(path);
      return [...this.entries].filter(([name]) => name.startsWith(`${path}/`)).map(([name, { type }]) => [name.slice(path.length + 1), type] as const);
    });
  }
  readFile({ path }: vscode.Uri) {
    return this.#step('readFile', () => this.#entry(path).bytes);
  }
  writeFile({ path }: vscode.Uri, bytes: Uint8Array) {
    return this.#step('writeFile', () => void this.entries.set(path, { type: file, bytes }));
  }
  rename(from: vscode.Uri, to: vscode.Uri, { overwrite = false } = {}) {
    return this.#step('rename', () => {
      if (this.entries.has(to.path) && !overwrite) throw fault('FileExists');
      this.entries.set(to.path, this.#entry(from.path));
      this.entries.delete(from.path);
    });
  }
  delete({ path }: vscode.Uri) {
    return this.#step('delete', () => {
      this.#entry(path);
      this.entries.delete(path);
    });
  }
  createDirectory({ path }: vscode.Uri) {
    return this.#step('createDirectory', () => void this.entries.set(path, { type: folder, bytes: new Uint8Array() }));
  }
}

describe('editor/workspaceFiles', () => {
  const never = new AbortController().signal;
  const bytes = new TextEncoder().encode('new');
  let fs: FakeFileSystem;
  const files = () => workspaceFiles(fs, parse);

  beforeEach(() => {
    fs = new FakeFileSystem();
    fs.put('/ws/a b', 'old');
  });

  it('reads', async () => {
    assert.deepEqual(await files().read('memfs:/ws/a%20b'), { kind: 'content', bytes: new TextEncoder().encode('old') });
    assert.deepEqual(await files().read('memfs:/ws/none'), { kind: 'missing' });
    assert.deepEqual(await files().read('memfs:/ws'), { kind: 'unreadable', reason: 'it is a folder' });
    assert.deepEqual(await files().read('memfs:/ws/a%20b', 2), { kind: 'unreadable', reason: 'it is larger than 2 bytes' });
    fs.before = () => {
      throw fault('NoPermissions');
    };
    assert.deepEqual(await files().read('memfs:/ws/a%20b'), { kind: 'unreadable', reason: 'permission denied' });
  });

  it('takes names as they are', async () => {
    assert.equal(await files().realPath('memfs:/ws/a%20b'), 'memfs:/ws/a%20b');
  });

  it('lists by name what can be opened, at most so many', async () => {
    const put = (path: string, type: number) => fs.entries.set(path, { type, bytes: new Uint8Array() });
    put('/ws/sub', folder);
    put('/ws/link to a file', file | 64);
    put('/ws/dead link', 64);
    put('/ws/strange', 0);
    assert.deepEqual(await files().list('memfs:/ws'), [
      { name: 'a b', isFolder: false },
      { name: 'link to a file', isFolder: false },
      { name: 'sub', isFolder: true },
    ]);
    assert.deepEqual(await files().list('memfs:/none'), []);
    for (let index = 0; index < mostEntries; index++) put(`/ws/sub/${index}`, file);
    put('/ws/sub/last', file);
    assert.equal((await files().list('memfs:/ws/sub')).length, mostEntries);
    fs.before = () => {
      throw fault('NoPermissions');
    };
    assert.deepEqual(await files().list('memfs:/ws'), []);
  });

  it('creates in folders that it makes', async () => {
    assert.deepEqual(await files().write('memfs:/ws/x/b', bytes, 'create', never), { kind: 'written' });
    assert.equal(fs.textOf('/ws/x/b'), 'new');
    assert.equal(fs.entries.get('/ws/x')?.type, folder);
    assert.deepEqual(fs.names, ['/ws/a b', '/ws/x/b']);
  });

  it('replaces, or does not', async () => {
    assert.deepEqual(await files().write('memfs:/ws/a%20b', bytes, 'create', never), { kind: 'exists' });
    assert.equal(fs.textOf('/ws/a b'), 'old');
    assert.deepEqual(await files().write('memfs:/ws/a%20b', bytes, 'replace', never), { kind: 'written' });
    assert.equal(fs.textOf('/ws/a b'), 'new');
    assert.deepEqual(fs.names, ['/ws/a b']);
  });

  it('lets one of two creators win', async () => {
    const results = await Promise.all([1, 2, 3].map(() => files().write('memfs:/b', bytes, 'create', never)));
    assert.deepEqual(results.map(({ kind }) => kind).sort(), ['exists', 'exists', 'written']);
    assert.deepEqual(fs.names, ['/ws/a b', '/b']);
  });

  it('refuses what it should not replace', async () => {
    fs.put('/ws/locked', 'old', 1);
    assert.deepEqual(await files().write('memfs:/ws', bytes, 'replace', never), { kind: 'failed', reason: 'it is a folder' });
    assert.deepEqual(await files().write('memfs:/ws/locked', bytes, 'replace', never), { kind: 'failed', reason: 'it is read-only' });
    fs.isWritable = false;
    assert.deepEqual(await files().write('memfs:/ws/b', bytes, 'create', never), { kind: 'failed', reason: 'the file system is read-only' });
  });

  for (const step of ['stat', 'createDirectory', 'writeFile', 'rename']) {
    it(`leaves nothing behind when ${step} fails or is cancelled`, async () => {
      fs.before = (now) => {
        if (now === step) throw fault('Unavailable');
      };
      assert.deepEqual(await files().write('memfs:/ws/b', bytes, 'create', never), { kind: 'failed', reason: 'the file system does not answer' });
      const abort = new AbortController();
      fs.before = (now) => {
        if (now !== step) return;
        abort.abort();
        if (step === 'rename') throw fault('Unavailable');
      };
      await assert.rejects(files().write('memfs:/ws/b', bytes, 'create', abort.signal), isCancelled);
      assert.deepEqual(fs.names, ['/ws/a b']);
    });
  }

  it('words other failures as they come', async () => {
    fs.before = (step) => {
      if (step === 'createDirectory') throw fault('FileExists');
    };
    assert.deepEqual(await files().write('memfs:/ws/b', bytes, 'create', never), { kind: 'failed', reason: 'FileExists (FileSystemError)' });
  });
});

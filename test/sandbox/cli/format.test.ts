import assert from 'node:assert/strict';
import { chmod, lstat, stat, symlink } from 'node:fs/promises';
import path from 'node:path';
import { Terminal } from '../../helpers/terminal';

const untidy = '@a=1\n###x\nget /projects\nContent-Type:application/json\n\n{"a":[1]}\n\n\n';
const tidy = '@a = 1\n\n### x\nGET /projects\nContent-Type: application/json\n\n{"a":[1]}\n';
const withBody = tidy.replace('{"a":[1]}', '{\n  "a": [\n    1\n  ]\n}');

describe('dt-http format', () => {
  let terminal: Terminal;
  afterEach(() => terminal.close());
  const open = async (files: Readonly<Record<string, string | Uint8Array>>) => (terminal = await Terminal.open(files));

  it('writes what changes, and says so', async () => {
    await open({ 'a.dt.http': untidy, 'sub/b.http': tidy, 'c.rest': untidy.replaceAll('\n', '\r\n') });
    assert.deepEqual(await terminal.run('format', 'a.dt.http', 'sub/b.http', 'c.rest'), { code: 0, out: 'a.dt.http: formatted\nc.rest: formatted\n', err: '' });
    assert.equal(await terminal.read('a.dt.http'), tidy);
    assert.equal(await terminal.read('sub/b.http'), tidy);
    assert.equal(await terminal.read('c.rest'), tidy.replaceAll('\n', '\r\n'));
    assert.deepEqual(await terminal.run('format', 'a.dt.http', 'sub/b.http', 'c.rest'), { code: 0, out: '3 files, nothing to change\n', err: '' });
  });

  it('lays bodies out when it is asked to', async () => {
    await open({ 'a.dt.http': untidy, 'b.dt.http': tidy.replace('[1]', '[1') });
    assert.deepEqual(await terminal.run('format', '--bodies', 'a.dt.http', 'b.dt.http'), { code: 0, out: 'a.dt.http: formatted\n', err: '' });
    assert.equal(await terminal.read('a.dt.http'), withBody);
    assert.equal((await terminal.run('format', '--bodies', '--check', 'a.dt.http')).code, 0);
  });

  it('--check writes nothing and fails when something would change', async () => {
    await open({ 'a.dt.http': untidy, 'b.dt.http': tidy });
    assert.deepEqual(await terminal.run('format', '--check', 'b.dt.http', 'a.dt.http'), { code: 1, out: 'a.dt.http: would change\n', err: '' });
    assert.deepEqual(await terminal.run('format', '--check', 'b.dt.http'), { code: 0, out: '1 file, nothing to change\n', err: '' });
    assert.equal((await terminal.run('format', '--check', '--bodies', 'b.dt.http')).code, 1);
    assert.equal(await terminal.read('a.dt.http'), untidy);
  });

  it('says nothing of other files beside one that is wrong', async () => {
    await open({ 'b.dt.http': tidy });
    assert.deepEqual(await terminal.run('format', 'b.dt.http', 'no.http'), { code: 2, out: '', err: 'dt-http: no.http: there is no such file.\n' });
  });

  it('keeps a byte order mark, the permissions and a link', async function () {
    if (process.platform === 'win32') this.skip();
    await open({ 'a.dt.http': `\uFEFF${untidy}` });
    const file = path.join(terminal.folder, 'a.dt.http');
    await chmod(file, 0o640);
    await symlink('a.dt.http', path.join(terminal.folder, 'link.dt.http'));
    assert.deepEqual(await terminal.run('format', 'link.dt.http'), { code: 0, out: 'link.dt.http: formatted\n', err: '' });
    assert.equal(await terminal.read('a.dt.http'), `\uFEFF${tidy}`);
    assert.equal((await stat(file)).mode & 0o777, 0o640);
    assert.ok((await lstat(path.join(terminal.folder, 'link.dt.http'))).isSymbolicLink());
  });

  it('a link to a file of another kind is not followed', async function () {
    if (process.platform === 'win32') this.skip();
    await open({ 'notes.txt': untidy });
    await symlink('notes.txt', path.join(terminal.folder, 'link.dt.http'));
    assert.deepEqual(await terminal.run('format', 'link.dt.http'), { code: 2, out: '', err: 'dt-http: link.dt.http: it is a link to a file that is no request file.\n' });
    assert.equal(await terminal.read('notes.txt'), untidy);
  });

  const wrong: readonly [name: string, file: string, message: RegExp][] = [
    ['a file that is not there', 'no.http', /^dt-http: no\.http: there is no such file\.\n$/],
    ['a folder', 'sub.http', /it cannot be read: it is a folder\.\n$/],
    ['what is no UTF-8', 'latin.http', /not valid UTF-8 at byte 5\. Save it as UTF-8\.\n$/],
    ['a file of another kind', 'package.json', /package\.json: it is no request file: those end with \.dt\.http, \.http or \.rest\.\n$/],
  ];
  for (const [name, file, message] of wrong) {
    it(`${name}: told, and the others are formatted`, async () => {
      await open({ 'a.http': untidy, 'sub.http/b.http': '', 'latin.http': new Uint8Array([71, 69, 84, 32, 47, 0xe6]), 'package.json': '{"a":1}   \n\n\n' });
      const result = await terminal.run('format', file, 'a.http');
      assert.match(result.err, message);
      assert.equal(result.out, 'a.http: formatted\n');
      assert.equal(result.code, 2);
      assert.equal(await terminal.read('package.json'), '{"a":1}   \n\n\n');
    });
  }

  it('a read-only file is left alone, and that is said', async function () {
    if (process.platform === 'win32') this.skip();
    await open({ 'a.http': untidy });
    await chmod(path.join(terminal.folder, 'a.http'), 0o444);
    assert.deepEqual(await terminal.run('format', 'a.http'), { code: 2, out: '', err: 'dt-http: a.http: it could not be written: it is read-only.\n' });
    assert.equal(await terminal.read('a.http'), untidy);
  });

  it('cancelled, it writes nothing more', async () => {
    await open({ 'a.http': untidy, 'b.http': untidy });
    terminal.onOutput = () => terminal.abort.abort();
    assert.deepEqual(await terminal.run('format', 'a.http', 'b.http'), { code: 130, out: 'a.http: formatted\n', err: '' });
    assert.equal(await terminal.read('b.http'), untidy);
  });

  it('needs a file, and has options of its own', async () => {
    await open({});
    assert.match((await terminal.run('format')).err, /^dt-http: Which file\? dt-http format FILE…\n$/);
    assert.match((await terminal.run('format', '--env', 'a', 'a.http')).err, /^dt-http: format has no option --env\.\n$/);
    assert.match((await terminal.run('format', '--chek', 'a.http')).err, /Did you mean --check\?\n$/);
    assert.match((await terminal.run('run', '--bodies', 'a.http')).err, /^dt-http: run has no option --bodies\.\n$/);
    assert.match((await terminal.run('format', '--color', 'blue', 'a.http')).err, /color/);
  });
});

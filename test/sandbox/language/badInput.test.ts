import assert from 'node:assert/strict';
import { mkdir, open, readdir, readFile, symlink } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createServices } from '../../../src/app/services';
import { AccountBook, MemorySecretStore } from '../../../src/auth/accountBook';
import { systemClock } from '../../../src/base/clock';
import { systemRandom } from '../../../src/base/random';
import { diskFiles } from '../../../src/disk/diskFiles';
import { type OpenNew, writeDisk } from '../../../src/disk/write';
import { createUndiciTransport } from '../../../src/http/undiciTransport';
import { parse } from '../../../src/language/syntax/parser';
import { Terminal } from '../../helpers/terminal';
import { json, type Row } from './wire/row';
import { Listeners, runRow } from './wire/runRow';

/** Far more than any of this takes, but less than somebody would wait; the machine of the tests does other things too. */
const boundMs = 20_000;
const megabytes = 1024 * 1024;

interface Case {
  readonly name: string;
  readonly files: Readonly<Record<string, string | Uint8Array>>;
  /** Names of folders. */
  readonly folders?: readonly string[];
  /** What is said, on either stream. */
  readonly message: RegExp;
}

const request = 'GET /projects\n';
const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
const environment = (text: string | Uint8Array) => ({ 'a.http': request, 'http-client.env.json': text });
const body = (line: string) => `POST /projects\nContent-Type: text/plain\n\n${line}\n`;

const cases: readonly Case[] = [
  { name: '5 MB of prose', files: { 'a.http': 'Some words that are no request.\n'.repeat((5 * megabytes) / 32) }, message: /A target cannot hold a blank/ },
  { name: '5 MB on one line', files: { 'a.http': `GET ${'x'.repeat(5 * megabytes)}` }, message: /neither a path, a host nor a URL/ },
  { name: '5 MB of zeros', files: { 'a.http': new Uint8Array(5 * megabytes) }, message: /invisible|holds|A target cannot hold/ },
  { name: '5 MB of JSON with one error', files: { 'a.http': `POST /projects\nContent-Type: application/json\n\n[${'1,\n'.repeat((5 * megabytes) / 3)}]` }, message: /JSON/ },
  { name: '1 MB of references to nothing', files: { 'a.http': body('{{nothing}}\n'.repeat(megabytes / 12)) }, message: /nothing/ },
  { name: '100,000 characters of a target', files: { 'a.http': `GET ${'a '.repeat(50_000)}b` }, message: /A target cannot hold a blank/ },
  { name: '100,000 characters of a method', files: { 'a.http': `${'a'.repeat(100_000)}( /projects` }, message: /A target cannot hold a blank/ },
  { name: '100,000 characters of a header', files: { 'a.http': `GET /projects\n${'a'.repeat(100_000)}\n` }, message: /colon/ },
  { name: '100,000 characters of braces', files: { 'a.http': `GET /${'{{'.repeat(50_000)}x}}` }, message: /"x"/ },
  { name: '100,000 characters of a directive', files: { 'a.http': `# @timeout ${'9'.repeat(100_000)}s\nGET /projects` }, message: /@timeout/ },
  { name: '100,000 characters of a path to a file', files: { 'a.http': body(`< ./${'a/'.repeat(50_000)}b`) }, message: /cannot be (sent|read)/ },
  { name: '100,000 characters of an import', files: { 'a.http': `# @import ./${'a'.repeat(100_000)}\nGET /projects` }, message: /cannot be (imported|read)|There is no file/ },
  { name: '100,000 levels of JSON', files: { 'a.http': `POST /projects\nContent-Type: application/json\n\n${deep}` }, message: /nested too deeply/ },
  { name: '100,000 blanks in a header', files: { 'a.http': `GET /projects\nX-A: a${' '.repeat(100_000)}b\u0001` }, message: /X-A/ },
  { name: '100,000 blanks above a word', files: { 'a.http': `${' '.repeat(100_000)}(` }, message: /neither a path, a host nor a URL/ },
  { name: '100,000 blanks in a target', files: { 'a.http': `GET /a${' '.repeat(100_000)}b` }, message: /A target cannot hold a blank/ },
  { name: 'variables that double on each line', files: { 'a.http': `@a0 = aaaaaaaaaa\n${Array.from({ length: 60 }, (_, index) => `@a${index + 1} = {{a${index}}}{{a${index}}}\n`).join('')}GET /{{a60}}` }, message: /longer than 1,?000,?000 characters/ },
  { name: '50,000 separators and no request', files: { 'a.http': '###\n'.repeat(50_000) }, message: /no request/i },
  { name: '50,000 separators above a request that is wrong', files: { 'a.http': `${'###\n'.repeat(50_000)}GET projects` }, message: /a path of the API/ },
  { name: '50,000 equal names', files: { 'a.http': '###\n# @name a\nGET /projects\n'.repeat(50_000) }, message: /"a"/ },
  { name: 'half of a surrogate pair, in octets', files: { 'a.http': Buffer.concat([Buffer.from(body('')), Buffer.from([0xed, 0xa0, 0xbd])]) }, message: /not valid UTF-8 at byte 42/ },
  { name: 'Latin-1', files: { 'a.http': Buffer.from('# é\nGET /projects\n', 'latin1') }, message: /not valid UTF-8 at byte 2/ },
  { name: 'UTF-16', files: { 'a.http': Buffer.from('\ufeffGET /projects\n', 'utf16le') }, message: /not valid UTF-8 at byte 0/ },
  { name: 'an environment file that is a list', files: environment('[1, 2]'), message: /An environment file is one object/ },
  { name: 'an environment that is a number', files: environment('{"dev": 1}'), message: /"dev" must be an object of variables/ },
  { name: 'a variable that is a list', files: environment('{"dev": {"a": [1]}}'), message: /The value of "a" must be a text/ },
  { name: 'an environment file that is no JSON', files: environment('dev: {}'), message: /not valid JSON/ },
  { name: 'an environment file that is empty', files: environment(''), message: /not valid JSON|one object/ },
  { name: 'an environment file of 100,000 levels', files: environment(deep), message: /nested deeper/ },
  { name: 'an environment file that is no UTF-8', files: environment(new Uint8Array([0xff, 0xfe])), message: /http-client\.env\.json.*not valid UTF-8/ },
  { name: 'an environment file that is a folder', files: { 'a.http': request }, folders: ['http-client.env.json'], message: /http-client\.env\.json.*it is a folder/ },
  { name: 'an import of itself', files: { 'a.http': '# @import ./a.http\nGET /projects' }, message: /a\.http → a\.http/ },
  { name: 'two files that import one another', files: { 'a.http': '# @import ./b.http\nGET /projects', 'b.http': '# @import ./a.http\n' }, message: /An import in "b\.http" has an error|→/ },
  { name: 'an import of a folder', files: { 'a.http': '# @import ./b\nGET /projects' }, folders: ['b'], message: /"\.\/b" cannot be read: it is a folder/ },
  { name: '< to a folder', files: { 'a.http': body('< ./b') }, folders: ['b'], message: /"\.\/b".*it is a folder/ },
  { name: '< to nothing', files: { 'a.http': body('< ./b') }, message: /"\.\/b".*there is no such file/ },
  { name: '<@ to octets that are not text', files: { 'a.http': body('<@ ./b'), b: new Uint8Array([0xff, 0xfe]) }, message: /b.*(utf-8|UTF-8)/ },
  { name: 'a request file that is a folder', files: {}, folders: ['a.http'], message: /a\.http: it cannot be read: it is a folder/ },
  { name: 'a request file that there is not', files: {}, message: /a\.http: there is no such file/ },
];

/** Half of a surrogate pair, which only an editor can have in a text: nothing is sent, wherever it stands. */
const surrogates: readonly Row[] = ['\ud83d', '\udc00', '\udc00\ud83d'].flatMap((half) => [
  { name: 'in a target', text: `GET /⟦value.not-unicode|${half[0] ?? ''}⟧${half.slice(1)}` },
  { name: 'in a header', text: `GET /projects\nX-A: ⟦value.not-unicode|${half[0] ?? ''}⟧${half.slice(1)}` },
  { name: 'in a body', text: `${body('')}⟦value.not-unicode|${half[0] ?? ''}⟧${half.slice(1)}` },
  { name: 'in a variable', text: `@a = ⟦value.not-unicode|${half[0] ?? ''}⟧${half.slice(1)}\nGET /{{%a}}` },
  { name: 'in a value of the command line', text: 'GET /projects\nX-A: ⟦value.not-unicode|{{a}}⟧', variables: { a: half } },
  { name: 'in a prompt', text: `# @prompt a\n${body('⟦value.not-unicode|{{a}}⟧')}`, prompts: { a: half } },
  { name: 'in an environment', text: body('⟦value.not-unicode|{{a}}⟧'), environment: 'dev', files: { 'http-client.env.json': JSON.stringify({ dev: { a: half } }) } },
  { name: 'in a value that is encoded', text: 'GET /x?a=⟦value.not-unicode|{{%a}}⟧', variables: { a: half } },
  { name: 'in a path', text: `GET /projects\n\n>> ⟦value.not-unicode|${half[0] ?? ''}⟧${half.slice(1)}` },
].map((row) => ({ ...row, name: `${row.name}: ${JSON.stringify(half)}` })));

describe('bad input', () => {
  const listeners = new Listeners();
  before(() => listeners.start());
  after(() => listeners.stop());

  for (const { name, files, folders = [], message } of cases) {
    it(name, async function () {
      this.timeout(boundMs);
      const terminal = await Terminal.open(files);
      try {
        for (const folder of folders) await mkdir(path.join(terminal.folder, folder));
        const before = await readdir(terminal.folder, { recursive: true });
        const received = await listeners.during([], async () => {
          const { code, out, err } = await terminal.run('run', 'a.http', '--var', listeners.place('apiBase=http://<listener>/v2'));
          assert.notEqual(code, 0);
          const text = `${out}\n${err}`.replace(/\s+/g, ' ');
          assert.match(text, message, text.slice(0, 2000));
          // A line that nobody can read is no clear message.
          assert.ok(text.length < 30_000, `${text.length} characters are said`);
        });
        assert.deepEqual(received, []);
        assert.deepEqual(await readdir(terminal.folder, { recursive: true }), before);
      } finally {
        await terminal.close();
      }
    });
  }

  describe('half of a surrogate pair', () => {
    for (const row of surrogates) it(row.name, () => runRow(listeners, row, '\n'));
  });

  it('50,000 separators above a request that is right: it is sent', async function () {
    this.timeout(boundMs);
    const terminal = await Terminal.open({ 'a.http': `${'###\n'.repeat(50_000)}# @name last\nGET /projects` });
    const received = await listeners.during([], async () => {
      const { code, err } = await terminal.run('run', 'a.http', '--name', 'last', '--var', listeners.place('apiBase=http://<listener>/v2'));
      assert.equal(code, 0, err);
    });
    await terminal.close();
    assert.equal(received.length, 1);
  });

  it('a link that leads out of the folder is not read', async () => {
    const outside = await Terminal.open({ secret: 'not yours' });
    const terminal = await Terminal.open({ 'a.http': body('< ./b') });
    await symlink(path.join(outside.folder, 'secret'), path.join(terminal.folder, 'b'));
    const received = await listeners.during([], async () => {
      const { code, out, err } = await terminal.run('run', 'a.http', '--var', listeners.place('apiBase=http://<listener>/v2'));
      assert.notEqual(code, 0);
      assert.match(out + err, /outside/);
      assert.doesNotMatch(out + err, /not yours/);
    });
    await terminal.close();
    await outside.close();
    assert.deepEqual(received, []);
  });

  describe('a full disk', () => {
    for (const [operator, name] of [['>>', 'new'], ['>>', 'old'], ['>>!', 'old'], ['>>', 'x/y/new']] as const) {
      it(`under ${operator} ${name}`, async () => {
        const { folder, close } = await folderWith({ old: 'old' });
        const services = createServices(
          {
            clock: systemClock,
            random: systemRandom,
            log: () => undefined,
            files: { ...diskFiles, write: (uri, bytes, mode, signal) => writeDisk(fileURLToPath(uri), bytes, mode, signal, fullDisk) },
            secrets: new MemorySecretStore(),
            processEnv: () => undefined,
            userAgent: 'dt-http/test',
            allowedOrigins: [],
          },
          new AccountBook(new MemorySecretStore()),
          listeners.only(createUndiciTransport({ clock: systemClock })),
        );
        const file = parse(`GET /projects\n\n${operator} ./${name}\n`);
        const [block] = file.blocks;
        assert.ok(block);
        await listeners.during([json('{"a": 1}')], async () => {
          const uri = pathToFileURL(path.join(folder, 'a.http')).href;
          const variables = new Map([['apiBase', listeners.place('http://<listener>/v2')]]);
          const report = await services.session({ file, uri, source: 'a.http', variables }).run(block, new AbortController().signal);
          assert.ok(report.kind === 'ran');
          assert.equal(report.verdict, 'failed');
          assert.deepEqual(report.saved, { kind: 'failed', reason: 'the disk is full' });
          assert.match(report.document, /the disk is full/);
        });
        services.dispose();
        assert.deepEqual(await readdir(folder), ['old']);
        assert.equal(await readFile(path.join(folder, 'old'), 'utf8'), 'old');
        await close();
      });
    }
  });
});

async function folderWith(files: Readonly<Record<string, string>>): Promise<{ folder: string; close: () => Promise<void> }> {
  const terminal = await Terminal.open(files);
  return { folder: terminal.folder, close: () => terminal.close() };
}

/** Takes the name and a first octet, as a disk does that gets full in between. */
const fullDisk: OpenNew = async (name, mode) => {
  const handle = await open(name, 'wx', mode);
  await handle.write('{');
  return new Proxy(handle, {
    get(target, key) {
      if (key === 'write' || key === 'writeFile') return () => Promise.reject(Object.assign(new Error('no space'), { code: 'ENOSPC' }));
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? (value as () => unknown).bind(target) : value;
    },
  });
};

import assert from 'node:assert/strict';
import { readdir, symlink } from 'node:fs/promises';
import path from 'node:path';
import { Terminal } from '../../helpers/terminal';
import { casesOf, readJunit, resultIn } from '../../unit/cli/report/readXml';
import { type Listener, listen } from './listener';

interface JsonReport {
  readonly version: number;
  readonly counts: Readonly<Record<string, number>>;
  readonly problems: readonly string[];
  readonly files: readonly { readonly file: string; readonly requests: readonly Readonly<Record<string, unknown>>[] }[];
}

describe('dt-http run --report', () => {
  let terminal: Terminal;
  let server: Listener;
  before(async () => (server = await listen()));
  after(() => server.close());
  beforeEach(() => server.seen.splice(0));
  afterEach(() => terminal.close());

  const reports = ['--report', 'junit=out/junit.xml', '--report', 'json=out/run.json'] as const;
  const run = async (files: Readonly<Record<string, string | Uint8Array>>, ...args: readonly string[]) => {
    terminal = await Terminal.open(files);
    return terminal.run('run', ...Object.keys(files).filter((name) => name.endsWith('.http')), '--var', `host=${server.origin}`, ...args);
  };
  const junit = async () => readJunit(await terminal.read('out/junit.xml'));
  const json = async () => JSON.parse(await terminal.read('out/run.json')) as JsonReport;

  it('tells all of a run in both forms', async () => {
    const blocks = ['# @name good\nGET {{host}}/good?token=hunter2', '### A title\n# @expect status 201\n# @expect status 200\nGET {{host}}/x', '### Broken\n# @retry none\nGET {{host}}/broken', '### Off\n# @disabled\nGET {{host}}/off', '### Nobody\n# @retry none\nGET http://127.0.0.1:1/x'];
    const { code } = await run({ 'a.http': `${blocks.join('\n')}\n` }, ...reports);
    assert.equal(code, 3);
    const root = await junit();
    assert.deepEqual({ ...root.$, time: '' }, { name: 'dt-http', tests: '5', failures: '2', errors: '1', skipped: '1', time: '' });
    const cases = casesOf(root);
    assert.equal(cases.get('good')?.$?.['line'], '2');
    const unmet = resultIn(cases.get('A title'));
    assert.deepEqual([unmet.kind, unmet.message, unmet.type], ['failure', 'expected status 201, got 200', 'expectation']);
    assert.match(unmet.text, /a\.http:4:\d+\n {2}expected: status 201\n {2}actual: {3}200/);
    const broken = resultIn(cases.get('Broken'));
    assert.equal(broken.kind, 'failure');
    assert.match(broken.message, /^500 Internal Server Error/);
    assert.match(broken.text, /Do this: /);
    assert.equal(resultIn(cases.get('Off')).kind, 'skipped');
    assert.deepEqual([resultIn(cases.get('Nobody')).kind, resultIn(cases.get('Nobody')).type], ['error', 'net.refused']);

    const { version, counts, problems, files } = await json();
    assert.equal(version, 1);
    assert.deepEqual(problems, []);
    assert.deepEqual([counts['passed'], counts['failed'], counts['no-answer'], counts['disabled']], [1, 2, 1, 1]);
    const [good, title, , off, nobody] = files[0]?.requests ?? [];
    assert.equal(good?.['url'], `${server.origin}/good?token=•••`);
    assert.equal(good['verdict'], 'passed');
    assert.equal((good['attempts'] as unknown[]).length, 1);
    assert.deepEqual(title?.['expectations'], [{ ok: false, expected: 'status 201', actual: '200', line: 4, column: 11 }, { ok: true, expected: 'status 200', actual: '200', line: 5, column: 11 }]);
    assert.deepEqual(off, { name: 'Off', title: 'Off', line: 12, written: 'GET {{host}}/off', verdict: 'disabled', findings: [] });
    assert.equal((nobody?.['explanation'] as { code: string }).code, 'net.refused');
    assert.deepEqual((await readdir(path.join(terminal.folder, 'out'))).sort(), ['junit.xml', 'run.json']);
  });

  it('no secret is in a report', async () => {
    const files = {
      'a.http': ['@password = planted-a', '# @name login planted-title', 'POST {{host}}/login', 'X-Key: {{key}}', '', '{"secret": "planted-b"}', '###', '# @ref login', '# @expect body == "x"', '# @retry none', 'GET {{host}}/echo/{{key}}?u={{login.response.body.$.access_token}}', 'Authorization: Bearer {{login.response.body.$.access_token}}', '###', 'GET {{host}}/{{nope}}?access_token=planted-c', ''].join('\n').replace('login planted-title', 'login'),
      'http-client.private.env.json': JSON.stringify({ dev: { key: 'planted-key' } }),
    };
    for (const more of [[], ['--name', 'login'], ['--line', '8']]) {
      const { out, err } = await run(files, '--env', 'dev', ...reports, ...more);
      const all = [out, err, await terminal.read('out/junit.xml'), await terminal.read('out/run.json')].join('\n');
      assert.doesNotMatch(all, /planted/);
      await terminal.close();
    }
    assert.ok(server.seen.some((each) => each.includes('/echo/planted-key?u=planted-secret-1')), server.seen.join('\n'));
  });

  it('a title may hold what it likes', async () => {
    const title = 'a]]> <b> & "c" \u0001 \ufffe 👩‍🚀 C:\\d';
    await run({ 'a.http': `### ${title}\r\n# @expect status 201\r\nGET {{host}}/x\r\n` }, ...reports);
    const [name] = casesOf(await junit()).keys();
    assert.equal(name, 'a]]> <b> & "c" ␁ \ufffd 👩‍🚀 C:\\d');
    const { files } = await json();
    assert.deepEqual([files[0]?.requests[0]?.['title'], files[0]?.requests[0]?.['line']], [title, 3]);
  });

  it('an unexpected 4xx is no green run', async () => {
    await run({ 'a.http': '# @retry none\nGET /projects/cnothere00000000000a\n' }, '--sandbox', ...reports);
    const [only] = casesOf(await junit()).values();
    const { kind, message, type, text } = resultIn(only);
    assert.equal(kind, 'failure');
    assert.match(message, /^404 Not Found/);
    assert.equal(type, 'dt.404');
    assert.match(text, /\n {2}expected: a status below 400\n {2}actual: {3}404\n[\s\S]*Do this: [\s\S]*Why: /);
  });

  it('what keeps everything from being sent is in them', async () => {
    const { code, err } = await run({ 'a.http': '@x := 1\n###\n# @name bad\nGET {{nope}}\n###\n# @name good\nGET {{host}}/x\n###\n# @disabled\nGET /x\n' }, ...reports);
    assert.equal(code, 2);
    assert.match(err, /Nothing was sent\.\n$/);
    assert.deepEqual(server.seen, []);
    const cases = casesOf(await junit());
    assert.equal(resultIn(cases.get('bad')).type, 'variable.undefined');
    assert.match(resultIn(cases.get('good')).message, /^not run: something else/);
    assert.match(resultIn(cases.get('before the run')).message, /^a\.http:1: ":=" is not supported/);
    const { counts } = await json();
    assert.deepEqual([counts['refused'], counts['not-run'], counts['disabled']], [1, 1, 1]);
  });

  const early: readonly [name: string, files: Readonly<Record<string, string | Uint8Array>>, args: readonly string[], problem: RegExp][] = [
    ['a file that is not there', { 'a.http': 'GET /x\n' }, ['no.http'], /^no\.http: there is no such file\.$/],
    ['an unknown name', { 'a.http': 'GET /x\n' }, ['--name', 'x'], /^no request is called "x"\.$/],
    ['a broken environment', { 'a.http': 'GET /x\n', 'http-client.env.json': '{' }, [], /^http-client\.env\.json:1:\d+: This is not valid JSON/],
    ['an unknown environment', { 'a.http': 'GET /x\n' }, ['--env', 'x'], /^There is no environment "x"/],
    ['a credentials file that is none', { 'a.http': 'GET /x\n', 'c.json': '{}' }, ['--account', 'c.json'], /^The credentials file c\.json/],
  ];
  for (const [name, files, args, problem] of early) {
    it(`${name} is in them`, async () => {
      const { code } = await run(files, ...args, ...reports);
      assert.equal(code, 2);
      const { problems } = await json();
      assert.equal(problems.length, 1);
      assert.match(problems[0] ?? '', problem);
      assert.equal((await junit()).$?.['errors'], '1');
    });
  }

  it('they take the place of older ones, and leave nothing beside', async () => {
    await run({ 'a.http': 'GET {{host}}/x\n', 'out/junit.xml': 'old', 'out/run.json': 'old' }, ...reports);
    assert.equal((await json()).version, 1);
    assert.equal((await junit()).$?.['tests'], '1');
    assert.deepEqual((await readdir(path.join(terminal.folder, 'out'))).sort(), ['junit.xml', 'run.json']);
  });

  it('a report by way of a link is written where it leads', async () => {
    terminal = await Terminal.open({ 'a.http': 'GET {{host}}/x\n', 'real.json': 'old' });
    await symlink('real.json', path.join(terminal.folder, 'link.json'));
    const { code, err } = await terminal.run('run', 'a.http', '--var', `host=${server.origin}`, '--report', 'json=link.json');
    assert.equal(code, 0, err);
    assert.match(await terminal.read('real.json'), /"version": 1/);
  });

  const unwritable: readonly [name: string, file: string, reason: RegExp][] = [
    ['a folder', 'taken', /it is a folder/],
    ['a device', '/dev/full', /it is a device or a pipe, not a file/],
    ['below a file', 'a.http/x.json', /could not be written/],
  ];
  for (const [name, file, reason] of unwritable) {
    // Windows has no such device.
    if (file.startsWith('/dev/') && process.platform === 'win32') continue;
    it(`${name} cannot be written: exit code 2, and the other report is`, async () => {
      const { code, out, err } = await run({ 'a.http': 'GET {{host}}/x\n', 'taken/x': '' }, '--report', `junit=${file}`, '--report', 'json=out/run.json');
      assert.match(out, /1 as expected/);
      assert.match(err, /^dt-http: the report \S+ could not be written: .*\.\n$/);
      assert.match(err, reason);
      assert.equal(code, 2);
      assert.equal((await json()).counts['passed'], 1);
    });
  }

  it('a worse exit code stays when a report cannot be written', async () => {
    const { code } = await run({ 'a.http': '# @retry none\nGET {{host}}/broken\n', 'taken/x': '' }, '--report', 'json=taken');
    assert.equal(code, 1);
  });

  describe('a report never takes the place of another file', () => {
    const files: Readonly<Record<string, string>> = {
      'sub/a.dt.http': '# @import ./lib.dt.http\nGET {{host}}/x\n',
      'sub/lib.dt.http': '# @import ./deep.dt.http\n',
      'sub/deep.dt.http': '@a = 1\n',
      'sub/.env': 'A=1\n',
      'sub/http-client.private.env.json': '{}',
      'http-client.env.json': '{"broken":',
      'c.json': '{}',
    };
    const whats: readonly [file: string, what: string][] = [
      ['sub/a.dt.http', 'a request file'],
      ['sub/lib.dt.http', 'an imported file'],
      ['sub/deep.dt.http', 'an imported file'],
      ['sub/.env', 'the .env file of a request file'],
      ['sub/http-client.private.env.json', 'an environment file'],
      ['http-client.env.json', 'an environment file'],
      ['c.json', 'the credentials file'],
    ];
    for (const [file, what] of whats) {
      for (const way of ['by its name', 'by a link', 'by the link of a folder']) {
        it(`${file}, ${way}`, async () => {
          terminal = await Terminal.open(files);
          terminal.env['DT_CREDENTIALS_FILE'] = 'c.json';
          await symlink(file, path.join(terminal.folder, 'link.json'));
          await symlink('.', path.join(terminal.folder, 'here'), 'junction');
          const given = way === 'by its name' ? `./${file}` : way === 'by a link' ? 'link.json' : `here/${file}`;
          const { code, out, err } = await terminal.run('run', 'sub/a.dt.http', 'missing.http', '--var', `host=${server.origin}`, '--report', `json=${given}`);
          const told = way === 'by a link' ? `leads to ${path.normalize(file)}, which is` : 'is';
          assert.equal(err, `dt-http: --report: ${given} ${told} ${what}.\nNothing was sent.\n`);
          assert.equal(out, '');
          assert.equal(code, 2);
          for (const [name, text] of Object.entries(files)) assert.equal(await terminal.read(name), text);
        });
      }
    }

    it('nor does it where a request file cannot be read', async () => {
      terminal = await Terminal.open({ 'a.http': new Uint8Array([0xff]) });
      await symlink('a.http', path.join(terminal.folder, 'r.json'));
      const { err } = await terminal.run('run', 'a.http', '--report', 'json=r.json');
      assert.equal(err, 'dt-http: --report: r.json leads to a.http, which is a request file.\nNothing was sent.\n');
    });

    for (const other of ['./R.x', 'link.x']) {
      it(`two reports into one file: R.x and ${other}`, async () => {
        terminal = await Terminal.open({ 'a.http': 'GET {{host}}/x\n' });
        await symlink('R.x', path.join(terminal.folder, 'link.x'));
        const { code, err } = await terminal.run('run', 'a.http', '--var', `host=${server.origin}`, '--report', 'json=R.x', '--report', `junit=${other}`);
        assert.equal(err, `dt-http: --report: R.x and ${other} are one file. Give each report its own.\nNothing was sent.\n`);
        assert.equal(code, 2);
        assert.deepEqual(server.seen, []);
        await assert.rejects(terminal.read('R.x'), { code: 'ENOENT' });
      });
    }
  });
});

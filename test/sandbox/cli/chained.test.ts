import assert from 'node:assert/strict';
import { Terminal } from '../../helpers/terminal';
import { type Listener, listen } from './listener';

/** Blocks of a file, joined as they are in one. */
const file = (...blocks: readonly string[]) => `${blocks.join('\n###\n')}\n`;
const login = '# @name login\nPOST {{host}}/login';
const use = '# @name use\n# @ref login\nGET {{host}}/use/{{login.response.body.$.user}}';

describe('dt-http run: requests that need something', () => {
  let terminal: Terminal;
  let server: Listener;
  before(async () => (server = await listen()));
  after(() => server.close());
  beforeEach(() => server.seen.splice(0));
  afterEach(() => terminal.close());

  /** Runs files with the listener as `{{host}}`. */
  const run = async (files: Readonly<Record<string, string>> | string, ...args: readonly string[]) => {
    terminal = await Terminal.open(typeof files === 'string' ? { 'a.dt.http': files } : files);
    return terminal.run('run', 'a.dt.http', '--var', `host=${server.origin}`, ...args);
  };

  it('what is needed is run first and told, once', async () => {
    const { code, out } = await run(file(use, login, '# @name more\n# @ref login\nGET {{host}}/more'));
    assert.equal(code, 0, out);
    assert.deepEqual(server.seen, ['POST /login', 'GET /use/bob', 'GET /more']);
    assert.deepEqual([...out.matchAll(/^✔ (\w+)$/gm)].map(([, name]) => name), ['login', 'use', 'more']);
    assert.match(out, /\n3 as expected\n$/);
    assert.doesNotMatch(out, /planted/);
  });

  it('one that is chosen takes what it needs along', async () => {
    const { code, out } = await run(file(login, use, 'GET {{host}}/other'), '--name', 'use');
    assert.equal(code, 0, out);
    assert.deepEqual(server.seen, ['POST /login', 'GET /use/bob']);
    assert.match(out, /\n2 as expected\n$/);
  });

  it('@force-ref is run each time, and told each time', async () => {
    const { out } = await run(file(login, '# @force-ref login\nGET {{host}}/a', '# @force-ref login\nGET {{host}}/b'));
    assert.equal(server.seen.filter((each) => each === 'POST /login').length, 3);
    assert.match(out, /\n5 as expected\n$/);
  });

  it('a GET that is only mentioned is run first, a POST only with --yes', async () => {
    const reading = await run(file('GET {{host}}/x{{first.response.body.$.url}}', '# @name first\nGET {{host}}/first'));
    assert.equal(reading.code, 0, reading.out);
    assert.deepEqual(server.seen, ['GET /first', 'GET /x/first']);
    const writing = file('GET {{host}}/x/{{login.response.body.$.user}}', login);
    server.seen.splice(0);
    const { code, out, err } = await run(writing);
    assert.match(err, /^ {2}a\.dt\.http:1:\d+\n[\s\S]*"login" \(POST\) has to be run first.*add --yes\. dependency\.unavailable\n\nNothing was sent\.\n$/);
    assert.equal(out, '');
    assert.equal(code, 2);
    assert.deepEqual(server.seen, []);
    assert.equal((await run(writing, '--yes')).code, 0);
    assert.deepEqual(server.seen, ['POST /login', 'GET /x/bob']);
  });

  it('what failed skips what needs it, with the reason under the word', async () => {
    const { code, out } = await run(file('# @name first\n# @retry none\nGET {{host}}/broken', '# @name second\nGET {{host}}/{{first.response.body.$.a}}'));
    assert.match(out, /\n– second\n {2}a\.dt\.http:6:\d+\n.*\n +│ +\^+\n {2}Not sent: it needs "first", which failed: 500 Internal Server Error.* dependency\.failed\n/);
    assert.match(out, /\n0 as expected, 1 not as expected, 1 skipped\n$/);
    assert.equal(code, 1);
    assert.deepEqual(server.seen, ['GET /broken']);
  });

  it('what is needed and disabled skips what needs it, and is counted once', async () => {
    const { code, out } = await run(file('# @ref off\nGET {{host}}/x', '# @name off\n# @disabled\nGET {{host}}/off'));
    assert.match(out, /it needs "off", which is @disabled\. dependency\.disabled\n[\s\S]*\n0 as expected, 1 skipped · 1 disabled\n$/);
    assert.equal(code, 1);
    assert.deepEqual(server.seen, []);
  });

  it('two files share the answer of what both import', async () => {
    const importing = '# @import ./lib.http\n# @ref login\nGET {{host}}/x/{{login.response.body.$.user}}\n';
    const { code, out } = await run({ 'a.dt.http': importing, 'b.dt.http': importing, 'lib.http': `${login}\n` }, 'b.dt.http');
    assert.deepEqual(server.seen, ['POST /login', 'GET /x/bob', 'GET /x/bob']);
    assert.match(out, /\n3 as expected\n$/);
    assert.equal(code, 0);
  });

  it('what is needed and cannot be reached is exit code 3', async () => {
    const { code, out } = await run(file('# @name first\n# @retry none\nGET http://127.0.0.1:1/', '# @ref first\nGET {{host}}/x'));
    assert.match(out, /1 without an answer, 1 skipped/);
    assert.equal(code, 3);
  });

  it('a needed request of an imported file is told under that file', async () => {
    const files = { 'a.dt.http': '# @import ./lib/b.dt.http\n# @ref broken\nGET {{host}}/x\n', 'lib/b.dt.http': '# @name broken\n# @retry none\nGET {{host}}/broken\n' };
    const { code, out } = await run(files, '--report', 'json=r.json');
    assert.match(out, /✘ broken \(lib[/\\]b\.dt\.http, needed by GET \{\{host\}\}\/x\)\n[\s\S]*\n {2}lib[/\\]b\.dt\.http:3:1\n {2}3 │ GET \{\{host\}\}\/broken\n[\s\S]*\n {2}a\.dt\.http:2:/);
    assert.equal(code, 1);
    const { files: told } = JSON.parse(await terminal.read('r.json')) as { files: { file: string }[] };
    assert.deepEqual(told.map((each) => each.file.replaceAll('\\', '/')), ['lib/b.dt.http', 'a.dt.http']);
  });

  it('--bail stops there, in all files', async () => {
    const files = { 'a.dt.http': file('GET {{host}}/1', '# @retry none\nGET {{host}}/broken', 'GET {{host}}/2', '# @disabled\nGET {{host}}/3'), 'b.dt.http': 'GET {{host}}/4\n' };
    const { code, out } = await run(files, 'b.dt.http', '--bail');
    assert.deepEqual(server.seen, ['GET /1', 'GET /broken']);
    assert.match(out, /\n1 as expected, 1 not as expected · 2 not run, 1 disabled\n$/);
    assert.equal(code, 1);
  });

  it('--line runs the request of that line, also with CRLF', async () => {
    const text = file('GET {{host}}/1', 'GET {{host}}/2', 'GET {{host}}/3').replaceAll('\n', '\r\n');
    const { code } = await run(text, '--line', '3', '--line', '4');
    assert.deepEqual(server.seen, ['GET /2', 'GET /3']);
    assert.equal(code, 0);
  });

  describe('questions', () => {
    const asking = '# @prompt code The code\n# @prompt-secret pin\nGET {{host}}/x/{{code}}?pin={{pin}}';

    it('nobody is there: what to do instead is said', async () => {
      const { code, out, err } = await run(file('GET {{host}}/before', asking), '--yes');
      assert.match(err, /^ {2}a\.dt\.http:\d+:\d+\n[\s\S]*Nobody can be asked for "code": give it with --var code=VALUE\. prompt\.unavailable\n[\s\S]*--var pin=VALUE\. prompt\.unavailable\n\nNothing was sent\.\n$/);
      assert.equal(out, '');
      assert.equal(code, 2);
      assert.deepEqual(server.seen, []);
    });

    it('--var answers before anybody', async () => {
      const { code, err } = await run(file(asking), '--var', 'code=7', '--var', 'pin=planted-pin');
      assert.equal(err, '');
      assert.equal(code, 0);
      assert.deepEqual(server.seen, ['GET /x/7?pin=planted-pin']);
    });

    it('somebody answers; a secret is asked for as one and never shown', async () => {
      terminal = await Terminal.open({ 'a.dt.http': file(asking) });
      terminal.reactions = [{ line: '7' }, { line: 'planted-pin' }];
      const { code, out, err } = await terminal.run('run', 'a.dt.http', '--var', `host=${server.origin}`, '--verbose', '--report', 'json=r.json', '--report', 'junit=r.xml');
      assert.equal(code, 0, out);
      assert.deepEqual(terminal.asked, [{ question: 'The code: ', secret: false }, { question: 'pin: ', secret: true }]);
      assert.deepEqual(server.seen, ['GET /x/7?pin=planted-pin']);
      assert.doesNotMatch(out + err + (await terminal.read('r.json')) + (await terminal.read('r.xml')), /planted/);
    });

    it('no is no: skipped, and not a success', async () => {
      terminal = await Terminal.open({ 'a.dt.http': file('# @confirm Really?\nDELETE {{host}}/x', 'GET {{host}}/y') });
      terminal.reactions = [{ line: '' }];
      const { code, out, err } = await terminal.run('run', 'a.dt.http', '--var', `host=${server.origin}`);
      assert.match(err, /^DELETE http:.*\/x\n$/);
      assert.match(out, /– DELETE \{\{host\}\}\/x[\s\S]*Not sent: a question was answered with no, or not at all\. run\.declined[\s\S]*1 as expected, 1 skipped\n$/);
      assert.equal(code, 1);
      assert.deepEqual(server.seen, ['GET /y']);
    });

    it('Ctrl+C ends the run, and the report says what was not run', async () => {
      terminal = await Terminal.open({ 'a.dt.http': file('GET {{host}}/1', asking, 'GET {{host}}/2') });
      terminal.reactions = ['ctrl-c'];
      const { code, err } = await terminal.run('run', 'a.dt.http', '--var', `host=${server.origin}`, '--report', 'json=r.json');
      assert.equal(err, 'Cancelled.\n');
      assert.equal(code, 130);
      const [only] = (JSON.parse(await terminal.read('r.json')) as { files: { requests: { verdict: string }[] }[] }).files;
      assert.deepEqual(only?.requests.map(({ verdict }) => verdict), ['passed', 'not-run', 'not-run']);
    });

    it('the end of the input is a no', async () => {
      terminal = await Terminal.open({ 'a.dt.http': file(asking) });
      terminal.reactions = ['end'];
      assert.equal((await terminal.run('run', 'a.dt.http', '--var', `host=${server.origin}`)).code, 1);
    });
  });

  it('a value of this machine goes nowhere else, whatever is answered', async () => {
    terminal = await Terminal.open({ 'a.dt.http': 'GET {{host}}/x/{{$processEnv PLANTED}}\n' });
    terminal.env['PLANTED'] = 'planted-value';
    terminal.reactions = [{ line: 'y' }];
    const { code, out, err } = await terminal.run('run', 'a.dt.http', '--var', `host=${server.origin}`, '--yes');
    assert.match(err, /PLANTED is not sent to http:\S+: allow an https host with --allow-host, .*give the value with --var\. variable\.guarded\n\nNothing was sent\.\n$/);
    assert.equal(out, '');
    assert.doesNotMatch(err, /planted-value/);
    assert.equal(code, 2);
    assert.deepEqual(terminal.asked, []);
    assert.deepEqual(server.seen, []);
  });

  describe('a file outside of the folder', () => {
    const reading = 'POST {{host}}/x\n\n< ../outside.txt\n';
    const start = async (...args: readonly string[]) => {
      terminal = await Terminal.open({ 'in/a.dt.http': file('GET {{host}}/before', reading), 'outside.txt': 'planted' });
      return (reactions?: Terminal['reactions']) => {
        terminal.reactions = reactions;
        return terminal.runIn('in', 'run', 'a.dt.http', '--var', `host=${server.origin}`, ...args);
      };
    };

    for (const args of [[], ['--yes']]) {
      it(`is not sent when nobody is there${args.length > 0 ? ', with --yes either' : ''}`, async () => {
        const { code, out, err } = await (await start(...args))();
        assert.match(err, /run dt-http in a folder that holds both\. body\.file-outside\n\nNothing was sent\.\n$/);
        assert.equal(out, '');
        assert.equal(code, 2);
        assert.deepEqual(server.seen, []);
      });
    }

    it('is sent when a person says so, asked also with --yes', async () => {
      const { code, out } = await (await start('--yes'))([{ line: 'y' }]);
      assert.equal(code, 0, out);
      assert.equal(terminal.asked.length, 1);
      assert.deepEqual(server.seen, ['GET /before', 'POST /x']);
    });

    it('is inside when the folder holds both', async () => {
      await start();
      const { code, out, err } = await terminal.run('run', 'in/a.dt.http', '--var', `host=${server.origin}`);
      assert.equal(code, 0, out + err);
      assert.deepEqual(server.seen, ['GET /before', 'POST /x']);
    });
  });

  it('what is needed out of an import says where it stands and for whom', async () => {
    const lib = file('# @name base\nGET {{host}}/base', '# @name label\n# @ref base\nGET {{host}}/label');
    const { code, out } = await run({ 'a.dt.http': file('# @import ./lib.http\n# @name one\n# @ref label\n# @ref own\nGET {{host}}/one', '# @name own\nGET {{host}}/own'), 'lib.http': lib });
    assert.equal(code, 0, out);
    assert.deepEqual(out.match(/^✔ .*$/gm), ['✔ base (lib.http, needed by label)', '✔ label (lib.http, needed by one)', '✔ own', '✔ one']);
  });

  it('a cancel while another is run first is a cancel', async () => {
    terminal = await Terminal.open({ 'a.dt.http': file('# @ref slow\nGET {{host}}/x', '# @name slow\nGET {{host}}/hang') });
    const cancelling = terminal.run('run', 'a.dt.http', '--var', `host=${server.origin}`, '--report', 'json=r.json');
    while (server.seen.length === 0) await new Promise((resolve) => setImmediate(resolve));
    terminal.abort.abort();
    const { code, out, err } = await cancelling;
    assert.equal(code, 130, out);
    assert.equal(err, 'Cancelled.\n');
    const [only] = (JSON.parse(await terminal.read('r.json')) as { files: { requests: { verdict: string }[] }[] }).files;
    assert.deepEqual(only?.requests.map(({ verdict }) => verdict), ['cancelled', 'not-run']);
  });

  it('an image is named and never written to the terminal; its file is told', async () => {
    const { out } = await run(file('GET {{host}}/png', 'GET {{host}}/png\n\n>> shots/a.png'), '--verbose');
    assert.doesNotMatch(out, /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/);
    const short = await run(file('GET {{host}}/png', 'GET {{host}}/png\n\n>> shots/a.png'));
    assert.match(short.out, /\n {4}image\/png, 10 B \(save it with >> image\.png\)\n/);
    assert.match(short.out, /\n {2}saved as shots[/\\]a\.png\n {4}image\/png, 10 B\n/);
  });

  it('an answer that cannot be saved is a failure', async () => {
    const { code, out } = await run({ 'a.dt.http': 'GET {{host}}/x\n\n>>! taken\n', 'taken/x': '' });
    assert.match(out, /✘ GET[\s\S]*the answer was not saved: it is a folder\n/);
    assert.match(out, /0 as expected, 1 not as expected/);
    assert.equal(code, 1);
  });
});

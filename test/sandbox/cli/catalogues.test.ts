import assert from 'node:assert/strict';
import * as http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { Terminal } from '../../helpers/terminal';

const entry = { code: 'GATE-503', title: 'The gateway is full', description: 'Turbines stand still.', causes: [], resolution: 'Ask the gatekeeper.', link: 'https://wiki.example/gate' };
const right = JSON.stringify({ name: 'Ours', entries: [entry, { ...entry, code: 'GATE-x.1', link: undefined }] });

describe('catalogues of the command line', () => {
  let terminal: Terminal;
  let server: http.Server;
  let origin: string;

  before(async () => {
    server = http.createServer((_, response) => response.writeHead(503, { 'Content-Type': 'application/json' }).end('{"code":"GATE-503"}'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    terminal = await Terminal.open({
      'ours.json': right,
      'more/theirs.json': JSON.stringify({ name: 'Theirs', entries: [{ ...entry, code: 'gate-503' }, { ...entry, code: 'THEIRS-1' }] }),
      'broken.json': '{\n  "name": "x",\n  "entries": [{ "code": "A" }]\n}',
      'no.json': '{ "name": }',
      'a.dt.http': `# @retry none\nGET ${origin}/x\n`,
    });
  });
  after(async () => {
    server.closeAllConnections();
    server.close();
    await terminal.close();
  });

  it('explain what came with their code', async () => {
    const plain = await terminal.run('run', 'a.dt.http');
    assert.doesNotMatch(plain.out, /gateway is full/);
    const { code, out } = await terminal.run('run', 'a.dt.http', '--catalogue', 'ours.json');
    assert.match(out, /503 Service Unavailable: The gateway is full \(GATE-503\)/);
    assert.match(out, /Ask the gatekeeper\. \(documented\)[\s\S]*"GATE-503" in the catalogue "Ours"[\s\S]*https:\/\/wiki\.example\/gate/);
    assert.equal(code, 1);
  });

  it('are searched by explain: code, number, words', async () => {
    const catalogue = ['--catalogue', 'ours.json', `--catalogue=${path.join(terminal.folder, 'more/theirs.json')}`];
    for (const query of ['gate-503', 'turbines gatekeeper gate-503', 'gate-x.1']) {
      const { code, out } = await terminal.run('explain', ...query.split(' '), ...catalogue);
      assert.match(out, /^The gateway is full \(GATE-/, query);
      assert.equal(code, 0);
    }
    const { out, err } = await terminal.run('explain', '503', ...catalogue);
    assert.match(out, /^503 Service Unavailable \(dt\.503\)[\s\S]*\nThe gateway is full \(GATE-503\)\n/);
    assert.match(err, /^dt-http: \S*more\/theirs\.json:1:\d+: warning: This code stands in the catalogue "Ours" already: this entry is left out\.\n$/);
  });

  it('a code of the language is told apart from one that nobody knows', async () => {
    const known = await terminal.run('explain', 'Body.json');
    assert.deepEqual([known.out, known.code], ['"body.json" is a finding of the language; its sentence stands beside it where it is found.\n', 0]);
    const unknown = await terminal.run('explain', 'body.jsonx7');
    assert.deepEqual([unknown.out, unknown.code], ['', 1]);
  });

  it('a search with many results is a list; a spelling mistake is told', async () => {
    const many = await terminal.run('explain', 'request');
    assert.match(many.out, /^[\w.-]+ {2,}\S.*\n[\s\S]*\ndt-http explain CODE says all about one of them\.\n$/);
    assert.doesNotMatch(many.out, /Do this/);
    const wrong = await terminal.run('explain', 'gatekeepr', '--catalogue', 'ours.json');
    assert.match(wrong.err, /^No match for "gatekeepr"\. Showing "gatekeeper\.?"\.$/m);
    assert.equal(wrong.code, 0);
  });

  const refused: readonly (readonly [name: string, args: readonly string[], says: RegExp])[] = [
    ['an entry that breaks a rule', ['--catalogue', 'broken.json'], /^dt-http: broken\.json:3:15: "title" is missing\.\ndt-http: broken\.json:3:15: "description" is missing\./],
    ['no JSON', ['--catalogue', 'ours.json', '--catalogue', 'no.json'], /^dt-http: no\.json:1:11: This is not JSON: value expected\./],
    ['no file', ['--catalogue', 'nowhere.json'], /^dt-http: nowhere\.json: there is no such file\./],
    ['a folder', ['--catalogue', 'more'], /^dt-http: more: it is a folder\./],
    ['nothing', ['--catalogue', ''], /^dt-http: --catalogue: name a file with error codes\./],
    ['another option', ['--catalogue', '--bail'], /^dt-http: --catalogue: name a file with error codes/],
  ];
  for (const [name, args, says] of refused) {
    it(`${name} is a mistake of the command line`, async () => {
      for (const command of [['run', 'a.dt.http'], ['explain', '404']]) {
        const { code, out, err } = await terminal.run(...command, ...args);
        assert.match(err, says);
        assert.deepEqual([code, out], [2, ''], command[0]);
      }
    });
  }

  it('other commands have no such option', async () => {
    const { code, err } = await terminal.run('check', 'a.dt.http', '--catalogue', 'ours.json');
    assert.deepEqual([code, err], [2, 'dt-http: check has no option --catalogue.\n']);
  });
});

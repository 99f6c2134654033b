import assert from 'node:assert/strict';
import { Terminal } from '../../helpers/terminal';

describe('dt-http check', () => {
  let terminal: Terminal;
  afterEach(() => terminal.close());

  const check = async (files: Readonly<Record<string, string | Uint8Array>>, ...args: readonly string[]) => {
    terminal = await Terminal.open(files);
    return terminal.run('check', ...Object.keys(files).filter((name) => name.endsWith('.http') || name.endsWith('.rest')), ...args);
  };

  const checked: readonly [name: string, files: Readonly<Record<string, string | Uint8Array>>, args: readonly string[], code: number, out: RegExp][] = [
    ['nothing wrong', { 'a.dt.http': 'GET /projects\n' }, [], 0, /^1 file, no errors or warnings\n$/],
    ['an empty file', { 'a.dt.http': '' }, [], 0, /no errors or warnings/],
    ['an error under its word', { 'a.rest': '# x\r\nGET /projects/{{nope}}\r\n' }, [], 2, /^ {2}a\.rest:2:\d+\n {2}2 │ GET \/projects\/\{\{nope\}\}\n +│ +\^{4}\n {2}Variable "nope" is not defined here\. variable\.undefined\n\n1 file, 1 error\n$/],
    ['a warning alone', { 'a.http': '# @exepct status 200\nGET /projects\n' }, [], 0, /warning: There is no directive @exepct[\s\S]*\n1 file, 1 warning\n$/],
    ['what the API refuses, under its word', { 'a.http': 'GET /projects:batchUpdate\n' }, [], 0, /1 │ GET \/projects:batchUpdate\n +│ \^{3}\n {2}warning: This path takes POST, not "GET"\.[^\n]* dt\.501\n\n1 file, 1 warning\n$/],
    ['what the API may refuse, under its word', { 'a.http': 'GET /projects?page_size=500\n' }, [], 0, /│ +\^{3}\n {2}note: page_size is over 100\.[^\n]* dt\.400\.parameter-value\n\n1 file, 1 note\n$/],
    ['what the author expects to be refused', { 'a.http': '# @expect status 400\nGET /projects?page_size=500\n' }, [], 0, /^1 file, no errors or warnings\n$/],
    ['both beside an error', { 'a.http': 'GET /projects:batchUpdate\n###\nGET /projects?page_size=500\n###\nGET {{a}}\n' }, [], 2, /\n1 file, 1 error, 1 warning, 1 note\n$/],
    ['all files', { 'a.http': '# @exepct x\nGET {{a}}\n', 'b.http': 'GET {{b}}\n' }, [], 2, /a\.http:1:[\s\S]*a\.http:2:[\s\S]*b\.http:1:[\s\S]*\n2 files, 2 errors, 1 warning\n$/],
    ['a disabled request too', { 'a.http': '# @disabled\nGET {{nope}}\n' }, [], 2, /"nope" is not defined/],
    ['a variable of the command line', { 'a.http': 'GET /projects/{{project}}\n' }, ['--var', 'project=c4f5le24saonvdu6500t'], 0, /no errors or warnings/],
    ['a variable that no file uses', { 'a.http': 'GET /projects/{{project}}\n' }, ['--var', 'project=x', '--var', 'projct=x'], 0, /--var projct: no file uses[\s\S]*1 warning/],
    ['an environment', { 'a.http': 'GET /projects/{{project}}\n', 'http-client.env.json': '{"dev":{"project":"c4f5le24saonvdu6500t"}}' }, ['--env', 'dev'], 0, /no errors or warnings/],
    ['an unknown environment', { 'a.http': 'GET /projects\n' }, ['--env', 'dev'], 2, /no environment "dev"[\s\S]*1 error/],
    ['a broken environment file, once', { 'a.http': 'GET /projects\n', 'b.http': 'GET /projects\n', 'http-client.env.json': '{"dev": {"a": "planted",}}' }, [], 2, /^ {2}http-client\.env\.json:1:\d+\n {2}This is not valid JSON[^\n]*\n\n2 files, 1 error\n$/],
    ['an import that is not there', { 'a.http': '# @import ./no.http\nGET /projects\n' }, [], 2, /There is no file "\.\/no\.http"\./],
    ['an unknown request', { 'a.http': '# @ref login\nGET /projects\n' }, [], 2, /No request is called "login"/],
    ['a secret that is not stored', { 'a.http': 'GET /projects/{{key}}\n', 'http-client.env.json': '{"$shared":{"key":{"$secret":"key"}}}' }, [], 2, /secret\.missing/],
  ];
  for (const [name, files, args, code, shown] of checked) {
    it(name, async () => {
      const result = await check(files, ...args);
      assert.match(result.out, shown, result.out);
      assert.equal(result.err, '');
      assert.equal(result.code, code);
      assert.doesNotMatch(result.out, /planted/);
    });
  }

  it('a file that cannot be read does not hide the others', async () => {
    const { code, out, err } = await check({ 'a.http': 'GET {{nope}}\n', 'b.http': new Uint8Array([0xff]) }, 'no.http');
    assert.equal(err, 'dt-http: b.http: not valid UTF-8 at byte 0. Save it as UTF-8.\ndt-http: no.http: there is no such file.\n');
    assert.match(out, /"nope"[\s\S]*1 file, 1 error/);
    assert.equal(code, 2);
  });

  it('says all of a request that would need somebody to answer', async () => {
    const { code } = await check({ 'a.http': '# @name login\nPOST /login\n###\n# @prompt code\n# @confirm\n# @ref login\nGET /x/{{code}}/{{login.response.body.$.a}}\n' });
    assert.equal(code, 0);
  });
});

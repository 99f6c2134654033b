import assert from 'node:assert/strict';
import { caret } from '../../../../src/cli/format/caret';
import { markIn } from '../../../../src/cli/format/hiddenLine';
import { createPage } from '../../../../src/cli/format/page';
import { findingsText } from '../../../../src/cli/format/report';
import { createStyle } from '../../../../src/cli/format/style';
import { Redactor } from '../../../../src/http/redact';
import { parse } from '../../../../src/language/syntax/parser';

function pageOf(text: string, columns = 100) {
  const redactor = new Redactor();
  redactor.addSecret('known-secret');
  return createPage({ shown: 'a.dt.http', file: parse(text), columns, color: false, style: createStyle(false), redactor });
}

/** The line and the text over the carets; `«` and `»` stand around what is marked. */
function shown(marked: string) {
  const text = marked.replace(/[«»]/g, '');
  const start = marked.indexOf('«');
  const [, line = '', carets = ''] = caret(pageOf(text), { start, end: marked.indexOf('»') - 1 }).split('\n');
  const from = line.indexOf('│') + 2;
  const at = carets.indexOf('^');
  return [line.slice(from), line.slice(at, carets.lastIndexOf('^') + 1)];
}

describe('caret', () => {
  const request = 'GET /projects\n';
  const cases: readonly [name: string, text: string, line: string, mark: string][] = [
    ['a harmless line', 'GET /projects/«abc»/x', 'GET /projects/abc/x', 'abc'],
    ['a harmless header', `${request}Accept: «text/{{nope}}»`, 'Accept: text/{{nope}}', 'text/{{nope}}'],
    ['Basic in plain', `${request}Authorization: «Basic user:hunter2»`, 'Authorization: Basic •••', 'Basic •••'],
    ['its password alone', `${request}Authorization: Basic «user:hunter2»`, 'Authorization: Basic •••', '•••'],
    ['a reference inside of a credential', `${request}Authorization: Bearer abc«{{nope}}»hunter2`, 'Authorization: Bearer •••{{nope}}•••', '{{nope}}'],
    ['a scheme of its own', `${request}Authorization: hunter2 «{{nope}}»`, 'Authorization: •••{{nope}}', '{{nope}}'],
    ['a header with a secret', `${request}X-Api-Key: hunter2«{{nope}}»`, 'X-Api-Key: •••{{nope}}', '{{nope}}'],
    ['its name', `${request}«X-Api-Key»: hunter2`, 'X-Api-Key: •••', 'X-Api-Key'],
    ['name and value', `${request}«X-Api-Key: hunter2»`, 'X-Api-Key: •••', 'X-Api-Key: •••'],
    ['a reference alone is no secret', `${request}Authorization: Bearer «{{tken}}»`, 'Authorization: Bearer {{tken}}', '{{tken}}'],
    ['two references', `${request}Authorization: Basic {{user}}:«{{nope}}»`, 'Authorization: Basic {{user}}:{{nope}}', '{{nope}}'],
    ['an argument of a reference', `${request}X-A: {{$random.integer(«1,5»)}}`, 'X-A: {{$random.integer(1,5)}}', '1,5'],
    ['a reference with a blank', `${request}X-A: {{$datetime «YYYY»}}`, 'X-A: {{$datetime YYYY}}', 'YYYY'],
    ['references around a secret', `${request}X-A: {{a}}hunter2{{a}}, {{«b c»}} hunter2`, 'X-A: {{a}}•••{{a}}•••{{b c}}•••', 'b c'],
    ['a secret between references', `${request}X-A: {{a}}«hunter2»{{a}}`, 'X-A: {{a}}•••{{a}}', '•••'],
    ['braces that are no reference', `${request}X-A: {{hunter2«{{a}}»{{}}hunter2}}`, 'X-A: •••{{a}}•••', '{{a}}'],
    ['a known secret as a reference', `${request}X-A: {{known-secret}}«{{a}}»`, 'X-A: {{•••}}{{a}}', '{{a}}'],
    ['references in the userinfo', 'GET http://{{user}}:hunter2{{«pass»}}@h/@x', 'GET http://{{user}}•••{{pass}}@h/@x', 'pass'],
    ['an address in a reference', 'GET http://{{a/b@c}}:hunter2@«h»/x', 'GET http://{{a/b@c}}•••@h/x', 'h'],
    ['a line that imports a file', `${request}«import ./lib/other.http»`, 'import ./lib/other.http', 'import ./lib/other.http'],
    ['a line that runs a request', `${request}«run #login»`, 'run #login', 'run #login'],
    ['a line that only starts like one', `${request}«import hunter2»`, 'import •••', 'import •••'],
    ['a line that runs more', `${request}«run #login hunter2»`, 'run •••', 'run •••'],
    ['a header without a colon', `${request}«Authorization Bearer hunter2»`, 'Authorization Bearer •••', 'Authorization Bearer •••'],
    ['a variable among the headers', `${request}«@token = hunter2»`, '@token •••', '@token •••'],
    ['a secret parameter before', 'GET /x?access_token=hunter2&b=«{{nope}}»', 'GET /x?access_token=•••&b={{nope}}', '{{nope}}'],
    ['a secret parameter after', 'GET /x?b=«{{nope}}»&access_token=hunter2', 'GET /x?b={{nope}}&access_token=•••', '{{nope}}'],
    ['inside of a secret parameter', 'GET /x?token=hun«{{nope}}»ter2&b=1', 'GET /x?token=•••{{nope}}•••&b=1', '{{nope}}'],
    ['a query line', `${request}  ?a=1\n  &access_token=hunter2&b=«{{nope}}»`, '  &access_token=•••&b={{nope}}', '{{nope}}'],
    ['userinfo', 'GET http://«user:hunter2@»127.0.0.1/x', 'GET http://•••@127.0.0.1/x', '•••@'],
    ['a password with an @', 'GET http://«user:hun@ter2@»127.0.0.1/x', 'GET http://•••@127.0.0.1/x', '•••@'],
    ['userinfo without a scheme', 'GET «user:hunter2@127.0.0.1/x»', 'GET •••@127.0.0.1/x', '•••@127.0.0.1/x'],
    ['a header above the request', '«Authorization: Bearer hunter2»', 'Authorization: Bearer •••', 'Authorization: Bearer •••'],
    ['such a header without a blank', '«X-Api-Key:hunter2»', 'X-Api-Key:•••', 'X-Api-Key:•••'],
    ['a host with a port', '«my-host:8080/x»', 'my-host:8080/x', 'my-host:8080/x'],
    ['a secret property', `POST /x\n\n{"password":"hunter2","a":"«{{nope}}»"}`, '{"password":"•••","a":"{{nope}}"}', '{{nope}}'],
    ['a secret property on a line of its own', `POST /x\n\n{\n  "client_secret": "hunter2", "a": «{{nope}}»\n}`, '  "client_secret": "•••", "a": {{nope}}', '{{nope}}'],
    ['a secret below its name', `POST /x\n\n{"password":\n  "hunter2«{{nope}}»"}`, '  "•••{{nope}}"}', '{{nope}}'],
    ['a form', `POST /x\n\nclient_secret=hunter2&a=«{{nope}}»`, 'client_secret=•••&a={{nope}}', '{{nope}}'],
    ['a header in the body', `POST /x\n\nX-Api-Key: hunter2«{{nope}}»`, 'X-Api-Key: •••{{nope}}', '{{nope}}'],
    ['a commented header in the body', `POST /x\n\n«# X-Api-Key: hunter2»\n{}`, '# X-Api-Key: •••', '# X-Api-Key: •••'],
    ['a secret variable', '@password = hunter2«{{nope}}»', '@password = •••{{nope}}', '{{nope}}'],
    ['a variable with a token', '@head = Bearer hunter2«{{nope}}»', '@head = Bearer •••{{nope}}', '{{nope}}'],
    ['a variable with an address', '@base = https://u:hunter2@h/?token=hunter2&a=«{{nope}}»', '@base = https://•••@h/?token=•••&a={{nope}}', '{{nope}}'],
    ['a secret variable of references', '@token = «{{nope}}»', '@token = {{nope}}', '{{nope}}'],
    ['a known secret in a title', '### known-secret «x»', '### ••• x', 'x'],
    ['a directive', '# @«exepct» status 500\nGET /x', '# @exepct status 500', 'exepct'],
    ['an expectation', '# @expect header authorization == «"Bearer hunter2"»\nGET /x', '# @expect header authorization == "Bearer •••', '"Bearer •••'],
    ['a tab and an escape', 'GET\t/\u001b[2J«{{nope}}»', 'GET /␛[2J{{nope}}', '{{nope}}'],
    ['after tag characters', 'GET /\u{e0041}«{{nope}}»', 'GET /�{{nope}}', '{{nope}}'],
  ];
  for (const [name, text, line, mark] of cases) {
    it(name, () => {
      assert.deepEqual(shown(text), [line, mark]);
    });
  }

  for (const [name, before, after] of [['a target', 'GET http://', '/x'], ['userinfo', 'GET http://', '@h/x'], ['a header', 'GET /x\nX-A: hunter2', 'x'], ['a variable', '@token = ', 'x'], ['a query', 'GET /x?token=', 'x']] as const) {
    it(`a line with thousands of references takes no time: ${name}`, function () {
      this.timeout(60_000);
      const text = `${before}${'{{a}}'.repeat(200_000)}${after}`;
      const [, line = ''] = caret(pageOf(text), { start: text.length - 1, end: text.length }).split('\n');
      assert.match(line, /\{\{a\}\}/);
      assert.doesNotMatch(line, /hunter2/);
    });
  }

  it('cuts a long line around the mark', () => {
    const text = `GET /${'a'.repeat(300)}{{nope}}${'b'.repeat(300)}`;
    const [, line = '', carets = ''] = caret(pageOf(text, 60), { start: 305, end: 313 }).split('\n');
    assert.ok(line.length <= 62, line);
    assert.equal(line.slice(carets.indexOf('^'), carets.lastIndexOf('^') + 1), '{{nope}}');
  });

  it('names the place, also after a byte order mark', () => {
    assert.match(caret(pageOf('\ufeffGET /x'), { start: 5, end: 6 }), /a\.dt\.http:1:5\n/);
    assert.match(caret(pageOf('GET /x\r\nA: b\r\n'), { start: 8, end: 9 }), /a\.dt\.http:2:1\n/);
  });

  it('the name of a file begins no line of its own', () => {
    const page = { ...pageOf('GET /x'), shown: 'a\n\u001b[31m.dt.http' };
    assert.match(caret(page, { start: 0, end: 3 }), /^ {2}a␊␛\[31m\.dt\.http:1:1\n/);
  });

  const moved: readonly [written: string, hidden: string, marked: readonly [number, number], mark: string][] = [
    ['a=1&b=2', 'a=•••&b=•••', [2, 3], '•••'],
    ['a=1&b=2', 'a=•••&b=•••', [6, 7], '•••'],
    ['a=1&b=2', 'a=•••&b=•••', [4, 5], 'b'],
    ['secret tail', '••• tail', [0, 6], '•••'],
    ['secret tail', '••• tail', [3, 11], '••• tail'],
    ['secret', '•••', [6, 6], ''],
  ];
  for (const [written, hidden, [start, end], mark] of moved) {
    it(`maps ${start}–${end} of ${written} into ${hidden}`, () => {
      const span = markIn(written, hidden, { start, end });
      assert.equal(hidden.slice(span.start, span.end), mark);
    });
  }
});

describe('findingsText', () => {
  it('tells a hundred findings and counts the others', () => {
    const finding = { code: 'variable.undefined', severity: 'error', span: { start: 5, end: 6 }, data: {} } as const;
    const text = findingsText(pageOf('GET /x'), Array.from({ length: 20_000 }, () => ({ finding, message: 'No.' })));
    assert.equal(text.split('No.').length - 1, 100);
    assert.match(text, /… and 19900 more\n$/);
  });

});

import assert from 'node:assert/strict';
import type { Finding } from '../../../../src/base/finding';
import { diagnose } from '../../../../src/language/features/diagnostics/diagnose';
import { fixesFor } from '../../../../src/language/features/fixes/index';
import { parse } from '../../../../src/language/syntax/parser';
import { devEnvironment, fixed } from '../plan/support';

describe('fixes', () => {
  const cases: readonly [text: string, title: string, expected: string][] = [
    ['GET projects/p1', 'Add the missing /', 'GET /projects/p1'],
    ['GET {{devices}}', 'Add the missing /', 'GET /{{devices}}'],
    ['GET /a b', 'Change to %20', 'GET /a%20b'],
    ['GET /ø', 'Change to %C3%B8', 'GET /%C3%B8'],
    ['GET /projects HTTP/2', 'Change to HTTP/1.1', 'GET /projects HTTP/1.1'],
    ['GET /projects/{{projct}}', 'Change to project', 'GET /projects/{{project}}'],
    ['GET /projects/{{$gud}}', 'Change to $guid', 'GET /projects/{{$guid}}'],
    ['# @name list\nGET /projects\n\n###\nGET /{{lst.response.status}}', 'Change to list', '# @name list\nGET /projects\n\n###\nGET /{{list.response.status}}'],
    ['# @name list\nGET /projects\n\n###\nGET /{{list.name}}', 'Change to {{list.response.body.$.name}}', '# @name list\nGET /projects\n\n###\nGET /{{list.response.body.$.name}}'],
    ['# @name list\nGET /projects\n\n###\nGET /{{ list.respons.status }}', 'Change to {{list.response.status}}', '# @name list\nGET /projects\n\n###\nGET /{{ list.response.status }}'],
    ['GET /a\nX-A: 1\n@x = 2\nX-B: 3', 'Move the line above the request', '@x = 2\nGET /a\nX-A: 1\nX-B: 3'],
    ['import ./other.http', 'Change to # @import ./other.http', '# @import ./other.http'],
    ['run #login', 'Change to # @ref login', '# @ref login'],
    ['# @name list\nGET /projects\n\n###\nGET /{{list.projects[0].id}}', 'Change to {{list.response.body.$.projects[0].id}}', '# @name list\nGET /projects\n\n###\nGET /{{list.response.body.$.projects[0].id}}'],
    ['# @timeout 600\nGET /x', 'Change to 600s', '# @timeout 600s\nGET /x'],
    ['# @loop for 3\nGET /x', 'Remove the line', 'GET /x'],
    ['\t# a\nGET /x', 'Remove the blanks in front', '# a\nGET /x'],
    ['GET /x\n  // a\n  ?b=c', 'Remove the blanks in front', 'GET /x\n// a\n  ?b=c'],
    ['GET /x\n\n?? status = 200', 'Change to ==', 'GET /x\n\n?? status == 200'],
    ['# @expect staus 200\nGET /x', 'Change to status', '# @expect status 200\nGET /x'],
    ['GET /{{$isoTimestamp -1 days}}', 'Change to d', 'GET /{{$isoTimestamp -1 d}}'],
    ['GET /{{$datetime YYYY}}', 'Change to "YYYY"', 'GET /{{$datetime "YYYY"}}'],
    ['GET /{{$shared x}}', 'Change to x', 'GET /{{x}}'],
    ['POST /projects\nContent-Type: application/json\n\n{"a": 1,}', 'Remove the comma', 'POST /projects\nContent-Type: application/json\n\n{"a": 1}'],
    ['POST /projects\nContent-Type: application/json\n\n{"a": 1\n  "b": 2}', 'Add the missing comma', 'POST /projects\nContent-Type: application/json\n\n{"a": 1,\n  "b": 2}'],
    ['POST /projects\nContent-Type: application/json\n\n[{} {}]', 'Add the missing comma', 'POST /projects\nContent-Type: application/json\n\n[{}, {}]'],
    ['POST /projects\nContent-Type: application/json\n\n{"a": 1,, "b": 2}', 'Remove the comma', 'POST /projects\nContent-Type: application/json\n\n{"a": 1, "b": 2}'],
    ['POST /projects\nContent-Type: application/json\n\n[1, , 2]', 'Remove the comma', 'POST /projects\nContent-Type: application/json\n\n[1,  2]'],
    ['POST /projects\nContent-Type: application/json\n\n{"a": “b c”}', 'Use double quotes', 'POST /projects\nContent-Type: application/json\n\n{"a": "b c"}'],
    ['POST /projects\nContent-Type: application/json\n\n{displayName: 1}', 'Put the name in quotes', 'POST /projects\nContent-Type: application/json\n\n{"displayName": 1}'],
    ['POST /projects\nContent-Type: application/json\n\n{"a": True}', 'Change to true', 'POST /projects\nContent-Type: application/json\n\n{"a": true}'],
    ["POST /projects\nContent-Type: application/json\n\n{\"a\": 'b'}", 'Use double quotes', 'POST /projects\nContent-Type: application/json\n\n{"a": "b"}'],
    ['# @host emulatr\nGET /projects', 'Change to emulator', '# @host emulator\nGET /projects'],
    ['# @auth Basic\nGET /projects', 'Change to basic', '# @auth basic\nGET /projects'],
    ['### a\nGET /a?b={{qqqqqq}}\n\n###\nGET /{{qqqqqq}}', 'Define @qqqqqq above', '### a\n@qqqqqq = \nGET /a?b={{qqqqqq}}\n\n###\nGET /{{qqqqqq}}'],
    ['POST /projects\nContent-Type: application/json\n\n{"a": 1 /* b */}', 'Remove the comment', 'POST /projects\nContent-Type: application/json\n\n{"a": 1 }'],
    ['# @timout 5s\nGET /x', 'Change to @timeout', '# @timeout 5s\nGET /x'],
    ['GET /projects\n  &a=1', 'Change to ?', 'GET /projects\n  ?a=1'],
    ['GET /projects/{{blank}}', 'Percent-encode the value: {{%blank}}', 'GET /projects/{{%blank}}'],
    ['POST /projects\nX-A: 1\n\n{}', 'Add Content-Type: application/json', 'POST /projects\nX-A: 1\nContent-Type: application/json\n\n{}'],
    ['GET\u00a0/projects', 'Change the invisible character to a blank', 'GET /projects'],
    ['\u00a0GET /projects', 'Remove the invisible character', 'GET /projects'],
    ['GE\u200bT /projects', 'Remove the invisible character', 'GET /projects'],
    ['GET /projects\u00a0', 'Remove the invisible character', 'GET /projects'],
    ['GET /projects\n###\n\ufeffGET /projects', 'Remove the invisible character', 'GET /projects\n###\nGET /projects'],
    ['GET /👩\u200d🔧', 'Change to %F0%9F%91%A9%E2%80%8D%F0%9F%94%A7', 'GET /%F0%9F%91%A9%E2%80%8D%F0%9F%94%A7'],
    ['GET /a\r\n\r\nx\r\n# @name b\r\nGET /b', 'Start a block with ###', 'GET /a\r\n\r\nx\r\n###\r\n# @name b\r\nGET /b'],
    ['GET /a\n\nGET /b', 'Send it: add Content-Type: text/plain', 'GET /a\nContent-Type: text/plain\n\nGET /b'],
    ['GET /a\n\n ### b\nGET /b', 'Change to ### b', 'GET /a\n\n### b\nGET /b'],
    ['GET /a\n\n## b\nGET /b', 'Change to ### b', 'GET /a\n\n### b\nGET /b'],
    ['GET /a\n\n  >>!out.json', 'Change to >>! out.json', 'GET /a\n\n>>! out.json'],
    ['GET /a\n\n<@./{{project}}.json', 'Change to <@ ./{{project}}.json', 'GET /a\n\n<@ ./{{project}}.json'],
    ['GET /a\n\n? status == 500', 'Change to ?? status == 500', 'GET /a\n\n?? status == 500'],
    ['GET /a\n\n>> a\n>>b', 'Send it: add Content-Type: text/plain', 'GET /a\nContent-Type: text/plain\n\n>> a\n>>b'],
    ['GET /projects\n\n# note', 'Start a block with ###', 'GET /projects\n\n###\n# note'],
    ['GET /projects\n\n# note', 'Send it: add Content-Type: text/plain', 'GET /projects\nContent-Type: text/plain\n\n# note'],
    ['POST /projects\nContent-Type: application/json\n\n{\n# no\n}', 'Remove the line', 'POST /projects\nContent-Type: application/json\n\n{\n}'],
    ['GET /projects\nConnection: close\nX-A: 1', 'Remove the line', 'GET /projects\nX-A: 1'],
    ['### a\n# c\nGET /{{qqqqqq}}', 'Define @qqqqqq above', '### a\n# c\n@qqqqqq = \nGET /{{qqqqqq}}'],
    ['GET /a\r\nX: {{qqqqqq}}', 'Define @qqqqqq above', '@qqqqqq = \r\nGET /a\r\nX: {{qqqqqq}}'],
    ['@a = 1\n@b = {{qqqqqq}}\nGET /{{b}}', 'Define @qqqqqq above', '@a = 1\n@qqqqqq = \n@b = {{qqqqqq}}\nGET /{{b}}'],
    ['# @account {{qqqqqq}}\nGET /', 'Define @qqqqqq above', '@qqqqqq = \n# @account {{qqqqqq}}\nGET /'],
    ['# @name list\nGET /\n\n###\n# @name list\nGET /a\n\n###\n# @name list2\nGET /b', 'Call it list3', '# @name list\nGET /\n\n###\n# @name list3\nGET /a\n\n###\n# @name list2\nGET /b'],
    ['# @name a7\nGET /\n\n###\n# @name a7\nGET /a', 'Call it a8', '# @name a7\nGET /\n\n###\n# @name a8\nGET /a'],
    ['@x := 1\nGET /projects', 'Use =', '@x = 1\nGET /projects'],
    ['### a\n# c\nGET /{{x}}\n###\n@x = 1\n@y = 2', 'Move @x up', '### a\n@x = 1\n# c\nGET /{{x}}\n###\n@y = 2'],
    ['GET /{{x}}\r\n###\r\n@x = 1', 'Move @x up', '@x = 1\r\nGET /{{x}}\r\n###\r\n'],
    ['### a\n@y = {{x}}\n@x = 1', 'Move @x up', '### a\n@x = 1\n@y = {{x}}\n'],
  ];
  for (const [text, title, expected] of cases) {
    it(`${JSON.stringify(text)}: ${title}`, () => {
      const file = parse(text);
      const all = diagnose(file, devEnvironment()).flatMap((finding) => Object.entries(fixed(file, finding)));
      assert.equal(new Map(all).get(title), expected);
    });
  }

  it('one that resembles another is not defined anew', () => {
    const file = parse('GET /projects/{{projct}}');
    assert.deepEqual(diagnose(file, devEnvironment()).flatMap((finding) => fixesFor(file, finding).map(({ title }) => title)), ['Change to project']);
  });

  it('a variable is defined where its first use sees it, whichever is mended', () => {
    const text = 'GET /a?b={{qqqqqq}}\n\n###\nGET /{{qqqqqq}}';
    const file = parse(text);
    const after = diagnose(file, {}).flatMap((finding) => Object.entries(fixed(file, finding)).filter(([title]) => title.startsWith('Define')));
    assert.deepEqual(after.map(([, source]) => source), [1, 2].map(() => `@qqqqqq = \n${text}`));
  });

  it('what a question asks for further up is no use of the variable', () => {
    const above = '# @prompt qqqqqq\nGET /{{qqqqqq}}\n\n###\n';
    const file = parse(`${above}GET /{{qqqqqq}}`);
    const after = diagnose(file, {}).flatMap((finding) => Object.entries(fixed(file, finding)).filter(([title]) => title.startsWith('Define')));
    assert.deepEqual(after.map(([, source]) => source), [`${above}@qqqqqq = \nGET /{{qqqqqq}}`]);
  });

  for (const value of ["'it's me'", "['a, 'b']", "'a\\'b'", "'a\nb'"]) {
    it(`nobody knows where ${JSON.stringify(value)} ends: it gets no other quotes`, () => {
      const file = parse(`POST /projects\nContent-Type: application/json\n\n{"a": ${value}}`);
      const found = diagnose(file, {});
      assert.ok(found.some(({ code }) => code === 'body.json'));
      assert.deepEqual(found.flatMap((finding) => fixesFor(file, finding).map(({ title }) => title)).filter((title) => title === 'Use double quotes'), []);
    });
  }

  it('a request is not what it refers to itself', () => {
    const file = parse('# @name thing\n# @ref things\nGET /projects');
    assert.deepEqual(diagnose(file, {}).flatMap((finding) => fixesFor(file, finding)), []);
  });

  it('a variable that := was to define is not called undefined too', () => {
    const codes = (text: string) => diagnose(parse(text), devEnvironment()).map(({ code }) => code);
    assert.deepEqual(codes('@qqqqqq := 1\nGET /{{qqqqqq}}/{{wwwwww}}\n\n###\nGET /{{qqqqqq}}'), ['variable.assignment', 'variable.undefined']);
    assert.deepEqual(codes('@qqqqqq := 1\n@a = {{qqqqqq}}\nGET /{{a}}'), ['variable.assignment']);
  });

  it('an account that is not there: one that is, the nearest first, or a new one', () => {
    const file = parse('# @account plnt\nGET /projects');
    const span = { start: 11, end: 15 };
    const unknown = (data: Finding['data']) => fixesFor(file, { code: 'account.unknown', severity: 'error', span, data }).map(({ title, edits, action }) => [title, edits, action]);
    const use = (name: string) => [`Change to ${name}`, [{ span, newText: name }], undefined];
    const add = ['Add a service account…', [], 'add-account'];
    assert.deepEqual(unknown({ name: 'plnt', known: ['a', 'b', 'plant', 'c'], suggestion: 'plant' }), [use('plant'), use('a'), use('b'), add]);
    assert.deepEqual(unknown({ name: 'plnt', known: [] }), [add]);
    assert.deepEqual(unknown({ name: 'plnt', known: ['a'], from: 'dev' }), [add]);
  });

  for (const text of ['@e = é\nGET /{{e}}', '@e = \u00a0\nGET /{{e}}', 'GET https://é.example.com/', '# @nothingLikeIt\nGET /projects', 'GET ftp://x', '/projects/p/devices:batchUpdate', 'PUT /projects', '# @retry 21\nGET /projects', 'POST /projects\nContent-Type: application/json\n\n[01]', '@x = ,\nPOST /projects\nContent-Type: application/json\n\n[1, {{x}}]']) {
    it(`none for ${JSON.stringify(text)}`, () => {
      const file = parse(text);
      assert.deepEqual(diagnose(file, {}).flatMap((finding) => fixesFor(file, finding)), []);
    });
  }

  it('none for data that is not there', () => {
    const file = parse('GET /x');
    for (const code of ['variable.used-before-definition', 'value.blank', 'body.only-comments', 'body.request-line', 'body.look-alike', 'variable.assignment', 'body.comment-line', 'body.no-content-type', 'no.such-code']) {
      assert.deepEqual(fixesFor(file, { code, severity: 'error', span: { start: 0, end: 1 }, data: {} }), []);
    }
  });

  it('a fix mends what it is for', () => {
    for (const [text] of cases) {
      const file = parse(text);
      const before = diagnose(file, devEnvironment());
      for (const finding of before) {
        for (const [title, after] of Object.entries(fixed(file, finding))) {
          const count = (source: string) => diagnose(parse(source), devEnvironment()).filter(({ code }) => code === finding.code).length;
          assert.ok(count(after) < count(text), `${title} in ${JSON.stringify(text)}`);
        }
      }
    }
  });
});

import assert from 'node:assert/strict';
import { applyEdits } from '../../../../src/base/text';
import { diagnose } from '../../../../src/language/features/diagnostics/diagnose';
import { fixesFor } from '../../../../src/language/features/fixes/index';
import { meaningOf } from '../../../../src/language/features/fixes/foreign/script';
import { parse } from '../../../../src/language/syntax/parser';

const foreign = /^(Write it as|Remove the script|Ask with|Change to)/;

/** What the conversions of a text come to, with their titles. */
function conversions(text: string): readonly (readonly [title: string, after: string])[] {
  const file = parse(text);
  return diagnose(file, {}).flatMap((finding) => fixesFor(file, finding)).filter(({ title }) => foreign.test(title)).map(({ title, edits }) => [title, applyEdits(text, edits)] as const);
}

describe('what other tools write, converted', () => {
  const asExpect = 'Write it as # @expect';
  const cases: readonly [name: string, text: string, title: string, after: string][] = [
    ['client.test with the status', 'GET /projects\n\n> {% client.test("ok", function() { client.assert(response.status === 200, "no") }) %}\n', asExpect, '# @expect status 200\nGET /projects\n\n'],
    ['a test without braces', 'GET /projects\n\n> {% client.test("ok", () => client.assert(response.status === 200)); client.test("b", x =>\n client.assert(response.body.a == 1, "no")) %}\n', asExpect, '# @expect status 200\n# @expect body $.a == 1\nGET /projects\n\n'],
    ['on several lines, with arrows, CRLF', 'GET /projects\r\n\r\n> {%\r\n  // it works\r\n  client.test("ok", () => {\r\n    client.assert(response.status === 200 && response.body.projects.length > 0);\r\n  });\r\n%}\r\n', asExpect, '# @expect status 200\r\n# @expect body $.projects length > 0\r\nGET /projects\r\n\r\n'],
    ['httpYac with equal', 'GET /projects\n\n{{@response\n  const x = 1;\n}}\n', '', ''],
    ['httpYac: test.status', 'GET /projects\n\n{{\n  test.status(201);\n}}\n', asExpect, '# @expect status 201\nGET /projects\n\n'],
    ['httpYac: equal', 'GET /projects\n\n{{@response\n  test("a", () => {\n    equal(response.parsedBody.name, "x");\n  });\n}}\n', asExpect, '# @expect body $.name == "x"\nGET /projects\n\n'],
    ['a header', "GET /projects\n\n> {% client.assert(response.headers.valueOf('X-A') == 'b') %}\n", asExpect, '# @expect header X-A == "b"\nGET /projects\n\n'],
    ['only a log', 'GET /projects\n\n> {% client.log(response.body) %}\n', 'Remove the script: it only logs', 'GET /projects\n\n'],
    ['client.global.set in a file of one block', '### Log in\nPOST /x\n\n> {% client.global.set("token", response.body.data.token); %}', 'Write it as @token = {{logIn.response…}}', '### Log in\n# @name logIn\nPOST /x\n\n###\n@token = {{logIn.response.body.$.data.token}}\n'],
    ['… with a block below', '# @name login\nPOST /x\n\n> {%\nclient.global.set("token", response.body.token);\nclient.assert(response.status === 200)\n%}\n\n### next\nGET /y/{{token}}\n', 'Write it as # @expect and variables', '# @name login\n# @expect status 200\nPOST /x\n\n\n### next\n@token = {{login.response.body.$.token}}\nGET /y/{{token}}\n'],
    ['… below the last separator, which ends the file', '# @name a\nPOST /x\n\n> {% client.global.set("t", response.headers["Location"]) %}\n###', 'Write it as @t = {{a.response…}}', '# @name a\nPOST /x\n\n###\n@t = {{a.response.headers.Location}}\n'],
    ['a request that has no name gets a free one', '# @name request\nGET /a\n\n###\nPOST /x\n\n> {% client.global.set("t", response.body.t) %}\n', 'Write it as @t = {{request2.response…}}', '# @name request\nGET /a\n\n###\n# @name request2\nPOST /x\n\n###\n@t = {{request2.response.body.$.t}}\n'],
    ['exports of httpYac', '# @name a\nPOST /x\n\n{{\n  exports.id = response.parsedBody[0].id;\n}}\n###\n', 'Write it as @id = {{a.response…}}', '# @name a\nPOST /x\n\n###\n@id = {{a.response.body.$[0].id}}\n'],
    ['a value that is no piece of the answer', '# @name a\nPOST /x\n\n{{\n  exports.id = 5;\n}}\n###\n', 'Write it as @id = …', '# @name a\nPOST /x\n\n###\n@id = 5\n'],
    ['a value before the send', '< {% request.variables.set("a", "1") %}\nGET /{{a}}\n', 'Write it as @a = …', '@a = 1\nGET /{{a}}\n'],
    ['?? js', 'GET /x\n\n?? js response.statusCode === 200\n', 'Change to status 200', 'GET /x\n\n?? status 200\n'],
    ['?? js of the body', 'GET /x\n\n?? js response.parsedBody.items.length >= 2\n', 'Change to body $.items length >= 2', 'GET /x\n\n?? body $.items length >= 2\n'],
    ['Date.now()', 'GET /x?a={{ Date.now() }}\n', 'Change to {{$timestampMs}}', 'GET /x?a={{ $timestampMs }}\n'],
    ['process.env', 'GET /x?a={{process.env.HOME}}\n', 'Change to {{$processEnv HOME}}', 'GET /x?a={{$processEnv HOME}}\n'],
    ['Math.random', 'GET /x?a={{Math.floor(Math.random() * 100)}}\n', 'Change to {{$randomInt 0 100}}', 'GET /x?a={{$randomInt 0 100}}\n'],
    ['$random.integer', 'GET /x?a={{$random.integer(1, 6)}}\n', 'Change to $randomInt 1 6', 'GET /x?a={{$randomInt 1 6}}\n'],
    ['a status as scripts call it', '# @name a\nGET /a\n\n###\nGET /x?b={{a.response.statusCode}}\n', 'Change to {{a.response.status}}', '# @name a\nGET /a\n\n###\nGET /x?b={{a.response.status}}\n'],
    ['a parsed body, with its path', '# @name a\nGET /a\n\n###\nGET /x?b={{a.response.parsedBody.c[0]}}\n', 'Change to {{a.response.body.$.c[0]}}', '# @name a\nGET /a\n\n###\nGET /x?b={{a.response.body.$.c[0]}}\n'],
    ['a body without the dollar sign', '# @name a\nGET /a\n\n###\nGET /x?b={{a.response.body.c}}\n', 'Change to {{a.response.body.$.c}}', '# @name a\nGET /a\n\n###\nGET /x?b={{a.response.body.$.c}}\n'],
    ['a header in brackets', '# @name a\nGET /a\n\n###\nGET /x?b={{a.response.header["ETag"]}}\n', 'Change to {{a.response.headers.ETag}}', '# @name a\nGET /a\n\n###\nGET /x?b={{a.response.headers.ETag}}\n'],
    ['$input', 'GET /x?a={{$input Your name?}}\n', 'Ask with # @prompt yourName', '# @prompt yourName Your name?\nGET /x?a={{yourName}}\n'],
    ['$password', '@value = 1\nGET /x?a={{$password}}&b={{value}}\n', 'Ask with # @prompt-secret value2', '@value = 1\n# @prompt-secret value2\nGET /x?a={{value2}}&b={{value}}\n'],
  ];
  for (const [name, text, title, after] of cases) {
    it(name, () => assert.deepEqual(conversions(text), title === '' ? [] : [[title, after]]));
  }

  it('what was converted raises nothing more', () => {
    for (const [name, text, title] of cases) {
      for (const [, after] of conversions(text)) {
        const codes = diagnose(parse(after), {}).filter(({ severity }) => severity === 'error').map(({ code }) => code);
        assert.deepEqual(codes, [], `${name} (${title}): ${after}`);
      }
    }
  });

  for (const script of [
    'client.assert(response.status === 200 || response.status === 201)',
    'if (response.status === 200) { client.global.set("a", response.body.a) }',
    'client.assert(response.body.a === "it\'s")',
    'client.global.set("a", response.body.a + 1)',
    'client.test("a", function() { client.assert(response.status === 200)',
    'client.assert(response.body.a.includes("b"))',
    'client.assert(response.status === "200")',
    'client.global.clear("a")',
    'client.global.set("a", "{{b}}")',
  ]) {
    it(`leaves alone what it does not understand: ${script}`, () => assert.deepEqual(conversions(`# @name a\nGET /x\n\n> {% ${script} %}\n`), []));
  }

  it('takes every script in no time', function () {
    this.timeout(60_000);
    for (const piece of ['client.test("a", function ( ', 'client.assert(', 'a ', '"', '\\', '/* ', '((((', 'client.assert(response.status === 200, "a");', ' \n', 'client.log((', '`']) {
      for (const length of [10, 400, 200_000]) {
        meaningOf(piece.repeat(length));
      }
    }
  });

  it('a script without its end, or above nothing, has no conversion', () => {
    assert.deepEqual(conversions('GET /x\n\n> {% client.assert(response.status === 200)\n'), []);
    assert.deepEqual(conversions('< {% request.variables.set("a", "1") %}\n'), []);
  });
});

describe('a request line in a body of JSON', () => {
  const head = 'POST /projects\nContent-Type: application/json\n\n';
  for (const [name, body, found] of [
    ['below its end', '{"displayName": "a", "organization": "organizations/b"}\n\nGET /projects', 'GET /projects'],
    ['with its directives', '{}\n# @name b\nGET /projects', 'GET /projects'],
    ['an unfinished one', '{"a":\nDELETE /projects/{{x}}', 'DELETE /projects/{{x}}'],
  ] as const) {
    it(name, () => {
      const text = head + body;
      const file = parse(text);
      const findings = diagnose(file, {}).filter(({ code }) => code.startsWith('body.'));
      assert.deepEqual(findings.map(({ code, span }) => [code, text.slice(span.start, span.end)]), [['body.request-line', found]]);
      const [finding] = findings;
      assert.ok(finding);
      const fixes = fixesFor(file, finding);
      assert.deepEqual(fixes.map(({ title }) => title), ['Start a block with ###']);
      const after = applyEdits(text, fixes[0]?.edits ?? []);
      assert.equal(parse(after).blocks.length, 2);
      assert.ok(diagnose(parse(after), {}).every(({ code }) => code !== 'body.request-line'));
    });
  }

  it('is none in a text inside of it', () => {
    const codes = diagnose(parse(`${head}{"displayName": "GET /projects",\n"organization": "x"}`), {}).map(({ code }) => code);
    assert.ok(!codes.includes('body.request-line'));
  });
});

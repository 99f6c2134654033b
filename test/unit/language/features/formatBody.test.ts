import assert from 'node:assert/strict';
import { prettyJson } from '../../../../src/http/jsonText';
import { formatBody } from '../../../../src/language/features/format/formatBody';
import { parse } from '../../../../src/language/syntax/parser';
import { reparse } from '../../../../src/language/syntax/reparse';
import { requestTexts } from '../../../helpers/requestTexts';

const head = 'POST /x\nContent-Type: application/json\n\n';

/** The body after it was laid out; the kind when it was not. */
function laidOut(text: string, unit?: string): string {
  const file = parse(text);
  const [block] = file.blocks;
  assert.ok(block);
  const layout = formatBody(file, block, unit);
  return layout.kind === 'edits' ? reparse(file, layout.edits).text.slice(text.indexOf('\n\n') + 2) : layout.kind;
}

describe('formatting a JSON body', () => {
  const cases: readonly [name: string, body: string, expected: string][] = [
    ['one value per line', '{"a":1,"b":[true,null],"c":{}, "d" : [ ]}', '{\n  "a": 1,\n  "b": [\n    true,\n    null\n  ],\n  "c": {},\n  "d": []\n}'],
    ['one that is laid out', '{\n  "a": 1\n}\n', '{\n  "a": 1\n}\n'],
    ['blanks around it', '\n  [1]  \n\n', '[\n  1\n]\n\n'],
    ['references in the place of values and in strings, with quotes in them', '{"a":{{ %b }},"{{c}}":"x{{d.response.body.$["e"]}}{"}', '{\n  "a": {{ %b }},\n  "{{c}}": "x{{d.response.body.$["e"]}}{"\n}'],
    ['digits, escapes and equal names as they are', '{"a":1.0e+5,"a":12345678901234567890,"\\u0061":"\\/\\"{"}', '{\n  "a": 1.0e+5,\n  "a": 12345678901234567890,\n  "\\u0061": "\\/\\"{"\n}'],
    ['braces that are escaped', '["\\{\\{a\\}\\}"]', '[\n  "\\{\\{a\\}\\}"\n]'],
    ['a value alone', '  "a"', '"a"'],
    ['what does not parse', '{"a":1,}', 'broken'],
    ['a string that is not closed', '{"a":"b\n}', 'broken'],
    ['a string that is closed on a later line, with brackets in between', '{"a": "x\n}}}"}', 'broken'],
    ['a control character that looks like a blank', '{"a"\u000b:1}', 'broken'],
    ['a comment, which the layout would move', '{"a":1} // b', 'broken'],
    ['a reference that may be anything', '{ {{members}} }', 'broken'],
    ['references side by side', '[{{a}}{{b}}]', 'broken'],
    ['a number that goes on in a reference', '[1{{a}}]', 'broken'],
    ['blanks that make one value of two', '[1 2]', 'broken'],
    ['a part in a file', '{"a":\n< ./b.json\n}', 'file'],
    ['500 levels', `${'['.repeat(500)}${']'.repeat(500)}`, `${Array.from({ length: 499 }, (_, depth) => `${'  '.repeat(depth)}[\n`).join('')}${'  '.repeat(499)}[]${Array.from({ length: 499 }, (_, depth) => `\n${'  '.repeat(498 - depth)}]`).join('')}`],
    ['so many values that the body is one edit', `[${'1,'.repeat(3000)}1]`, `[\n${'  1,\n'.repeat(3000)}  1\n]`],
    ['a body that is too long', `["${'x'.repeat(1_000_000)}"]`, 'too-large'],
    ['nesting beyond what is read', `${'['.repeat(10_000)}${']'.repeat(10_000)}`, 'too-large'],
    ['indentation out of all proportion', `${'['.repeat(400)}${'1,'.repeat(20_000)}1${']'.repeat(400)}`, 'too-large'],
  ];
  for (const [name, body, expected] of cases) {
    it(name, () => {
      assert.equal(laidOut(head + body), expected);
      if (!['broken', 'file', 'too-large'].includes(expected)) assert.equal(laidOut(head + expected), expected);
    });
  }

  it('with tabs, and with the line ends of the file', () => {
    assert.equal(laidOut(`${head}[1]`, '\t'), '[\n\t1\n]');
    const text = `${head}[1]`.replaceAll('\n', '\r\n');
    const file = parse(text);
    const layout = formatBody(file, file.blocks[0]!);
    assert.ok(layout.kind === 'edits');
    assert.ok(reparse(file, layout.edits).text.endsWith('\r\n\r\n[\r\n  1\r\n]'));
  });

  const bodies: readonly [name: string, text: string, expected: string][] = [
    ['no request', '# x', 'no-json'],
    ['no body', 'GET /x', 'no-json'],
    ['another type', 'POST /x\nContent-Type: text/plain\n\n{}', 'no-json'],
    ['no type, but a bracket', 'POST /x\n\n[1]', '[\n  1\n]'],
    ['no type, and a reference', 'POST /x\n\n{{a}}', 'no-json'],
    ['a type that is not known yet', 'POST /x\nContent-Type: {{type}}\n\n[1]', '[\n  1\n]'],
    ['a type that says JSON', 'POST /x\ncontent-type: application/merge-patch+json; charset=utf-8\n\n[1]', '[\n  1\n]'],
  ];
  for (const [name, text, expected] of bodies) it(`${name}: ${expected}`, () => assert.equal(laidOut(text), expected));

  it('looks as answers do, and the second time nothing changes', () => {
    let count = 0;
    for (const { name, text } of requestTexts()) {
      const file = parse(text);
      for (const block of file.blocks) {
        const layout = formatBody(file, block);
        if (layout.kind !== 'edits' || !block.request?.body) continue;
        const { text: after, blocks } = reparse(file, layout.edits);
        const again = blocks[file.blocks.indexOf(block)];
        assert.ok(again?.request?.body, name);
        const body = after.slice(again.request.body.start, again.request.body.end);
        assert.deepEqual(formatBody({ ...file, text: after, blocks }, again), { kind: 'edits', edits: [] }, name);
        const pretty = prettyJson(text.slice(block.request.body.start, block.request.body.end));
        if (pretty.kind === 'pretty') assert.equal(body.replaceAll('\r\n', '\n'), pretty.text, name);
        count++;
      }
    }
    assert.ok(count > 15, String(count));
  });
});

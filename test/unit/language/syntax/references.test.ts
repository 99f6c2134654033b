import assert from 'node:assert/strict';
import { applyEdits } from '../../../../src/base/text';
import { findEscapes, findReferences, referencesNear } from '../../../../src/language/syntax/references';
import { marked } from '../../../helpers/marked';
import { dumpReferences } from './dump';

describe('findReferences', () => {
  const rows: [text: string, references: string[]][] = [
    ['', []],
    ['{{a}}', ['name a']],
    ['{{ \ta_1-b }}', ['name a_1-b']],
    ['x{{a}}{{b}}/{{c}}', ['name a', 'name b', 'name c']],
    // Percent-encoding.
    ['{{%a}}', ['name %a']],
    ['{{ % a }}', ['name %a']],
    ['{{%}}', ['other %']],
    // Text.
    ['{{}} {{ }} {{\t}}', []],
    ['a{{b', []],
    ['{{a}', []],
    ['{a}}', []],
    ['{ {a} }', []],
    ['{{a\n}}', []],
    ['{{a\r}}', []],
    ['{{a\n{{b}}', ['name b']],
    // The innermost braces count, so that JSON around a reference is text.
    ['{{a{{b}}', ['name b']],
    ['{{{a}}}', ['name a']],
    ['{"a":{"b":{{c}}}}', ['name c']],
    ['{{{{{a}}', ['name a']],
    ['{{{}}}', []],
    // Forms.
    ['{{device.name}}', ['member device.name']],
    ['{{device.column-2.x}}', ['member device.column-2.x']],
    ['{{login.response.body.$.items[?(@.a==1)].b}}', ['chained login.response.body.$.items[?(@.a==1)].b']],
    ['{{login.response}}', ['chained login.response']],
    ['{{login.request.headers.X-Y}}', ['chained login.request.headers.X-Y']],
    ['{{login.responses}}', ['member login.responses']],
    ['{{$guid}}', ['system $guid']],
    ['{{$random.uuid}}', ['system $random.uuid']],
    ['{{$timestamp -1 h}}', ['system $timestamp -1 h']],
    ['{{$datetime "YYYY MM"}}', ['system $datetime "YYYY MM"']],
    ['{{%$processEnv X}}', ['system %$processEnv X']],
    // Anything else is for others to refuse.
    ['{{a b}}', ['other a b']],
    ['{{1a}}', ['other 1a']],
    ['{{a.}}', ['other a.']],
    ['{{$}}', ['other $']],
    ['{{$random.integer(1, 5)}}', ['other $random.integer(1, 5)']],
    ['{{a + b}}', ['other a + b']],
    ['{{é}}', ['other é']],
    // Escaped braces are none; a reference between them is one.
    ['\\{\\{a\\}\\}', []],
    ['\\{\\{{{a}}\\}\\}', ['name a']],
  ];
  for (const [text, references] of rows) {
    it(JSON.stringify(text), () => assert.deepEqual(dumpReferences(text), references));
  }

  it('tells where the braces and the name are', () => {
    const { text, spans } = marked('x ⟦{{ %⟦a⟧ }}⟧ y');
    const [whole, name] = spans;
    assert.ok(whole);
    assert.deepEqual(findReferences(text, { start: 0, end: text.length }), [{ ...whole, name, encode: true, form: 'name' }]);
  });

  it('looks at the span only', () => {
    const text = '{{a}}{{b}}{{c}}';
    assert.deepEqual(dumpReferences(text, { start: 5, end: 10 }), ['name b']);
    assert.deepEqual(dumpReferences(text, { start: 1, end: 14 }), ['name b']);
    assert.deepEqual(dumpReferences(text, { start: 6, end: 9 }), []);
  });
});

describe('references near a place', () => {
  it('are those of the line, however long it is', () => {
    const text = `GET /?a=${'{{a}}, {{ b.c }} \\{\\{ {{'.repeat(50_000)}`;
    const all = findReferences(text, { start: 0, end: text.length });
    for (const offset of [0, 9, 13, 700_001, 700_009, text.length - 3, text.length]) {
      const near = referencesNear(text, { start: 0, end: text.length }, offset);
      const here = (found: typeof all) => found.filter(({ start, end }) => start <= offset && offset <= end);
      assert.deepEqual(here(near), here(all));
      assert.ok(near.length < 3_000, `${near.length} references`);
    }
    assert.deepEqual(referencesNear(text, { start: 8, end: 13 }, 10).map(({ start }) => start), [8]);
  });
});

describe('escaped braces', () => {
  const rows: [written: string, sent: string][] = [
    ['', ''],
    ['\\{\\{a\\}\\}', '{{a}}'],
    ['"\\{\\{a\\}\\}", "\\{\\{\\}\\}"', '"{{a}}", "{{}}"'],
    ['\\{\\{a\\}\\}\\}\\}', '{{a}}\\}\\}'],
    ['\\{\\{\\{\\{a\\}\\}', '\\{\\{{{a}}'],
    ['\\{\\{a', '\\{\\{a'],
    ['a\\}\\}', 'a\\}\\}'],
    ['\\{\\{a\n\\}\\}', '\\{\\{a\n\\}\\}'],
    ['\\{\\{a\r\\}\\}', '\\{\\{a\r\\}\\}'],
    ['\\{a\\}', '\\{a\\}'],
    ['\\{\\{a}}', '\\{\\{a}}'],
    ['\\\\n', '\\\\n'],
  ];
  /** The text with two braces in the place of each mark. */
  const unescaped = (text: string) => applyEdits(text, findEscapes(text, { start: 0, end: text.length }).map((span) => ({ span, newText: text.charAt(span.start + 1).repeat(2) })));
  for (const [written, sent] of rows) {
    it(JSON.stringify(written), () => assert.equal(unescaped(written), sent));
  }

  it('are looked for in the span only', () => {
    const text = '\\{\\{a\\}\\}';
    assert.equal(findEscapes(text, { start: 0, end: text.length }).length, 2);
    assert.deepEqual(findEscapes(text, { start: 0, end: text.length - 1 }), []);
    assert.deepEqual(findEscapes(text, { start: 1, end: text.length }), []);
  });
});

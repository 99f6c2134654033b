import assert from 'node:assert/strict';
import { endOfString, prettyJson } from '../../../src/http/jsonText';

describe('prettyJson', () => {
  const rows: readonly (readonly [input: string, expected: string | undefined])[] = [
    ['{}', '{}'],
    [' [ ] ', '[]'],
    ['1', '1'],
    ['"a,b:{"', '"a,b:{"'],
    ['{"a":1,"b":[true,null]}', '{\n  "a": 1,\n  "b": [\n    true,\n    null\n  ]\n}'],
    ['{"n":12345678901234567890,"x":1.0,"y":1e400,"z":-0}', '{\n  "n": 12345678901234567890,\n  "x": 1.0,\n  "y": 1e400,\n  "z": -0\n}'],
    ['{"a":"\\"\\\\","a":"\\u00e4/\\/"}', '{\n  "a": "\\"\\\\",\n  "a": "\\u00e4/\\/"\n}'],
    ['{\r\n\t"a" : { } }', '{\n  "a": {}\n}'],
    ['', undefined],
    ['{"a":1', undefined],
    ['{"a":1}\n{"a":2}', undefined],
    ['<html>', undefined],
  ];
  const textOf = (input: string) => {
    const pretty = prettyJson(input);
    return pretty.kind === 'pretty' ? pretty.text : undefined;
  };
  for (const [input, expected] of rows) it(JSON.stringify(input), () => assert.equal(textOf(input), expected));

  it('changes nothing but white space', () => {
    const text = JSON.stringify({ list: Array.from({ length: 200 }, (_, index) => ({ index, text: 'a "quoted" \\ text ', deep: [[[]]] })) });
    assert.equal(textOf(text), JSON.stringify(JSON.parse(text), null, 2));
  });

  const nested = (depth: number, inside = '') => '['.repeat(depth) + inside + ']'.repeat(depth);
  const deep: readonly (readonly [title: string, input: string, expected: string])[] = [
    ['as deep as a person reads', nested(200), 'pretty'],
    ['deeper', nested(202), 'too-deep'],
    ['20,000 deep', nested(20_000), 'too-deep'],
    ['400,000 deep', nested(400_000), 'too-deep'],
    ['a long list at the bottom of deep nesting', nested(199, `1${',1'.repeat(500_000)}`), 'too-deep'],
    ['a long list high up', nested(3, `1${',1'.repeat(50_000)}`), 'pretty'],
    ['deep, and no JSON', '['.repeat(20_000), 'not-json'],
  ];
  for (const [title, input, expected] of deep) it(`${title}: ${expected}`, () => assert.equal(prettyJson(input).kind, expected));
});

describe('endOfString', () => {
  const rows: readonly (readonly [string, number])[] = [['"a"b', 3], ['"a\\"b"c', 6], ['"a\\\\"b', 5], ['"open', 5], ['"open\\"', 7]];
  for (const [text, end] of rows) it(text, () => assert.equal(endOfString(text, 0), end));
});

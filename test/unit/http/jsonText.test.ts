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
  for (const [input, expected] of rows) it(JSON.stringify(input), () => assert.equal(prettyJson(input), expected));

  it('changes nothing but white space', () => {
    const text = JSON.stringify({ list: Array.from({ length: 200 }, (_, index) => ({ index, text: 'a "quoted" \\ text ', deep: [[[]]] })) });
    const pretty = prettyJson(text) ?? '';
    assert.equal(pretty, JSON.stringify(JSON.parse(text), null, 2));
  });
});

describe('endOfString', () => {
  const rows: readonly (readonly [string, number])[] = [['"a"b', 3], ['"a\\"b"c', 6], ['"a\\\\"b', 5], ['"open', 5], ['"open\\"', 7]];
  for (const [text, end] of rows) it(text, () => assert.equal(endOfString(text, 0), end));
});

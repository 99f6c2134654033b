import assert from 'node:assert/strict';
import { selectionRanges } from '../../../../src/language/features/selectionRanges';
import { parse } from '../../../../src/language/syntax/parser';
import { markedAt } from '../../../helpers/marked';

describe('growing selection', () => {
  const cases: readonly [name: string, source: string, expected: readonly string[]][] = [
    ['a segment of a path', '###\nGET /projects/ab‸c/devices?a=b\nX: y\n', ['abc', '/projects/abc/devices', '/projects/abc/devices?a=b', 'GET /projects/abc/devices?a=b', 'GET /projects/abc/devices?a=b\nX: y', '###\nGET /projects/abc/devices?a=b\nX: y', '###\nGET /projects/abc/devices?a=b\nX: y\n']],
    ['a parameter', 'GET /x?page_size=1‸0&b', ['10', 'page_size=10', 'page_size=10&b', '/x?page_size=10&b', 'GET /x?page_size=10&b']],
    ['a query line', 'GET /x\n  ?a=‸b.c', ['b', 'b.c', 'a=b.c', '?a=b.c', 'GET /x\n  ?a=b.c']],
    ['a reference', 'GET /x/{{lo‸gin.response.status}}/y', ['login', 'login.response.status', '{{login.response.status}}', '/x/{{login.response.status}}/y', 'GET /x/{{login.response.status}}/y']],
    ['a header', 'GET /x\nAccept:  text/pl‸ain  ', ['plain', 'text/plain', 'Accept:  text/plain', 'GET /x\nAccept:  text/plain  ']],
    ['a directive', '# @expect status ‸200\nGET /x', ['200', 'status 200', '# @expect status 200', '# @expect status 200\nGET /x']],
    ['a variable', '@a = ‸b\n', ['b', '@a = b', '@a = b\n']],
    ['JSON', 'POST /x\n\n{ "a": [1, {"b": "on‸e two"}], "c": 2 }', ['one', 'one two', '"one two"', '"b": "one two"', '{"b": "one two"}', '[1, {"b": "one two"}]', '"a": [1, {"b": "one two"}]', '{ "a": [1, {"b": "one two"}], "c": 2 }', 'POST /x\n\n{ "a": [1, {"b": "one two"}], "c": 2 }']],
    ['JSON over lines, with a reference', 'POST /x\n\n{\n  "a": {{b‸}},\n  "c": 1\n}\n', ['b', '{{b}}', '"a": {{b}}', '"a": {{b}},', '{\n  "a": {{b}},\n  "c": 1\n}', 'POST /x\n\n{\n  "a": {{b}},\n  "c": 1\n}', 'POST /x\n\n{\n  "a": {{b}},\n  "c": 1\n}\n']],
    ['half-typed JSON', 'POST /x\n\n{"a": [1, "‸b', ['b', '"b', '[1, "b', '"a": [1, "b', '{"a": [1, "b', 'POST /x\n\n{"a": [1, "b']],
    ['a body that is no JSON', 'POST /x\nContent-Type: text/plain\n\none t‸wo\nthree', ['two', 'one two', 'one two\nthree', 'POST /x\nContent-Type: text/plain\n\none two\nthree']],
    ['nothing', '‸', []],
    ['a blank line', 'GET /x\n‸\n###', ['GET /x\n\n###']],
  ];
  for (const [name, source, expected] of cases) {
    it(name, () => {
      const { text, cursor } = markedAt(source);
      const found = selectionRanges(parse(text), cursor).map(({ start, end }) => text.slice(start, end));
      assert.deepEqual(found, expected);
    });
  }

  it('JSON nested 10,000 deep: the nearest steps, and the whole', () => {
    const text = `POST /x\n\n${'['.repeat(10_000)}1${']'.repeat(10_000)}`;
    const found = selectionRanges(parse(text), text.indexOf('1'));
    assert.ok(found.length <= 201, String(found.length));
    assert.deepEqual([found[0], found[1], found.at(-1)], [{ start: 10_009, end: 10_010 }, { start: 10_008, end: 10_011 }, { start: 0, end: text.length }]);
  });
});

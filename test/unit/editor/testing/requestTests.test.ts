import assert from 'node:assert/strict';
import { requestTests } from '../../../../src/editor/testing/requestTests';
import { parse } from '../../../../src/language/syntax/parser';
import { textOf } from '../../../../src/language/syntax/queries';

const cases: readonly [string, readonly string[], readonly string[]][] = [
  ['a request with @expect', ['### a', '# @expect status 200', 'GET /a'], ['a']],
  ['a request with ??', ['### a', 'GET /a', '?? status == 200'], ['a']],
  ['a request without', ['### a', 'GET /a'], []],
  ['a block without a request', ['### a', '# @expect status 200'], []],
  ['its name, then its title, then its request line', ['# @name n', '# @expect time < 1 s', 'GET /a', '###', '# @title t', '# @expect status 200', 'GET /b', '###', '# @expect status 200', 'GET /c'], ['n', 't', 'GET /c']],
  ['equal titles', ['### a', '# @expect status 200', 'GET /a', '### a', '# @expect status 200', 'GET /b'], ['a', 'a (2)']],
  ['titles that look like the number of another', ['### a', 'GET /a', '?? status == 1', '### a', 'GET /b', '?? status == 1', '### a (2)', 'GET /c', '?? status == 1'], ['a', 'a (2)', 'a (2) (2)']],
  ['a ?? in a body is none', ['### a', 'POST /a', 'Content-Type: text/plain', '', 'x', ' ?? status'], []],
];

describe('tests of a request file', () => {
  for (const [name, lines, expected] of cases) {
    it(name, () => assert.deepEqual(requestTests(parse(lines.join('\n'))).map(({ id }) => id), expected));
  }

  it('stand at their request line', () => {
    const file = parse('### a\n# @expect status 200\n  GET /a  \n');
    assert.deepEqual(requestTests(file).map(({ span }) => textOf(file, span)), ['GET /a']);
  });

  it('are told apart however many are called the same', () => {
    const file = parse(Array.from({ length: 40_000 }, () => '### same\n# @expect status 200\nGET /a\n').join(''));
    assert.equal(new Set(requestTests(file).map(({ id }) => id)).size, 40_000);
  });
});

import assert from 'node:assert/strict';
import { foldingRanges } from '../../../../src/language/features/folding';
import { parse } from '../../../../src/language/syntax/parser';
import { reparse } from '../../../../src/language/syntax/reparse';

/** `0-3`, `1-2 comment`. */
const folds = (text: string) => foldingRanges(parse(text)).map(({ start, end, kind }) => `${start}-${end}${kind ? ` ${kind}` : ''}`);

describe('folding', () => {
  const cases: readonly [name: string, lines: readonly string[], expected: readonly string[]][] = [
    ['nothing', [''], []],
    ['a request of one line', ['GET /x', '', ''], []],
    ['blocks up to their last written line', ['### a', 'GET /x', '', '### b', '# @name b', 'GET /y', ''], ['0-1', '3-5']],
    ['the first block from its request line on', ['@a = 1', '@b = 2', '', 'GET /x', 'A: 1', '', '###'], ['3-4']],
    ['variables alone are no block to fold', ['@a = 1', '@b = 2'], []],
    ['JSON: what is in brackets, the closing one stays', ['###', 'POST /x', 'Content-Type: application/json', '', '{', '  "a": [', '    1', '  ],', '  "b": {', '  }', '}'], ['0-10', '4-9', '5-6']],
    ['brackets in strings and references are none', ['POST /x', '', '{', '  "a": "[",', '  "{{b', '": "{{c.response.body.$["x"]}}"', '}'], ['0-6', '2-5']],
    ['brackets that open on one line', ['POST /x', '', '[{', '  "a": 1', '}, {', '  "b": 1', '}]'], ['0-6', '2-5', '4-5']],
    ['brackets that do not close, or never opened', ['POST /x', '', '{', '  "a": [', '  1'], ['0-4']],
    ['too many closing ones', ['POST /x', 'Content-Type: application/json', '', '}', ']', '{', '1', '}'], ['0-7', '5-6']],
    ['a body that is no JSON', ['POST /x', 'Content-Type: text/plain', '', '{', 'a', '}'], ['0-5', '3-5']],
    ['comments', ['# a', '// b', '# @name x', '# c', '###', '# d', '# e', '# f'], ['0-1 comment', '4-7', '5-7 comment']],
    ['a region over several requests, whose blocks it cuts', ['###', '# region Setup', 'GET /a', '### b', 'GET /b', '###', '# endregion', '### c', 'GET /c'], ['1-6 region', '3-4', '7-8']],
    ['a region in a block', ['###', '# #region x', '# a', '# b', '//endregion', 'GET /a'], ['0-5', '1-4 region', '2-3 comment']],
    ['regions in each other; a mark without its other one', ['# region a', '# region b', '# endregion', '# endregion', '# endregion', '# region c', '# regional'], ['0-3 region', '1-2 region']],
    ['a mark in a body is content', ['# region a', 'POST /x', '', '# endregion', 'b'], ['1-4', '3-4']],
  ];
  for (const [name, lines, expected] of cases) {
    it(name, () => {
      assert.deepEqual(folds(lines.join('\n')), expected);
      assert.deepEqual(folds(lines.join('\r\n')), expected);
      assert.deepEqual(folds(`\uFEFF${lines.join('\n')}`), expected);
    });
  }

  it('moves with its block', () => {
    const before = parse('@a = 1\n### b\nGET /b\nA: 1\n');
    assert.deepEqual(foldingRanges(before), [{ start: 1, end: 3 }]);
    const after = reparse(before, [{ span: { start: 0, end: 0 }, newText: '@b = 2\n\n' }]);
    assert.deepEqual(foldingRanges(after), [{ start: 3, end: 5 }]);
  });
});

import assert from 'node:assert/strict';
import { percentDecoded } from '../../../src/base/percent';

describe('percentDecoded', () => {
  const cases: readonly [written: string, plus: boolean, expected: string][] = [
    ['', false, ''],
    ['a%20b%2Fc', false, 'a b/c'],
    ['%C3%B8', false, 'ø'],
    ['a+b', false, 'a+b'],
    ['a+b%2B', true, 'a b+'],
    ['100%', false, '100%'],
    ['a+%zz', true, 'a+%zz'],
    ['%ff', false, '%ff'],
  ];
  for (const [written, plus, expected] of cases) {
    it(`${written}${plus ? ' in a query' : ''}`, () => assert.equal(percentDecoded(written, { plus }), expected));
  }
});

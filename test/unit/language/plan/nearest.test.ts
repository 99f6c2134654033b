import assert from 'node:assert/strict';
import { editDistance, nearest } from '../../../../src/language/plan/nearest';

describe('nearest name', () => {
  for (const [from, to, distance] of [
    ['', '', 0],
    ['', 'abc', 3],
    ['abc', 'abc', 0],
    ['kitten', 'sitting', 3],
    ['flaw', 'lawn', 2],
  ] as const) {
    it(`${from} → ${to}: ${distance}`, () => assert.equal(editDistance(from, to), distance));
  }

  const names = ['project', 'device', 'timeout', 'no-redirect'];
  for (const [written, expected] of [
    ['projct', 'project'],
    ['PROJECT', 'project'],
    ['timout', 'timeout'],
    ['noredirect', 'no-redirect'],
    ['something', undefined],
    ['p', undefined],
    ['', undefined],
    ['project', undefined],
    ['x'.repeat(101), undefined],
  ] as const) {
    it(`${JSON.stringify(written.slice(0, 12))} → ${expected}`, () => assert.equal(nearest(written, names), expected));
  }
});

import assert from 'node:assert/strict';
import { editDistance, folded, nearest } from '../../../src/base/nearest';

describe('editDistance', () => {
  for (const [from, to, distance] of [
    ['', '', 0],
    ['', 'abc', 3],
    ['abc', '', 3],
    ['abc', 'abc', 0],
    ['kitten', 'sitting', 3],
    ['flaw', 'lawn', 2],
    ['szie', 'size', 1],
    ['ca', 'abc', 3],
  ] as const) {
    it(`${from} → ${to}: ${distance}`, () => assert.equal(editDistance(from, to), distance));
  }
});

describe('nearest', () => {
  const names = ['project', 'device', 'timeout', 'no-redirect'];
  const cases: readonly [written: string, candidates: readonly string[], expected: string | undefined][] = [
    ['projct', names, 'project'],
    ['PROJECT', names, 'project'],
    ['timout', names, 'timeout'],
    ['noredirect', names, 'no-redirect'],
    ['something', names, undefined],
    ['p', names, undefined],
    ['', names, undefined],
    ['project', names, undefined],
    ['x'.repeat(101), names, undefined],
    ['page_szie', ['page_size', 'page_token'], 'page_size'],
    ['pageSize', ['page_size'], 'page_size'],
    ['dataConnectors', ['devices', 'dataconnectors'], 'dataconnectors'],
    ['device', ['devices', 'members'], 'devices'],
    ['devics', ['devise', 'device'], 'device'],
    ['color', ['query', 'order_by'], undefined],
    ['x', ['y'], undefined],
    ['same', ['same'], undefined],
    ['', ['a'], undefined],
  ];
  for (const [written, candidates, expected] of cases) {
    it(`${JSON.stringify(written.slice(0, 14))} among ${candidates.join(', ')}: ${expected}`, () => assert.equal(nearest(written, candidates), expected));
  }
});

describe('folded', () => {
  it('is the same for all spellings of a name', () => {
    assert.deepEqual(['page_size', 'pageSize', 'Page-Size', 'PAGESIZE'].map(folded), Array(4).fill('pagesize'));
  });
});

import assert from 'node:assert/strict';
import { withinTime } from '../../../src/base/withinTime';

describe('withinTime', () => {
  it('hands the result on', () => assert.deepEqual(withinTime(1000, () => 'x'), { kind: 'done', value: 'x' }));
  it('takes undefined for a result', () => assert.deepEqual(withinTime(1000, () => undefined), { kind: 'done', value: undefined }));

  it('hands an error on, its own kind kept', () => {
    assert.throws(() => withinTime(1000, () => assert.fail('mine')), assert.AssertionError);
    assert.throws(() => withinTime(1000, () => JSON.parse('{') as unknown), SyntaxError);
  });

  it('stops a pattern that tries for ever, and works again afterwards', () => {
    assert.deepEqual(withinTime(20, () => /^(a+)+$/.test(`${'a'.repeat(60)}b`)), { kind: 'too-slow' });
    assert.deepEqual(withinTime(1000, () => 1), { kind: 'done', value: 1 });
  });

  it('can be used inside itself', () => {
    const value = withinTime(1000, () => [withinTime(1000, () => 1), withinTime(1000, () => 2)]);
    assert.deepEqual(value, { kind: 'done', value: [{ kind: 'done', value: 1 }, { kind: 'done', value: 2 }] });
  });
});

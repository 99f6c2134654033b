import assert from 'node:assert/strict';
import type { QuotaRule } from '../../../src/quota/permits';
import { freeAt, type HeldPermit, heldUnder, nextFree, nextRelease, type PermitPhase, rulesInForce, withoutFree } from '../../../src/quota/window';
import { answered, doubtful, flying, holder } from './phases';

const rule: QuotaRule = { limit: 2, windowMs: 1000 };
const longer: QuotaRule = { limit: 5, windowMs: 3000 };
const hold = (phases: PermitPhase[], under = rule): HeldPermit[] => phases.map((phase, id) => ({ id, holder, rule: under, phase }));
const only = (phase: PermitPhase, under = rule) => hold([phase], under)[0]!;

describe('quota/window', () => {
  describe('freeAt', () => {
    it('is never while in flight', () => assert.equal(freeAt(only(flying), rule), Infinity));
    it('is window + 25 ms after the answer', () => assert.equal(freeAt(only(answered(500)), rule), 1525));
    it('is window + 5 s after the socket closed', () => assert.equal(freeAt(only(doubtful(500)), rule), 6500));
    it('goes by the rule that asks', () => assert.equal(freeAt(only(answered(500)), longer), 3525));
  });

  describe('nextFree', () => {
    const cases: [title: string, phases: PermitPhase[], now: number, expected: number][] = [
      ['nothing held: now', [], 7, 7],
      ['one of two held: now', [flying], 7, 7],
      ['both in flight: unknown', [flying, flying], 7, Infinity],
      ['one in flight, one answered: when that ends', [flying, answered(100)], 200, 1125],
      ['both answered: when the first ends', [answered(300), answered(100)], 400, 1125],
      ['in doubt ends later', [doubtful(100), answered(300)], 400, 1325],
      ['just before the end: not yet', [answered(100), answered(100)], 1124.9, 1125],
      ['at the end: now', [answered(100), answered(100)], 1125, 1125],
      ['more held than the limit (a lowered one): when enough have ended', [answered(1), answered(2), answered(3), answered(4)], 5, 1028],
      ['more in flight than the limit: unknown', [flying, flying, answered(3)], 5, Infinity],
    ];
    for (const [title, phases, now, expected] of cases) {
      it(title, () => assert.equal(nextFree(hold(phases), rule, now), expected));
    }
  });

  it('heldUnder counts what is not free yet', () => {
    const held = hold([flying, answered(0), doubtful(0), answered(500)]);
    assert.deepEqual(heldUnder(held, rule, 1025).map(({ id }) => id), [0, 2, 3]);
  });

  describe('nextRelease', () => {
    it('is the first end to come', () => assert.equal(nextRelease(hold([flying, answered(0), answered(500), doubtful(1)]), 1025), 1525));
    it('is unknown while all is in flight', () => assert.equal(nextRelease(hold([flying]), 0), Infinity));
    it('is none when nothing is held', () => assert.equal(nextRelease([], 0), Infinity));
  });

  describe('rulesInForce', () => {
    it('names the rule asked for once', () => assert.deepEqual(rulesInForce(hold([flying]), [{ ...rule }, rule], 0), [rule]));
    it('adds the rule of a held permit', () => assert.deepEqual(rulesInForce(hold([flying], longer), [rule], 0), [rule, longer]));
    it('forgets the rule of a permit that is free', () => assert.deepEqual(rulesInForce(hold([answered(0)], longer), [rule], 3025), [rule]));
  });

  it('withoutFree keeps what any rule still counts', () => {
    const held = hold([answered(0), answered(1500), flying]);
    assert.deepEqual(withoutFree(held, [rule], 2000).map(({ id }) => id), [1, 2]);
    assert.deepEqual(withoutFree(held, [rule, longer], 2000), held);
  });
});

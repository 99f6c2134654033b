import assert from 'node:assert/strict';
import type { QuotaRule } from '../../../src/quota/permits';
import { freeAt, heldUnder, isAlive, nextFree, nextRelease, type PermitPhase, rulesInForce, withoutFree } from '../../../src/quota/window';
import { answered, doubtful, flying, flyingFrom, permits } from './phases';

const rule: QuotaRule = { limit: 2, windowMs: 1000 };
const longer: QuotaRule = { limit: 5, windowMs: 3000 };
const hold = (phases: PermitPhase[], under = rule) => permits(phases, under);
const only = (phase: PermitPhase, under = rule) => hold([phase], under)[0]!;

describe('quota/window', () => {
  describe('freeAt', () => {
    it('is lease + window + 5 s while in flight', () => assert.equal(freeAt(only(flyingFrom(500)), rule), 36_500));
    it('is window + 25 ms after the answer', () => assert.equal(freeAt(only(answered(500)), rule), 1525));
    it('is window + 5 s after the socket closed', () => assert.equal(freeAt(only(doubtful(500)), rule), 6500));
    it('goes by the rule that asks', () => assert.equal(freeAt(only(answered(500)), longer), 3525));
  });

  const alive: [title: string, phase: PermitPhase, now: number, expected: boolean][] = [
    ['in flight', flyingFrom(500), 30_499, true],
    ['at the end of its lease', flyingFrom(500), 30_500, false],
    ['answered', answered(500), 500, false],
    ['in doubt', doubtful(500), 500, false],
  ];
  for (const [title, phase, now, expected] of alive) {
    it(`isAlive, ${title}: ${expected}`, () => assert.equal(isAlive(only(phase), now), expected));
  }

  describe('nextFree', () => {
    const cases: [title: string, phases: PermitPhase[], now: number, expected: number][] = [
      ['nothing held: now', [], 7, 7],
      ['one of two held: now', [flying], 7, 7],
      ['both in flight: when the first lease is long over', [flyingFrom(9), flyingFrom(3)], 7, 36_003],
      ['a lease that is long over: now', [flying, flyingFrom(3)], 36_000, 36_000],
      ['one in flight, one answered: when that ends', [flying, answered(100)], 200, 1125],
      ['both answered: when the first ends', [answered(300), answered(100)], 400, 1125],
      ['in doubt ends later', [doubtful(100), answered(300)], 400, 1325],
      ['just before the end: not yet', [answered(100), answered(100)], 1124.9, 1125],
      ['at the end: now', [answered(100), answered(100)], 1125, 1125],
      ['more held than the limit (a lowered one): when enough have ended', [answered(1), answered(2), answered(3), answered(4)], 5, 1028],
      ['more in flight than the limit', [flyingFrom(1), flyingFrom(2), answered(3)], 5, 36_001],
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
    it('is the end of the leases while all is in flight', () => assert.equal(nextRelease(hold([flying]), 0), 36_000));
    it('is none when nothing is held', () => assert.equal(nextRelease([], 0), Infinity));
  });

  describe('rulesInForce', () => {
    it('names the rule asked for once', () => assert.deepEqual(rulesInForce(hold([flying]), [{ ...rule }, rule], 0), [rule]));
    it('adds the rule of a held permit', () => assert.deepEqual(rulesInForce(hold([flying], longer), [rule], 0), [rule, longer]));
    it('forgets the rule of a permit that is free', () => assert.deepEqual(rulesInForce(hold([answered(0)], longer), [rule], 3025), [rule]));
  });

  describe('withoutFree', () => {
    const minute: QuotaRule = { limit: 5, windowMs: 60_000 };
    const cases: [title: string, phases: PermitPhase[], rules: QuotaRule[], now: number, kept: number[]][] = [
      ['drops what no rule and no longer window counts', [answered(0), answered(1500), flying], [rule], 10_025, [1, 2]],
      ['keeps what any rule still counts', [answered(0), answered(1500), flying], [rule, minute], 60_025, [1, 2]],
      ['keeps what the documented quota counts, under a shorter window', [answered(0), doubtful(0)], [rule], 10_024, [0, 1]],
      ['drops a lapsed lease when it is long over', [flying, flyingFrom(1)], [rule], 45_000, [1]],
    ];
    for (const [title, phases, rules, now, kept] of cases) {
      it(title, () => assert.deepEqual(withoutFree(hold(phases), rules, now).map(({ id }) => id), kept));
    }
    it('keeps no more of them than the documented quota can count: those that end last', () => {
      const phases = Array.from({ length: 100 }, (_, id) => answered(id % 2 === 0 ? id : 1000 + id));
      const kept = withoutFree(hold([...phases, flying]), [{ limit: 1000, windowMs: 100 }], 2000).map(({ id }) => id);
      assert.equal(kept.length, 76);
      const dropped = phases.flatMap((_, id) => (kept.includes(id) ? [] : [id]));
      assert.deepEqual(dropped, Array.from({ length: 25 }, (_, index) => index * 2));
    });
  });
});

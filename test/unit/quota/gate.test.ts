import assert from 'node:assert/strict';
import { accepted, closedFor, type Gate, namedFor, nextPass, openGate, passed, refusedSoFar, refusedUntil, unanswered } from '../../../src/quota/gate';
import type { PermitPhase } from '../../../src/quota/window';
import { answered, flying, flyingFrom, permits } from './phases';

const closed: Gate = { kind: 'closed', until: 9000 };
const probing: Gate = { kind: 'probing', permit: 7 };

describe('quota/gate', () => {
  const passes: [title: string, gate: Gate, now: number, next: number, closedMs: number][] = [
    ['open', openGate, 5, 5, 0],
    ['closed', closed, 1000, 9000, 8000],
    ['closed, and over', closed, 9000, 9000, 0],
    ['closed without an end yet', refusedSoFar(openGate, 10_000), 1000, 10_000, 9000],
    ['probing, but the probe is gone', probing, 5, 5, 0],
  ];
  for (const [title, gate, now, next, closedMs] of passes) {
    it(title, () => {
      assert.equal(nextPass(gate, [], now), next);
      assert.equal(closedFor(gate, now), closedMs);
    });
  }

  const probes: [title: string, phase: PermitPhase, now: number, next: number][] = [
    ['is out: until its lease is over', flyingFrom(100), 5, 30_100],
    ['is out and its lease is over: now', flying, 30_000, 30_000],
    ['is answered: now', answered(5), 6, 6],
  ];
  for (const [title, phase, now, next] of probes) {
    it(`a probe that ${title}`, () => {
      const held = permits([answered(0), phase], { limit: 2, windowMs: 1000 });
      assert.equal(nextPass({ kind: 'probing', permit: 1 }, held, now), next);
    });
  }

  it('tells for how long a closure was asked for, not for how long one without an end is assumed', () => {
    assert.deepEqual([openGate, probing, closed, refusedSoFar(openGate, 10_000), refusedSoFar(closed, 20_000)].map((gate) => namedFor(gate, 1000)), [0, 0, 8000, 0, 8000]);
  });

  describe('refusals', () => {
    it('close an open gate', () => assert.equal(nextPass(refusedUntil(openGate, 9000), [], 0), 9000));
    it('make a closure longer', () => assert.equal(nextPass(refusedUntil(closed, 9500), [], 0), 9500));
    it('never make it shorter', () => assert.equal(nextPass(refusedUntil(closed, 3000), [], 0), 9000));
    it('close again when the probe is out', () => assert.deepEqual(refusedUntil(probing, 9000), closed));
    it('that name an end replace the end that was assumed', () =>
      assert.equal(nextPass(refusedUntil(refusedSoFar(openGate, 10_000), 3000), [], 0), 3000));
    it('that name an end keep the one named before', () =>
      assert.equal(nextPass(refusedUntil(refusedSoFar(closed, 20_000), 3000), [], 0), 9000));
    it('without an end do not shorten one that was named', () => assert.equal(nextPass(refusedSoFar(closed, 3000), [], 0), 9000));
    it('without an end count from the last of them', () =>
      [[5000, 6000], [6000, 5000]].forEach(([first = 0, second = 0]) => assert.equal(nextPass(refusedSoFar(refusedSoFar(openGate, first), second), [], 0), 6000)));
    it('without an end close again when the probe is out', () => assert.equal(nextPass(refusedSoFar(probing, 10_000), [], 0), 10_000));
  });

  const moves: [title: string, before: Gate, move: (gate: Gate) => Gate, after: Gate][] = [
    ['passing an open gate changes nothing', openGate, (gate) => passed(gate, 7), openGate],
    ['the first to pass after a closure is the probe', closed, (gate) => passed(gate, 7), probing],
    ['the first to pass after a probe that was lost is the probe', probing, (gate) => passed(gate, 8), { kind: 'probing', permit: 8 }],
    ['the probe accepted opens', probing, (gate) => accepted(gate, 7), openGate],
    ['another accepted does not open', probing, (gate) => accepted(gate, 6), probing],
    ['an answer does not open a closed gate', closed, (gate) => accepted(gate, 7), closed],
    ['another unanswered changes nothing', probing, (gate) => unanswered(gate, 6), probing],
    ['an end without answer does not open a closed gate', closed, (gate) => unanswered(gate, 7), closed],
  ];
  for (const [title, before, move, after] of moves) {
    it(title, () => assert.deepEqual(move(before), after));
  }

  it('lets the next one probe at once when the probe ends without an answer', () => {
    const gate = unanswered(probing, 7);
    assert.equal(nextPass(gate, [], 5), 5);
    assert.deepEqual(passed(gate, 8), { kind: 'probing', permit: 8 });
  });
});

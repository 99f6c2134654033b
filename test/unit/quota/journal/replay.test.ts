import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import { entryLine, headerLine } from '../../../../src/quota/journal/line';
import { type JournalView, replay } from '../../../../src/quota/journal/replay';
import { emptyScope, type ScopeState } from '../../../../src/quota/scopeState';
import { seeded } from '../../../helpers/seeded';
import { States, writtenJournal } from './states';

const now = 1000;

describe('reading a journal', () => {
  const random = seeded(3);
  const states = new States(random);
  const journal = writtenJournal(states, 12);
  const { octets, truth, last } = journal;
  const wasTrue = (state: ScopeState) => [...truth.values()].some((then) => isDeepStrictEqual(then, state));

  it('gives the state that its writer had', () => {
    const { view, fault, isSealed, unfinished, end } = replay(undefined, octets, now);
    assert.deepEqual([fault, isSealed, unfinished, end], [undefined, false, 0, octets.length]);
    assert.deepEqual(view?.state, last);
  });

  it('goes on where it stopped, at whatever octets the looks fall', () => {
    for (let round = 0; round < 50; round++) {
      let view: JournalView | undefined;
      for (let size = 0; size < octets.length; ) {
        size = Math.min(octets.length, size + states.below(900));
        const found = replay(view, octets.subarray(view?.offset ?? 0, size), now);
        assert.equal(found.fault, undefined);
        ({ view } = found);
      }
      assert.deepEqual(view?.state, last);
    }
  });

  it('gives of every prefix the state as it was then, and says how much is no whole line', () => {
    let known: ScopeState | undefined;
    for (let size = 0; size <= octets.length; size++) {
      const { view, fault, unfinished, end } = replay(undefined, octets.subarray(0, size), now);
      known = truth.get(size) ?? known;
      assert.deepEqual([fault, end + unfinished], [undefined, size]);
      assert.ok(isDeepStrictEqual(view?.state, known), `${size}`);
    }
  });

  it('never takes a damaged journal for a whole one, whatever bit it is', () => {
    for (let round = 0; round < 4000; round++) {
      const damaged = Buffer.from(octets);
      const bit = states.below(damaged.length * 8);
      damaged[bit >> 3] = (damaged[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const { view, fault, unfinished } = replay(undefined, damaged, now);
      // Without a trace only the last line end can be lost, as if it were still being written, and what is void anyway.
      assert.ok(fault !== undefined || unfinished > 0 || isDeepStrictEqual(view?.state, last), `bit ${bit}`);
      assert.ok(view === undefined || wasTrue(view.state), `bit ${bit}`);
    }
  });

  it('never takes octets that are missing, overwritten or strange for a whole journal', () => {
    for (let round = 0; round < 2000; round++) {
      const [a, b] = [states.below(octets.length), states.below(octets.length)].sort((x, y) => x - y) as [number, number];
      const piece = states.pick(Buffer.alloc(0), Buffer.from([states.below(256)]), Buffer.alloc(b - a), Buffer.from('\n'));
      const changed = Buffer.concat([octets.subarray(0, a), piece, octets.subarray(piece.length === 1 ? states.pick(a, b) : b)]);
      const { view, fault, unfinished } = replay(undefined, changed, now);
      const isCutOnly = [...truth.keys()].every((end) => end <= b);
      assert.ok(fault !== undefined || unfinished > 0 || isCutOnly || isDeepStrictEqual(view?.state, last), `${a}-${b}`);
      assert.ok(view === undefined || wasTrue(view.state));
    }
  });

  describe('of a few lines', () => {
    const header = headerLine({ history: 'h', t: 0, state: emptyScope });
    const base = header.octets.length;
    const entry = (at: number, after: number, nextId: number, t = 0) => entryLine({ at, after, t, writer: 'w', change: { nextId } });
    const first = entry(base, header.sum, 2);
    const read = (...parts: readonly Buffer[]) => replay(undefined, Buffer.concat([header.octets, ...parts]), now);

    it('counts the first of two who wanted the same place', () => {
      const { view, fault } = read(first.octets, entry(base, header.sum, 99).octets);
      assert.equal(fault, undefined);
      assert.equal(view?.state.nextId, 2);
    });

    it('does not count a line in a file that was made shorter and grew again', () => {
      const { view, fault } = read(first.octets, entry(base + first.octets.length, 12345, 99).octets);
      assert.equal(fault, 'damaged');
      assert.equal(view?.state.nextId, 2);
    });

    it('does not take what follows a gap for the lines of losers', () => {
      const second = entry(base + first.octets.length, first.sum, 3);
      assert.equal(read(second.octets).fault, 'damaged');
    });

    it('counts nothing after the seal, which must stand in its place too', () => {
      const at = base + first.octets.length;
      const seal = entryLine({ at, after: first.sum, t: 0, writer: 'w', change: 'sealed' });
      const late = entry(at + seal.octets.length, seal.sum, 99);
      const { view, isSealed } = read(first.octets, seal.octets, late.octets);
      assert.ok(isSealed);
      assert.equal(view?.state.nextId, 2);
      assert.equal(read(first.octets, entry(at, first.sum, 3).octets, seal.octets).isSealed, false);
    });

    it('finds the seal behind damage, and believes nothing in between', () => {
      const junk = Buffer.from('junk\n');
      const at = base + junk.length;
      const between = entry(at, header.sum, 99);
      const seal = entryLine({ at: at + between.octets.length, after: 0, t: 0, writer: 'w', change: 'sealed' });
      const { view, fault, isSealed } = read(junk, between.octets, seal.octets);
      assert.deepEqual([view?.state.nextId, fault, isSealed], [1, 'damaged', true]);
    });

    it('knows another boot by its times, and gives a clock a second', () => {
      assert.equal(read(entry(base, header.sum, 2, now + 1000).octets).fault, undefined);
      assert.equal(read(entry(base, header.sum, 2, now + 1001).octets).fault, 'other-boot');
      assert.equal(replay(undefined, headerLine({ history: 'h', t: now + 1001, state: emptyScope }).octets, now).fault, 'other-boot');
    });

    it('wants one header, at the beginning', () => {
      assert.equal(read(header.octets).fault, 'damaged');
      assert.equal(replay(undefined, first.octets, now).fault, 'damaged');
      assert.equal(replay(undefined, Buffer.from('#void\n'), now).fault, 'damaged');
      assert.equal(replay(undefined, Buffer.alloc(0), now).view, undefined);
    });
  });
});

import assert from 'node:assert/strict';
import { crc32 } from 'node:zlib';
import { entryLine, headerLine, journalFormat, readLine, voidEnd } from '../../../../src/quota/journal/line';
import type { Patch } from '../../../../src/quota/journal/patch';
import { emptyScope, type ScopeState } from '../../../../src/quota/scopeState';
import { seeded } from '../../../helpers/seeded';
import { States } from './states';

const bare = (octets: Buffer) => octets.subarray(0, -1);
/** A line with a right checksum, whatever it says. */
const signed = (text: string) => Buffer.from(`${crc32(text).toString(16).padStart(8, '0')} ${text}`);

describe('lines of a journal', () => {
  const states = new States(seeded(2));

  it('read back as they were written, on one line', () => {
    for (let round = 0; round < 300; round++) {
      const state = states.state();
      const header = headerLine({ history: 'h', t: 1.25, state });
      assert.equal(header.octets.indexOf(0x0a), header.octets.length - 1);
      assert.deepEqual(readLine(bare(header.octets)), { kind: 'header', history: 'h', t: 1.25, state, sum: header.sum });
      const change: Patch | 'sealed' = states.pick<Patch | 'sealed'>('sealed', { put: state.held, gate: state.gate, lastBulkStart: null });
      const entry = entryLine({ at: 5, after: 7, t: 0, writer: 'w', change });
      assert.deepEqual(readLine(bare(entry.octets)), { kind: 'entry', at: 5, after: 7, t: 0, writer: 'w', change, sum: entry.sum });
    }
  });

  it('keep a gate that is open again at once, and refuse every other number that JSON cannot hold', () => {
    const written = (state: ScopeState) => readLine(bare(headerLine({ history: 'h', t: 0, state }).octets));
    const reopened: ScopeState = { ...emptyScope, gate: { kind: 'closed', until: -Infinity } };
    assert.deepEqual(written(reopened), { kind: 'header', history: 'h', t: 0, state: reopened, sum: headerLine({ history: 'h', t: 0, state: reopened }).sum });
    const permit = states.permit(1);
    const refused: readonly Partial<ScopeState>[] = [
      { gate: { kind: 'closed', until: Infinity } },
      { gate: { kind: 'closed', until: NaN } },
      { gate: { kind: 'closed', until: 0, unnamedUntil: -Infinity } },
      { gate: { kind: 'probing', permit: Infinity } },
      { lastBulkStart: NaN },
      { unknownBefore: Infinity },
      { nextId: NaN },
      { nextId: 0.5 },
      { held: [{ ...permit, takenAt: NaN }] },
      { held: [{ ...permit, phase: { kind: 'in-flight', leaseUntil: Infinity } }] },
      { held: [{ ...permit, phase: { kind: 'answered', at: -Infinity } }] },
      { held: [{ ...permit, rule: { limit: 1, windowMs: Infinity } }] },
    ];
    for (const part of refused) {
      assert.throws(() => written({ ...emptyScope, ...part }), RangeError, JSON.stringify(part));
      assert.throws(() => entryLine({ at: 0, after: 0, t: 0, writer: 'w', change: part }), RangeError, JSON.stringify(part));
    }
  });

  it('are not believed when a single bit is another', () => {
    const { octets } = entryLine({ at: 5, after: 7, t: 0, writer: 'w', change: { put: [states.permit(1)], nextId: 2 } });
    for (let bit = 0; bit < (octets.length - 1) * 8; bit++) {
      const flipped = Buffer.from(bare(octets));
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      assert.equal(readLine(flipped).kind, 'damaged', `bit ${bit}`);
    }
  });

  it('that were cut short are void once they are ended, at whatever octet', () => {
    const line = bare(entryLine({ at: 5, after: 7, t: 0, writer: 'w', change: 'sealed' }).octets);
    for (let length = 0; length <= line.length; length++) {
      assert.equal(readLine(Buffer.concat([line.subarray(0, length), bare(voidEnd)])).kind, 'void');
      if (length < line.length) assert.equal(readLine(line.subarray(0, length)).kind, 'damaged');
    }
  });

  for (const [what, text, kind] of [
    ['a newer format', `{"format":${journalFormat + 1},"t":0}`, 'newer-format'],
    ['a newer format that differs in everything else', `{"format":${journalFormat + 8}}`, 'newer-format'],
    ['an older format', '{"format":0,"history":"h","t":0,"state":{"nextId":1,"held":[],"gate":{"kind":"open"}}}', 'damaged'],
    ['a header without a state', `{"format":${journalFormat},"history":"h","t":0}`, 'damaged'],
    ['a header without a history', `{"format":${journalFormat},"t":0,"state":{"nextId":1,"held":[],"gate":{"kind":"open"}}}`, 'damaged'],
    ['an entry without a time', '{"at":1,"writer":"w","after":2,"patch":{}}', 'damaged'],
    ['an entry without a place', '{"t":1,"writer":"w","after":2,"patch":{}}', 'damaged'],
    ['an entry after nothing', '{"t":1,"writer":"w","at":2,"patch":{}}', 'damaged'],
    ['an entry without a change', '{"t":1,"writer":"w","at":2,"after":2}', 'damaged'],
    ['an entry of nobody', '{"t":1,"at":2,"after":2,"patch":{}}', 'damaged'],
    ['an entry as it should be', '{"t":1,"writer":"w","at":2,"after":2,"patch":{}}', 'entry'],
    ['an unknown gate', '{"t":1,"writer":"w","at":2,"after":2,"patch":{"gate":{"kind":"ajar"}}}', 'damaged'],
    ['an unknown phase', '{"t":1,"writer":"w","at":2,"after":2,"patch":{"put":[{"id":1,"holder":{"label":"","source":""},"by":{"id":"","name":""},"takenAt":0,"rule":{"limit":1,"windowMs":1},"phase":{"kind":"lost"}}]}}', 'damaged'],
    ['ids that are none', '{"t":1,"writer":"w","at":2,"after":2,"patch":{"drop":["1"]}}', 'damaged'],
    ['a list', '[]', 'damaged'],
    ['nothing', 'null', 'damaged'],
    ['no JSON', '{', 'damaged'],
  ] as const) {
    it(`tells ${what} from a line of its own`, () => assert.equal(readLine(signed(text)).kind, kind));
  }
});

import assert from 'node:assert/strict';
import { decoded, exactText, isEncoding, markedEncoding, nearestEncoding } from '../../../../../src/language/plan/body/encodings';

describe('encodings of files', () => {
  for (const [written, meant] of [
    ['utf8', undefined],
    ['utf-9', 'utf-8'],
    ['UTF16LE', 'utf-16le'],
    ['latin-1', 'latin1'],
    ['iso_8859_15', 'iso-8859-15'],
    ['windows1252', 'windows-1252'],
    ['shiftjis', 'shift_jis'],
    ['nothinglikeit', undefined],
  ] as const) {
    it(`"${written}"`, () => {
      const suggestion = isEncoding(written) ? undefined : nearestEncoding(written);
      assert.equal(suggestion, meant);
      if (suggestion !== undefined) assert.ok(isEncoding(suggestion), suggestion);
    });
  }

  it('text and octets that are none', () => {
    assert.equal(decoded(Uint8Array.of(0xe6), 'latin1'), 'æ');
    assert.equal(decoded(Uint8Array.of(0x80, 0x81, 0x9f, 0xa4), 'latin1'), '€\x81Ÿ¤');
    assert.equal(decoded(Uint8Array.of(0xa4), 'iso-8859-15'), '€');
    assert.equal(decoded(Uint8Array.of(0x82, 0xa0), 'Shift_JIS'), 'あ');
    assert.equal(decoded(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61), 'utf-8'), 'a');
    assert.equal(decoded(Uint8Array.of(0xff, 0xfe, 0x61, 0x00), 'utf-16le'), 'a');
    assert.equal(decoded(Uint8Array.of(0xe6), 'utf-8'), undefined);
    assert.equal(decoded(Uint8Array.of(0x61), 'no-such'), undefined);
    assert.equal(exactText(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61)), '\ufeffa');
    assert.equal(exactText(Uint8Array.of(0xed, 0xa0, 0x80)), undefined);
  });

  it('that a byte order mark gives away', () => {
    assert.deepEqual([[0xff, 0xfe], [0xfe, 0xff], [0xff], [], [0xef, 0xbb, 0xbf]].map((octets) => markedEncoding(Uint8Array.from(octets))), ['utf-16le', 'utf-16be', undefined, undefined, undefined]);
  });
});

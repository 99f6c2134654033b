import assert from 'node:assert/strict';
import { charsetDecoder } from '../../../src/base/charset';

describe('charsetDecoder', () => {
  for (const [name, octets, text] of [
    ['windows-1252', [0x80, 0x93, 0x61, 0x94, 0xe9], '€“a”é'],
    ['Latin1', [0x9f, 0xff], 'Ÿÿ'],
    ['iso-8859-1', [0x81], '\x81'],
    ['iso-8859-15', [0xa4], '€'],
    ['shift_jis', [0x82, 0xa0], 'あ'],
    ['utf-16le', [0x61, 0x00], 'a'],
    ['UTF-8', [0xef, 0xbb, 0xbf, 0xc3, 0xa9, 0xff], 'é\ufffd'],
  ] as const) {
    it(`reads ${name}`, () => assert.equal(charsetDecoder(name)?.decode(new Uint8Array(octets)), text));
  }

  it('knows no other name', () => assert.equal(charsetDecoder('no-such-charset'), undefined));
  it('refuses octets of another encoding when it is strict', () => {
    assert.throws(() => charsetDecoder('utf-8', { fatal: true })?.decode(new Uint8Array([0xff])), TypeError);
  });
});

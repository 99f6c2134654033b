import assert from 'node:assert/strict';
import { fromWire, toWireText } from '../../../src/http/wireText';

describe('header values on the wire', () => {
  for (const text of ['', 'plain', 'Grün', '温度 🌡', 'a\ufeffb']) {
    it(`${JSON.stringify(text)} goes out as UTF-8 and comes back`, () => {
      const octets = Buffer.from(toWireText(text), 'latin1');
      assert.deepEqual(octets, Buffer.from(text, 'utf8'));
      assert.equal(fromWire(octets), text);
    });
  }
  it('reads octets that are not UTF-8 as Latin-1', () => assert.equal(fromWire(Buffer.from([0x47, 0xfc, 0x6e])), 'Gün'));
});

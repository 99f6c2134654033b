import assert from 'node:assert/strict';
import { plainText, unsafeCharacters } from '../../../src/base/plainText';

describe('plainText', () => {
  const cases: readonly [name: string, text: string, shown: string][] = [
    ['ordinary text, æøå and emoji stay', 'Sensor 21 °C, æøå 😀', 'Sensor 21 °C, æøå 😀'],
    ['line feeds and tabs stay', 'a\n\tb', 'a\n\tb'],
    ['CRLF is a line end', 'a\r\nb', 'a\nb'],
    ['a lone carriage return is seen', 'a\rb', 'a␍b'],
    ['an escape sequence is seen', '\u001b[2J', '␛[2J'],
    ['DEL', 'a\u007f', 'a␡'],
    ['C1', '\u009b31m', '�31m'],
    ['soft hyphen', 'a\u00adb', 'a�b'],
    ['Arabic letter mark', '\u061c', '�'],
    ['zero width', 'a\u200b\u200c\u200d\u200e\u200fb', 'a�����b'],
    ['line separators and bidi', '\u2028\u2029\u202a\u202e', '����'],
    ['joiners and isolates', '\u2060\u2066\u2069', '���'],
    ['byte order mark', '\ufeffa', '�a'],
    ['a tag is one sign', 'a\u{e0041}b', 'a�b'],
  ];
  for (const [name, text, shown] of cases) it(name, () => assert.equal(plainText(text), shown));

  it('the source is a class for one character', () => {
    const whole = new RegExp(`^${unsafeCharacters}$`, 'u');
    assert.ok(whole.test('\u202e'));
    assert.ok(!whole.test('\n'));
    assert.ok(!whole.test('a'));
  });
});

import assert from 'node:assert/strict';
import { ComposedText, joinTexts, substituted, verbatim } from '../../../../src/language/plan/sourceMap';
import { plainValue } from '../../../../src/language/plan/valueFacts';

describe('composed text', () => {
  // Source offsets:  0123456789012345678901
  const source = '/a/{{long}}/b?c={{e}}d';
  const text = new ComposedText(
    [
      verbatim(source, { start: 0, end: 3 }),
      substituted('xy/z', { start: 3, end: 11 }, { ...plainValue, secrets: ['xy'] }),
      verbatim(source, { start: 11, end: 16 }),
      substituted('', { start: 16, end: 21 }),
      verbatim(source, { start: 21, end: 22 }),
    ],
    0,
  );

  it('joins its pieces', () => assert.equal(text.text, '/a/xy/z/b?c=d'));
  it('knows its secrets', () => assert.deepEqual([text.hasSecret, text.secrets, text.hasUnknown], [true, ['xy'], false]));
  it('spans all of its source', () => assert.deepEqual(text.span, { start: 0, end: 22 }));

  for (const [start, end, mapped, isExact] of [
    [0, 2, '/a', true],
    [1, 2, 'a', true],
    [3, 7, '{{long}}', true],
    [3, 5, '{{long}}', false],
    [6, 7, '{{long}}', false],
    [6, 9, '{{long}}/b', false],
    [1, 9, 'a/{{long}}/b', true],
    [8, 9, 'b', true],
    [12, 13, 'd', true],
    [11, 13, '={{e}}d', true],
    [0, 13, source, true],
    [0, 0, '', true],
    [13, 13, '', true],
  ] as const) {
    it(`${JSON.stringify(text.text.slice(start, end))} at ${start} comes from ${JSON.stringify(mapped)}`, () => {
      const span = text.mapRange(start, end);
      assert.equal(source.slice(span.start, span.end), mapped);
      assert.equal(text.isExact(start, end), isExact);
    });
  }

  it('places an empty range behind what stands before it', () => {
    assert.deepEqual(text.mapRange(7, 7), { start: 11, end: 11 });
    assert.deepEqual(text.mapRange(0, 0), { start: 0, end: 0 });
    assert.deepEqual(text.mapRange(8, 8), { start: 12, end: 12 });
  });

  it('cuts, keeping the sources', () => {
    const cut = text.slice(5, 9);
    assert.equal(cut.text, '/z/b');
    assert.deepEqual(cut.mapRange(0, 1), { start: 3, end: 11 });
    assert.deepEqual(cut.mapRange(3, 4), { start: 12, end: 13 });
  });

  it('trims blanks and tabs', () => {
    const padded = new ComposedText([verbatim(' \ta b\t ', { start: 0, end: 7 })], 0).trim();
    assert.equal(padded.text, 'a b');
    assert.deepEqual(padded.span, { start: 2, end: 5 });
    assert.equal(new ComposedText([verbatim('  ', { start: 0, end: 2 })], 0).trim().text, '');
  });

  it('finds the insertion before a place', () => {
    assert.deepEqual(text.insertionBefore(9), { start: 3, end: 11 });
    assert.equal(text.insertionBefore(3), undefined);
  });

  it('may be empty', () => {
    const empty = joinTexts([new ComposedText([], 7)], 7);
    assert.deepEqual([empty.text, empty.span, empty.mapRange(0, 3)], ['', { start: 7, end: 7 }, { start: 7, end: 7 }]);
  });
});

import assert from 'node:assert/strict';
import { applyEdits, holds, LineIndex, moveSpan } from '../../../src/base/text';

describe('holds', () => {
  it('counts both ends: a cursor stands between characters', () => {
    assert.deepEqual([1, 2, 3, 4, 5].map((offset) => holds({ start: 2, end: 4 }, offset)), [false, true, true, true, false]);
    assert.ok(holds({ start: 0, end: 0 }, 0));
  });
});

describe('LineIndex', () => {
  const cases: readonly [text: string, starts: readonly number[]][] = [
    ['', [0]],
    ['abc', [0]],
    ['a\nb', [0, 2]],
    ['a\r\nb', [0, 3]],
    ['a\rb', [0, 2]],
    ['\n\r\n\r', [0, 1, 3, 4]],
  ];
  for (const [text, starts] of cases) {
    it(`finds the lines of ${JSON.stringify(text)}`, () => {
      const index = new LineIndex(text);
      assert.equal(index.lineCount, starts.length);
      for (const [line, start] of starts.entries()) {
        assert.equal(index.offsetAt({ line, character: 0 }), start);
        assert.deepEqual(index.positionAt(start), { line, character: 0 });
      }
    });
  }

  it('goes there and back for every offset', () => {
    const text = 'one\r\n\r\ntwo\nthree\r';
    const index = new LineIndex(text);
    for (let offset = 0; offset <= text.length; offset++) {
      assert.equal(index.offsetAt(index.positionAt(offset)), offset);
    }
  });

  it('clamps what lies outside', () => {
    const index = new LineIndex('ab\nc');
    assert.deepEqual(index.positionAt(99), { line: 1, character: 1 });
    assert.deepEqual(index.positionAt(-1), { line: 0, character: 0 });
    assert.equal(index.offsetAt({ line: 9, character: 0 }), 4);
    assert.equal(index.offsetAt({ line: 0, character: 99 }), 3);
    assert.deepEqual(index.spanOf(index.rangeOf({ start: 1, end: 4 })), { start: 1, end: 4 });
  });
});

describe('applyEdits', () => {
  it('takes edits in any order', () => {
    const edits = [
      { span: { start: 0, end: 1 }, newText: 'A' },
      { span: { start: 4, end: 4 }, newText: '!' },
      { span: { start: 2, end: 3 }, newText: '' },
    ];
    assert.equal(applyEdits('abcd', edits), 'Abd!');
  });
});

describe('moveSpan', () => {
  const cases: readonly [name: string, replaced: readonly [number, number], length: number, expected: string][] = [
    ['an insertion before', [2, 2], 3, '13-23'],
    ['a deletion before', [0, 5], 0, '5-15'],
    ['an insertion at its start', [10, 10], 1, '11-21'],
    ['an insertion at its end', [20, 20], 1, '10-20'],
    ['an edit behind', [25, 30], 0, '10-20'],
    ['an edit inside', [12, 14], 5, '10-23 touched'],
    ['an edit over its start', [5, 12], 1, '5-14 touched'],
    ['an edit over its end', [18, 25], 1, '10-19 touched'],
    ['an edit over all of it', [5, 25], 0, '5-5 touched'],
  ];
  for (const [name, [start, end], length, expected] of cases) {
    it(name, () => {
      const { span, touched } = moveSpan({ start: 10, end: 20 }, { start, end }, length);
      assert.equal(`${span.start}-${span.end}${touched ? ' touched' : ''}`, expected);
    });
  }
});

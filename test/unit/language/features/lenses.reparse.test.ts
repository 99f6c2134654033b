import assert from 'node:assert/strict';
import type { TextEdit } from '../../../../src/base/text';
import { documentSymbols } from '../../../../src/language/features/documentSymbols';
import { lenses } from '../../../../src/language/features/lenses';
import { nameOf } from '../../../../src/language/plan/names';
import type { RequestFile } from '../../../../src/language/syntax/nodes';
import { parse } from '../../../../src/language/syntax/parser';
import { reparse } from '../../../../src/language/syntax/reparse';
import { seeded } from '../../../helpers/seeded';
import { readFixtures } from '../syntax/fixtures';

/** What lenses and outline say, and by which names requests go. */
function told(file: RequestFile): unknown {
  return { lenses: lenses(file), symbols: documentSymbols(file), names: file.blocks.map((block) => nameOf(file, block)) };
}

function edited(file: RequestFile, before: string, newText: string, removed = 0): RequestFile {
  const start = file.text.indexOf(before);
  assert.ok(start >= 0, before);
  return reparse(file, [{ span: { start, end: start + removed }, newText }]);
}

describe('lenses and outline after an edit', () => {
  const text = '@x = 1\n### one\nGET /1\n### two\n# @title Second\n@y = 2\nGET /2\n### three\n# @disabled\nGET /3\n### only a comment\n';
  const rows: [name: string, before: string, newText: string, removed?: number][] = [
    ['a line above all', '@x', '# a\n'],
    ['a path gets longer', '/1', '/projects'],
    ['a title changes', 'Second', 'Third and ', 6],
    ['a name is claimed by another block', '# @disabled', '# @name one\n'],
    ['a request is enabled', '# @disabled', '', 11],
    ['a request comes', '### two', '### new\nGET /new\n'],
    ['a request goes', '### one', '', 15],
    ['a comment becomes a request', '###\u0020only', '### \nGET /4\n###'],
    ['a variable comes', '@y', '@z = 3\n'],
  ];
  for (const [name, before, newText, removed] of rows) {
    it(name, () => {
      const file = parse(text);
      told(file);
      const after = edited(file, before, newText, removed);
      assert.deepEqual(told(after), told(parse(after.text)));
      // The old tree still answers for the old text.
      assert.deepEqual(told(file), told(parse(text)));
    });
  }

  it('gives a title back as a name when nobody else claims it', () => {
    const before = parse('### a\n/\n### a\n/\n');
    assert.equal(nameOf(before, before.blocks[0]!), undefined);
    const after = edited(before, 'a\n/\n###', 'b');
    assert.deepEqual(after.blocks.map((block) => nameOf(after, block)), ['ba', 'a']);
  });

  it('is that of the new text: edits on edits, at random places', () => {
    const random = seeded(11);
    const upTo = (limit: number): number => Math.floor(random() * limit);
    const pieces = ['x', '\n', '###\n', '### t\n', '@v = 1\n', '# @name n\n', '# @title T t\n', '# @disabled\n', 'GET /\n', '\r', '\uFEFF'];
    for (const { text: source } of readFixtures()) {
      for (let round = 0; round < 30; round++) {
        let file = parse(source);
        for (let count = 0; count < 10; count++) {
          if (upTo(2) === 0) told(file);
          const start = upTo(file.text.length + 1);
          const edit: TextEdit = { span: { start, end: Math.min(file.text.length, start + upTo(3)) }, newText: pieces[upTo(pieces.length)] ?? '' };
          file = reparse(file, [edit]);
        }
        assert.deepEqual(told(file), told(parse(file.text)), JSON.stringify(file.text));
      }
    }
  });
});

import assert from 'node:assert/strict';
import { LineIndex } from '../../../../src/base/text';
import { parse } from '../../../../src/language/syntax/parser';
import {
  blockAt,
  directivesOf,
  foldDirective,
  lineAt,
  linePlaces,
  requestName,
  requestNames,
  textOf,
} from '../../../../src/language/syntax/queries';
import { reparse } from '../../../../src/language/syntax/reparse';
import { marked, markedAt } from '../../../helpers/marked';
import { dumpLine } from './dump';

describe('blockAt and lineAt', () => {
  const rows: [name: string, source: string, block: number, line: string][] = [
    ['in an empty file', '‸', 0, 'blank'],
    ['before the byte order mark', '‸\uFEFF# a', 0, 'comment content‹a›'],
    ['inside a line', '# a\n# ‸b\n# c', 0, 'comment content‹b›'],
    ['at the end of a line', '# a‸\n# b', 0, 'comment content‹a›'],
    ['between CR and LF', '# a\r‸\n# b', 0, 'comment content‹a›'],
    ['at the start of a line', '# a\n‸# b', 0, 'comment content‹b›'],
    ['at a separator', '# a\n‸###\n# b', 1, 'separator title‹›'],
    ['above a separator', '# a‸\n###\n# b', 0, 'comment content‹a›'],
    ['on the empty last line', '###\n###\n‸', 1, 'blank'],
  ];
  for (const [name, source, block, line] of rows) {
    it(name, () => {
      const { text, cursor } = markedAt(source);
      const file = parse(text);
      assert.equal(blockAt(file, cursor), file.blocks[block]);
      assert.equal(dumpLine(text, lineAt(file, cursor)), line);
    });
  }

  it('take places outside of the text', () => {
    const file = parse('# a\n###');
    assert.equal(lineAt(file, -5).kind, 'comment');
    assert.equal(lineAt(file, 500).kind, 'separator');
  });
});

describe('linePlaces', () => {
  it('are those of lineAt and of the text, also below an edit', () => {
    const text = '\ufeff@a = 1\r\n\n### x\rGET /x\nA: b\n\n{\r\n}\n\n### y\n\n# c\nGET /y';
    for (const file of [parse(text), reparse(parse(text), [{ span: { start: 3, end: 3 }, newText: 'bc\n@d = 2\n' }])]) {
      const placeOf = linePlaces(file);
      const index = new LineIndex(file.text);
      for (let offset = 0; offset <= file.text.length; offset++) {
        const { start, next } = lineAt(file, offset);
        assert.deepEqual(placeOf(offset), { start, next, number: index.positionAt(start).line + 1 }, String(offset));
      }
    }
  });
});

describe('directivesOf', () => {
  it('folds names and keeps the order', () => {
    const file = parse('# @No-Redirect\n# @expect a b\n/\n// @expect=c\n\n# @name no');
    const [block] = file.blocks;
    assert.ok(block);
    const directives = directivesOf(file, block).map(({ name, argument }) => [name, argument]);
    assert.deepEqual(directives, [['noredirect', ''], ['expect', 'a b'], ['expect', 'c']]);
  });

  for (const name of ['noRedirect', 'no-redirect', 'NO-REDIRECT', 'noredirect']) {
    it(`folds ${name}`, () => assert.equal(foldDirective(name), 'noredirect'));
  }
});

describe('requestName', () => {
  const rows: [name: string, source: string, origin: string | undefined][] = [
    ['a directive', '### a title\n# @name ⟦login⟧\n/', 'directive'],
    ['a directive wins over a title', '### title\n# @name=⟦_1⟧\n/', 'directive'],
    ['the first of two directives', '# @name ⟦a⟧\n# @name b\n/', 'directive'],
    ['a directive among the headers', '/\n# @Name ⟦a⟧', 'directive'],
    ['a title', '### ⟦listDevices⟧\n/', 'title'],
    ['a title of two words', '### list devices\n/', undefined],
    ['a title with a hyphen', '### list-devices\n/', undefined],
    ['no title', '###\n/', undefined],
    ['no separator', '/', undefined],
    ['a directive that does not fit hides the title', '### a\n# @name b c\n/', undefined],
    ['an empty directive', '### a\n# @name\n/', undefined],
    ['a block without a request', '### a\n# @name b', undefined],
  ];
  for (const [name, source, origin] of rows) {
    it(name, () => {
      const { text, spans } = marked(source);
      const file = parse(text);
      const [span] = spans;
      const found = requestName(file, file.blocks[0]!);
      assert.deepEqual(found, span && { name: textOf(file, span), span, origin });
    });
  }
});

describe('requestNames', () => {
  const names = (text: string): readonly (string | undefined)[] => requestNames(parse(text)).ofBlocks;
  const rows: [name: string, text: string, expected: (string | undefined)[]][] = [
    ['different ones', '### a\n/\n### b c\n/\n###\n# @name d\n/', ['a', undefined, 'd']],
    ['equal titles are just titles', '### a\n/\n### a\n/\n### b\n/', [undefined, undefined, 'b']],
    ['a title that another block claims', '### a\n/\n### x\n# @name a\n/', [undefined, 'a']],
    ['a title repeated as its own name', '### a\n# @name a\n/', ['a']],
    ['equal names are both kept', '# @name a\n/\n###\n# @name a\n/', ['a', 'a']],
    ['case counts', '### a\n/\n### A\n/', ['a', 'A']],
  ];
  for (const [name, text, expected] of rows) {
    it(name, () => assert.deepEqual(names(text), expected));
  }

  it('counts who claims a name by a directive', () => {
    const { claims } = requestNames(parse('### a\n/\n###\n# @name a\n/\n###\n# @name a\n/\n###\n# @name b\n/\n### c\n/'));
    assert.deepEqual([...claims], [['a', 2], ['b', 1]]);
  });
});

import assert from 'node:assert/strict';
import { applyEdits, type TextEdit } from '../../../../src/base/text';
import { definitionsIn } from '../../../../src/language/plan/definitions';
import { identityOf } from '../../../../src/language/syntax/moved';
import type { RequestFile } from '../../../../src/language/syntax/nodes';
import { parse } from '../../../../src/language/syntax/parser';
import { print } from '../../../../src/language/syntax/print';
import { blockAt, requestNames } from '../../../../src/language/syntax/queries';
import { reparse } from '../../../../src/language/syntax/reparse';
import { marked } from '../../../helpers/marked';
import { readFixtures } from './fixtures';
import { plainFile } from './plain';

function replacement(start: number, end: number, newText: string): TextEdit {
  return { span: { start, end }, newText };
}

/** The tree after the edits, compared with that of the new text. */
function checked(file: RequestFile, edits: readonly TextEdit[]): RequestFile {
  const after = reparse(file, edits);
  const text = applyEdits(file.text, edits);
  assert.equal(after.text, text);
  assert.deepEqual(plainFile(after), parse(text));
  assert.equal(print(after), text);
  return after;
}

describe('reparse', () => {
  const three = '@a = 1\n### one\nGET /1\n### two\nGET /2\n### three\nGET /3\n';
  /** What is between the marks is replaced. */
  const rows: [name: string, source: string, newText: string][] = [
    ['inside a block', '/\n###\nGET /⟦old⟧\n###\n/', 'new'],
    ['a separator is made', '/\n###\n⟦⟧GET /\n###\n/', '### x\n'],
    ['a separator is completed', '/\n##⟦⟧\n/\n###\n/', '#'],
    ['a separator is broken in front', '/\n⟦⟧###\n/\n###\n/', 'x'],
    ['a separator is broken inside', '/\n#⟦⟧##\n/\n###\n/', ' '],
    ['a separator is broken by its last sign', '/\n##⟦#⟧\n/\n###\n/', ''],
    ['a separator loses its line end above', '/⟦\n⟧###\n/\n###\n/', ''],
    ['a separator is inserted before another', '/\n⟦⟧###\n/', '###\n'],
    ['a separator is put together by a deletion', '/\n#⟦x\n⟧##\n/', ''],
    ['CRLF above a separator loses its LF', '/\r⟦\n⟧###\n/', ''],
    ['CRLF above a separator loses its CR', '/⟦\r⟧\n###\n/', ''],
    ['CR above a separator gains an LF', '/\r⟦⟧###\n/', '\n'],
    ['CR and LF come together', 'a\r⟦b⟧\n###\n/', ''],
    ['a byte order mark comes', '⟦⟧###\n/\n###\n/', '\uFEFF'],
    ['a byte order mark goes', '⟦\uFEFF⟧###\n/\n###\n/', ''],
    ['something before the byte order mark', '⟦⟧\uFEFF###\n/\n###\n/', '\n'],
    ['something after the byte order mark', '\uFEFF⟦⟧###\n/\n###\n/', '\n'],
    ['a separator after the byte order mark is broken', '\uFEFF⟦#⟧##\n/\n###\n/', ''],
    ['a byte order mark comes to the front', '⟦a⟧\uFEFF###\n/', ''],
    ['at the end without a line end', '/\n###⟦⟧', ' t'],
    ['a separator at the end', '/\n##⟦⟧', '#'],
    ['the last block goes', '/\n⟦###\n/⟧', ''],
    ['the first block goes', '⟦/\n⟧###\n/', ''],
    ['all goes', '⟦###\n/\n###\n/⟧', ''],
    ['something comes into nothing', '⟦⟧', '/\n###\n/'],
    ['several blocks come', '###\n⟦⟧/\n###\n/', '/a\n###\n/b\n###\n'],
    ['several blocks go', '###\n/⟦a\n###\n/b\n###\n/c\n#⟧##\n/', '\n'],
    ['the same length', '###\n/⟦a⟧\n###\n/', 'b'],
    ['nothing is replaced by nothing', '###\n⟦⟧/\n###\n/', ''],
  ];
  for (const [name, source, newText] of rows) {
    it(name, () => {
      const { text, spans } = marked(source);
      checked(parse(text), [replacement(spans[0]!.start, spans[0]!.end, newText)]);
    });
  }

  it('takes several edits in any order', () => {
    const at = (word: string): number => three.indexOf(word);
    const edits = [replacement(at('GET /3'), at('GET /3') + 3, 'PUT'), replacement(0, 0, '### zero\n'), replacement(at('two') - 4, at('two'), ''), replacement(at('/2'), at('/2'), '/a')];
    checked(parse(three), edits);
    checked(parse(three), edits.toReversed());
  });

  it('puts the later of two insertions at one place first, as applyEdits does', () => {
    assert.equal(checked(parse('/\n'), [replacement(2, 2, 'a'), replacement(2, 2, '###\n')]).text, '/\n###\na');
    assert.equal(checked(parse('/\n'), [replacement(0, 1, 'a'), replacement(0, 0, '###\n')]).text, '###\na\n');
  });

  it('gives the tree itself back when there is no edit', () => {
    const file = parse(three);
    assert.equal(reparse(file, []), file);
  });

  for (const [name, edits] of [
    ['edits that overlap', [replacement(0, 5, ''), replacement(4, 6, '')]],
    ['edits before the text', [replacement(-1, 0, '')]],
    ['edits behind the text', [replacement(0, 1_000, '')]],
    ['edits that end before they start', [replacement(5, 4, '')]],
  ] as const) {
    it(`refuses ${name}`, () => assert.throws(() => reparse(parse(three), edits), RangeError));
  }
});

describe('the identity of a block', () => {
  const text = '@a = 1\n### one\nGET /1\n### two\nGET /2\n### three\nGET /3\n';
  const edit = (file: RequestFile, before: string, newText: string): RequestFile => {
    const place = file.text.indexOf(before);
    return checked(file, [replacement(place, place, newText)]);
  };

  it('stays while the block only moves, and differs once it is edited', () => {
    const first = parse(text);
    const second = edit(first, 'GET /2', '# note\n');
    const third = edit(second, 'GET /1', '# note\n');
    const kept = (file: RequestFile): boolean[] => file.blocks.map((block, index) => identityOf(block) === first.blocks[index]);
    assert.deepEqual(kept(second), [true, true, false, true]);
    assert.deepEqual(kept(third), [true, false, false, true]);
    assert.equal(identityOf(third.blocks[2]!), identityOf(second.blocks[2]!));
  });

  it('is the block itself where it did not move, and again when it has moved back', () => {
    const first = parse(text);
    const second = edit(first, 'GET /1', 'xx');
    assert.equal(second.blocks[0], first.blocks[0]);
    assert.notEqual(second.blocks[3], first.blocks[3]);
    const place = second.text.indexOf('xx');
    assert.equal(checked(second, [replacement(place, place + 2, '')]).blocks[3], first.blocks[3]);
  });

  it('has its nodes made once', () => {
    const { blocks } = edit(parse(text), 'GET /1', 'xx');
    assert.equal(blocks[3]!.lines, blocks[3]!.lines);
    assert.equal(blocks[3]!.request!.line, blocks[3]!.lines[1]);
    assert.equal(blocks[3]!.separator, blocks[3]!.lines[0]);
  });

  it('differs for a block only whose next separator was touched', () => {
    const first = parse(text);
    const place = text.indexOf('### two');
    const second = checked(first, [replacement(place, place + 3, '####')]);
    assert.deepEqual(second.blocks.map((block, index) => identityOf(block) === first.blocks[index]), [true, false, false, true]);
  });
});

/** Pieces that change what the lines around them are. */
const pieces = [
  '\n', '\r\n', '\r', '\n\n', ' ', '#', '##', '###', '\n###', '### t\n', '\n### t\nGET /\n', '// ', '@', '@v = 1\n', '# @name x\n', '??', '>> a', '< b', '> {%', '%}', '{{', '}}', '{{\n', '\n}}\n', '{{+', ':', '=', '?', 'GET ', '\uFEFF', '😀', 'x',
];

/** xorshift32: the same sequence for the same seed, so that a failure can be repeated. */
function randomOf(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % limit;
  };
}

describe('reparse of every text', () => {
  const sources = readFixtures().flatMap(({ text }) => [text, `\uFEFF${text}`, text.replace(/\r\n?/g, '\n').replace(/\n/g, '\r\n'), `${text}${text}`]);

  /** One to three edits that do not overlap; mostly near a separator, where it matters. */
  function randomEdits(text: string, random: (limit: number) => number): TextEdit[] {
    const edits: TextEdit[] = [];
    for (let count = random(4) === 0 ? 3 : 1; count > 0; count--) {
      const near = text.indexOf('###', random(text.length + 1));
      const place = near >= 0 && random(2) === 0 ? near - 5 + random(11) : random(text.length + 1);
      const start = Math.max(0, Math.min(place, text.length));
      const end = Math.min(text.length, start + (random(8) === 0 ? random(200) : random(4)));
      const newText = random(3) === 0 ? '' : (pieces[random(pieces.length)] ?? '').repeat(1 + random(2));
      if (edits.every(({ span }) => end < span.start || span.end < start)) edits.push(replacement(start, end, newText));
    }
    return edits;
  }

  it('is the tree of the new text: 20,000 random edits, ten on top of each other', function () {
    this.timeout(60_000);
    const random = randomOf(20_240_301);
    let file = parse('');
    for (let round = 0; round < 20_000; round++) {
      if (round % 10 === 0) file = parse(sources[random(sources.length)] ?? '');
      const edits = randomEdits(file.text, random);
      // Some trees are looked at before the next edit, of others the nodes are made from a distance.
      const after = reparse(file, edits);
      try {
        if (random(3) === 0 || round % 10 === 9) checked(file, edits);
        if (round % 10 === 9) assert.deepEqual(plainFile(after), parse(after.text));
      } catch (error) {
        throw new Error(`round ${round}: ${JSON.stringify({ text: file.text, edits })}`, { cause: error });
      }
      file = after;
    }
  });

  /** Those that define something, by what they define. */
  const linesOf = (file: RequestFile) => [...definitionsIn(file).names()].map((name) => [name, definitionsIn(file).get(name)]);

  it('answers questions like the tree of the new text, however much is remembered', () => {
    const random = randomOf(99);
    for (let round = 0; round < 2_000; round++) {
      let file = parse(sources[random(sources.length)] ?? '');
      for (let count = random(4); count >= 0; count--) {
        requestNames(file);
        linesOf(file);
        file = reparse(file, randomEdits(file.text, random));
      }
      const fresh = parse(file.text);
      assert.deepEqual(requestNames(file), requestNames(fresh));
      assert.deepEqual(linesOf(file), linesOf(fresh));
      const offset = random(file.text.length + 1);
      assert.deepEqual(blockAt(file, offset).lines, blockAt(fresh, offset).lines);
    }
  });

  it('compares names only when the names of the edited blocks have changed', () => {
    const file = parse('### a\nGET /a\n### b\nGET /b\n');
    const names = requestNames(file);
    const after = reparse(file, [replacement(12, 12, 'x')]);
    assert.equal(requestNames(after), names);
    const renamed = reparse(after, [replacement(5, 5, 'x')]);
    assert.deepEqual(requestNames(renamed).ofBlocks, ['ax', 'b']);
    assert.deepEqual(requestNames(after).ofBlocks, ['a', 'b']);
  });

  it('parses nothing but the block that is edited', () => {
    const file = parse('### a\n@v = 1\nGET /a\n\n'.repeat(1_000));
    const place = 500 * 21 + 12;
    const after = reparse(file, [replacement(place, place, 'x')]);
    const kept = new Set(file.blocks);
    assert.deepEqual(after.blocks.flatMap((block, index) => (kept.has(identityOf(block)) ? [] : [index])), [500]);
  });
});

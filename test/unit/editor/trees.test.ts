import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import { applyEdits } from '../../../src/base/text';
import { type ContentChange, type TextSource, Trees } from '../../../src/editor/trees';
import { parse } from '../../../src/language/syntax/parser';
import { seeded } from '../../helpers/seeded';
import { plainFile } from '../language/syntax/plain';

/** A document of an editor: all its lines end alike. */
class Document implements TextSource {
  version = 1;
  /** How often its text was asked for. */
  reads = 0;
  lineEnd: '\n' | '\r\n' = '\n';

  constructor(private text: string) {}

  getText(): string {
    this.reads++;
    return this.text;
  }

  textLength(): number {
    return this.text.length;
  }

  /** Changes from the end of the text on, as the editor makes and tells them. */
  change(...changes: readonly ContentChange[]): readonly ContentChange[] {
    for (const { rangeOffset, rangeLength, text } of changes) {
      this.text = this.text.slice(0, rangeOffset) + text.replace(/\r\n?|\n/g, this.lineEnd) + this.text.slice(rangeOffset + rangeLength);
    }
    this.version++;
    return changes;
  }
}

function change(rangeOffset: number, rangeLength: number, text: string): ContentChange {
  return { rangeOffset, rangeLength, text };
}

/** Trees and a document that somebody has asked for; the text has been read once. */
function opened(text: string): { trees: Trees<Document>; document: Document } {
  const trees = new Trees<Document>((document) => document);
  const document = new Document(text);
  trees.of(document);
  return { trees, document };
}

/** Asserts that the tree is that of the text, which was read `reads` times so far. */
function assertTree(trees: Trees<Document>, document: Document, reads: number): void {
  const file = trees.of(document);
  assert.equal(document.reads, reads);
  assert.deepEqual(plainFile(file), parse(document.getText()));
  document.reads--;
}

describe('trees of documents', () => {
  const text = '### a\nGET /a\n\n### b\nGET /b\n';

  it('are made once for a version', () => {
    const { trees, document } = opened(text);
    assert.equal(trees.of(document), trees.of(document));
    assertTree(trees, document, 1);
  });

  const followed: [name: string, lineEnd: '\n' | '\r\n', changes: readonly ContentChange[]][] = [
    ['a character', '\n', [change(10, 0, 'x')]],
    ['several cursors', '\n', [change(23, 1, '###\n'), change(10, 0, 'x'), change(0, 0, 'x')]],
    ['two changes side by side', '\n', [change(8, 2, 'y'), change(6, 2, 'x'), change(6, 0, '\n')]],
    ['lines pasted with other line ends', '\n', [change(6, 0, 'GET /x\r\n\r\n###\rGET /y\n')]],
    ['lines pasted into a document of CRLF', '\r\n', [change(6, 0, 'GET /x\r\n\r\n###\rGET /y\n')]],
    ['all of it', '\n', [change(0, text.length, 'GET /x')]],
  ];
  for (const [name, lineEnd, changes] of followed) {
    it(`follow without reading the text: ${name}`, () => {
      const { trees, document } = opened('');
      document.lineEnd = lineEnd;
      document.change(change(0, 0, text));
      trees.of(document);
      trees.follow(document, document.change(...changes));
      assertTree(trees, document, 2);
    });
  }

  it('stay when a document is saved', () => {
    const { trees, document } = opened(text);
    const before = trees.of(document);
    trees.follow(document, []);
    assert.equal(trees.of(document), before);
  });

  it('take no change twice when somebody asked before they were told', () => {
    const { trees, document } = opened(text);
    const changes = document.change(change(10, 0, 'x'));
    const asked = trees.of(document);
    trees.follow(document, changes);
    assert.equal(trees.of(document), asked);
    assertTree(trees, document, 2);
  });

  it('are not made for documents nobody asked for', () => {
    const trees = new Trees<Document>((document) => document);
    const document = new Document(text);
    trees.follow(document, document.change(change(10, 0, 'x')));
    assert.equal(document.reads, 0);
  });

  const anew: [name: string, act: (trees: Trees<Document>, document: Document) => void][] = [
    ['a change was missed', (trees, document) => {
      document.change(change(10, 0, 'x'));
      trees.follow(document, document.change(change(10, 0, 'y')));
    }],
    ['nobody follows', (_, document) => void document.change(change(10, 0, 'x'))],
    ['the text is not as long as it should be', (trees, document) => {
      document.change(change(10, 0, 'xyz'));
      trees.follow(document, [change(10, 0, 'x')]);
    }],
    ['changes build on each other', (trees, document) => trees.follow(document, document.change(change(0, 0, 'x'), change(10, 0, '###\n')))],
    ['changes overlap', (trees, document) => trees.follow(document, document.change(change(10, 3, ''), change(8, 4, '')))],
    ['a change lies outside of the text', (trees, document) => {
      document.change(change(0, 0, 'x'));
      trees.follow(document, [change(1_000, 0, 'x')]);
    }],
    ['a change has no place', (trees, document) => {
      document.change(change(0, 0, 'x'));
      trees.follow(document, [change(-1, 0, 'x')]);
    }],
    ['the line ends became others', (trees, document) => {
      document.lineEnd = '\r\n';
      trees.follow(document, document.change(change(0, text.length, text)));
    }],
    ['the version changed without a change', (trees, document) => {
      document.version++;
      trees.follow(document, []);
    }],
    ['it was forgotten', (trees, document) => {
      trees.forget(document);
      trees.follow(document, document.change(change(0, 0, 'x')));
    }],
  ];
  for (const [name, act] of anew) {
    it(`are made anew when ${name}`, () => {
      const { trees, document } = opened(text);
      act(trees, document);
      assertTree(trees, document, 2);
    });
  }

  it('are those of the text after any changes, whatever is missed', () => {
    const random = seeded(5);
    const upTo = (limit: number): number => Math.floor(random() * limit);
    const { trees, document } = opened(text);
    for (let round = 0; round < 5_000; round++) {
      const offsets = Array.from({ length: 1 + upTo(3) }, () => upTo(document.textLength() + 1)).sort((a, b) => b - a);
      let limit = document.textLength();
      const changes = offsets.map((offset) => {
        const one = change(offset, Math.min(upTo(20), limit - offset), ['x', '\n', '###\n', '\r', '\r\n', '', ''][upTo(7)] ?? '');
        limit = offset;
        return one;
      });
      const edits = changes.map(({ rangeOffset, rangeLength, text: newText }) => ({ span: { start: rangeOffset, end: rangeOffset + rangeLength }, newText: newText.replace(/\r\n?/g, '\n') }));
      const expected = applyEdits(document.getText(), edits);
      document.change(...changes);
      if (upTo(20) > 0) trees.follow(document, changes);
      assert.equal(document.getText(), expected);
      assert.deepEqual(plainFile(trees.of(document)), parse(expected));
    }
  });

  describe('of long documents', () => {
    const request = '### a\nGET /a\n\n';
    const long = request.repeat(80_000);

    it('are parsed in turns, once for all who ask, as they are parsed at once', async () => {
      const trees = new Trees<Document>((document) => document);
      const document = new Document(long);
      let turns = 0;
      const nextTurn = () => {
        turns++;
        return Promise.resolve();
      };
      const [file, same] = await Promise.all([trees.inTurns(document, nextTurn), trees.inTurns(document, nextTurn)]);
      assert.equal(file, same);
      assert.equal(turns, Math.floor(long.length / 100_000), 'one for each 100,000 characters');
      assert.deepEqual(file, parse(long));
      assert.equal(document.reads, 1);
      assert.equal(await trees.inTurns(document, () => assert.fail('nothing is to be parsed')), file);
    });

    it('are those of now when the text changes meanwhile', async () => {
      const trees = new Trees<Document>((document) => document);
      const document = new Document(long);
      let turns = 0;
      const nextTurn = () => {
        if (turns++ === 0) trees.follow(document, document.change(change(0, 0, '### new\n\n')));
        return Promise.resolve();
      };
      const file = await trees.inTurns(document, nextTurn);
      assert.equal(file.text, document.getText());
      assert.deepEqual(file, parse(document.getText()));
    });

    for (const [what, text] of [['one request', `POST /a\n\n${'text\n'.repeat(150_000)}\n### b\nGET /b\n`], ['blank lines', `GET /a\n${'\n'.repeat(500_000)}### b\nGET /b\n`], ['no line end', 'a'.repeat(500_000)]] as const) {
      it(`are parsed in turns where they are ${what}`, async () => {
        const trees = new Trees<Document>((document) => document);
        let turns = 0;
        const file = await trees.inTurns(new Document(text), () => {
          turns++;
          return Promise.resolve();
        });
        assert.ok(turns > 3, `${turns} turns`);
        assert.ok(isDeepStrictEqual(file, parse(text)));
      });
    }

    it('are parsed in turns again when the text changes meanwhile, never at once', async () => {
      const trees = new Trees<Document>((document) => document);
      const document = new Document(long);
      let turns = 0;
      const file = await trees.inTurns(document, () => {
        if (++turns === 3) trees.follow(document, document.change(change(0, 0, long)));
        return Promise.resolve();
      });
      assert.equal(file.text, document.getText());
      assert.equal(turns, Math.floor(long.length / 100_000) * 3, 'once for the text as it was, and for the one of twice its length');
    });

    for (const [what, before, ...changes] of [
      ['a long text is pasted', request, change(0, 0, long)],
      ['a key is pressed among very many requests', request.repeat(50_001), change(0, 0, 'x')],
    ] as const) {
      it(`are parsed in turns when ${what}`, async () => {
        const trees = new Trees<Document>((document) => document);
        const document = new Document(before);
        trees.of(document);
        trees.follow(document, document.change(...changes));
        let turns = 0;
        const file = await trees.inTurns(document, () => {
          turns++;
          return Promise.resolve();
        });
        assert.ok(turns > 3, `${turns} turns`);
        assert.ok(trees.isCurrent(document, file));
        assert.equal(file.text, document.getText());
      });
    }

    it('are not parsed at once for a key in a request of 100,000 lines, but in turns by who asks next', async () => {
      const trees = new Trees<Document>((document) => document);
      const document = new Document(`POST /a\n\n${'text\n'.repeat(100_001)}\n### b\nGET /b\n`);
      await trees.inTurns(document, () => Promise.resolve());
      trees.follow(document, document.change(change(20, 0, 'x')));
      const reads = document.reads;
      let turns = 0;
      const file = await trees.inTurns(document, () => {
        turns++;
        return Promise.resolve();
      });
      assert.deepEqual([document.reads - reads, turns > 3, file.text === document.getText()], [1, true, true]);
      trees.follow(document, document.change(change(document.textLength() - 1, 0, 'x')));
      const { reads: before } = document;
      assert.equal(trees.of(document).blocks.length, 2);
      assert.equal(document.reads, before, 'a key in another request costs that one');
    });

    it('are not replaced when somebody could not wait', async () => {
      const trees = new Trees<Document>((document) => document);
      const document = new Document(long);
      const coming = trees.inTurns(document, () => Promise.resolve());
      const now = trees.of(document);
      assert.equal(await coming, now);
    });
  });
});

import assert from 'node:assert/strict';
import type { Block, Line, RequestFile } from '../../../../src/language/syntax/nodes';
import { parse } from '../../../../src/language/syntax/parser';
import { print } from '../../../../src/language/syntax/print';

const text = '### a\r\nGET /\n\nbody';

function withLines(change: (lines: readonly Line[]) => readonly Line[]): RequestFile {
  const file = parse(text);
  return { ...file, blocks: file.blocks.map((block) => ({ ...block, lines: change(block.lines) })) };
}

function withBlock(change: Partial<Block>): RequestFile {
  const file = parse(text);
  return { ...file, blocks: file.blocks.map((block) => ({ ...block, ...change })) };
}

describe('print', () => {
  it('gives the text back', () => assert.equal(print(parse(text)), text));
  it('gives a byte order mark back', () => assert.equal(print(parse('\uFEFFGET /')), '\uFEFFGET /'));

  const broken: Record<string, RequestFile> = {
    'a missing line': withLines((lines) => lines.slice(1)),
    'a missing last line': withLines((lines) => lines.slice(0, -1)),
    'a line twice': withLines((lines) => lines.flatMap((line) => [line, line])),
    'a line that ends above its start': withLines((lines) => lines.map((line) => ({ ...line, end: line.start - 1 }))),
    'a line that goes on above its end': withLines((lines) => lines.map((line) => ({ ...line, next: line.end - 1 }))),
    'a block that starts too late': withBlock({ start: 1 }),
    'a block that ends too early': withBlock({ end: 3 }),
    'no block': { ...parse(text), blocks: [] },
    'a lost byte order mark': { ...parse('\uFEFFGET /'), byteOrderMark: false },
  };
  for (const [name, file] of Object.entries(broken)) {
    it(`refuses ${name}`, () => assert.throws(() => print(file), /do not tile the text/));
  }
});

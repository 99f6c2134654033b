import type { Span, TextEdit } from '../../base/text';
import { moveBlock } from './moved';
import type { Block, RequestFile } from './nodes';
import { blockParser } from './parser';
import { inherit } from './perBlock';
import { blockIndexAt } from './queries';
import { Code } from './scanner';

/**
 * The tree of the edited text: what `parse` would give, at the cost of the blocks that the edits
 * touch. The other blocks are taken over, moved as far as the text above them grew.
 *
 * All edits are against `file.text`. They do not overlap and may come in any order; of two
 * insertions at one place the later one given stands first, as with `applyEdits`.
 * @throws RangeError when edits overlap or lie outside of the text.
 */
export function reparse(file: RequestFile, edits: readonly TextEdit[]): RequestFile {
  if (edits.length === 0) return file;
  const ordered = inOrder(file.text, edits);
  const text = edited(file.text, ordered);
  const after = { text, byteOrderMark: text.charCodeAt(0) === Code.byteOrderMark, blocks: merged(file, text, ordered) };
  inherit(file, after);
  return after;
}

/** Where the tree starts: a byte order mark belongs to no block. */
function startOf(text: string): number {
  return text.charCodeAt(0) === Code.byteOrderMark ? 1 : 0;
}

/**
 * A separator is known by itself and the character above it, and a block by its own text. So a
 * block is what it was when no edit touches it, nor the number signs of the next separator.
 */
export const separatorLength = 3;

function merged(file: RequestFile, text: string, edits: readonly TextEdit[]): readonly Block[] {
  const before = file.blocks;
  const parseAt = blockParser(text);
  const blocks: Block[] = [];
  /** The first block of the old tree that is still ahead. */
  let ahead = 0;
  /** How much longer the new text is up to there. */
  let growth = 0;
  let offset = startOf(text);
  const takeUntil = (index: number): void => {
    for (; ahead < index; ahead++) {
      const block = before[ahead];
      if (block === undefined) return;
      const moved = moveBlock(block, growth);
      blocks.push(moved);
      offset = moved.end;
    }
  };
  let next = 0;
  for (let edit = edits[next]; edit !== undefined; edit = edits[next]) {
    takeUntil(blockIndexAt(file, edit.span.start - separatorLength));
    // From here on blocks are parsed, until one ends where a block that is left ended before.
    for (let inStep = false; !inStep; ) {
      const block = parseAt(offset);
      blocks.push(block);
      offset = block.end;
      for (edit = edits[next]; edit !== undefined && endOf(edit) + growth <= offset; edit = edits[++next]) growth += growthOf(edit);
      if (offset === text.length) return blocks;
      if (edit !== undefined && edit.span.start + growth < offset) continue;
      while ((before[ahead]?.start ?? Infinity) < offset - growth) ahead++;
      inStep = before[ahead]?.start === offset - growth;
    }
  }
  takeUntil(before.length);
  return blocks;
}

/** Where the text of an edit ends, if no other one were made. */
function endOf({ span, newText }: TextEdit): number {
  return span.start + newText.length;
}

function growthOf({ span, newText }: TextEdit): number {
  return newText.length - (span.end - span.start);
}

/** Ascending. Of those that start together, insertions come before a replacement, and the last one given first. */
function inOrder(text: string, edits: readonly TextEdit[]): readonly TextEdit[] {
  const ordered = [...edits].reverse().sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  let offset = 0;
  for (const { span } of ordered) {
    if (span.start < offset || span.end < span.start || span.end > text.length) throw outOfRange(span, text);
    offset = span.end;
  }
  return ordered;
}

function outOfRange({ start, end }: Span, text: string): RangeError {
  return new RangeError(`The edit from ${start} to ${end} overlaps another or lies outside of the text of ${text.length}.`);
}

function edited(text: string, ordered: readonly TextEdit[]): string {
  const pieces: string[] = [];
  let offset = 0;
  for (const { span, newText } of ordered) {
    pieces.push(text.slice(offset, span.start), newText);
    offset = span.end;
  }
  pieces.push(text.slice(offset));
  return pieces.join('');
}

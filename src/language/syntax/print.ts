import type { RequestFile } from './nodes';

/**
 * The text of a file, put together from its line nodes.
 * @throws Error when the nodes leave a gap or overlap: a bug in the parser or in an edit of the tree.
 */
export function print(file: RequestFile): string {
  const { text } = file;
  let offset = file.byteOrderMark ? 1 : 0;
  let result = text.slice(0, offset);
  for (const block of file.blocks) {
    if (block.start !== offset) throw gap(offset, block.start);
    for (const line of block.lines) {
      if (line.start !== offset || line.end < line.start || line.next < line.end) throw gap(offset, line.start);
      result += text.slice(line.start, line.next);
      offset = line.next;
    }
    if (block.end !== offset) throw gap(offset, block.end);
  }
  if (offset !== text.length) throw gap(offset, text.length);
  return result;
}

function gap(expected: number, actual: number): Error {
  return new Error(`The lines of the tree do not tile the text: expected offset ${expected}, got ${actual}.`);
}

import type { Block, RequestFile } from '../../../../src/language/syntax/nodes';

/** A block with all its nodes looked at, comparable with one that was parsed. */
export function plainBlock({ start, end, separator, lines, request }: Block): Block {
  return { start, end, ...(separator && { separator }), lines, ...(request && { request }) };
}

/** A tree with all its nodes looked at, comparable with one that was parsed. */
export function plainFile({ text, byteOrderMark, blocks }: RequestFile): RequestFile {
  return { text, byteOrderMark, blocks: blocks.map(plainBlock) };
}

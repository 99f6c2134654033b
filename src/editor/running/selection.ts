import type { Span } from '../../base/text';
import type { Block, RequestFile } from '../../language/syntax/nodes';

/** The requests of a file from `block` on. */
export function requestsFrom(file: RequestFile, block: Block): readonly Block[] {
  return requestsOf(file).filter(({ start }) => start >= block.start);
}

/** All requests of a file, in their order. */
export function requestsOf({ blocks }: RequestFile): readonly Block[] {
  return blocks.filter(({ request }) => request !== undefined);
}

/** The requests whose blocks a selection touches; of an empty one the block that holds it. */
export function requestsTouched(file: RequestFile, selections: readonly Span[]): readonly Block[] {
  const { length } = file.text;
  const touches = ({ start, end }: Span, block: Block) =>
    // A cursor between two blocks is in the later one; the end of the text is in the last.
    start === end ? start >= block.start && (start < block.end || block.end === length) : start < block.end && end > block.start;
  const touched = requestsOf(file).filter((block) => selections.some((selection) => touches(selection, block)));
  return touched;
}

/**
 * `text` up to the end of `selected`, all in front of it blank: what was selected in a document of
 * another language, at the places where it stands. Line ends stay what they are.
 */
export function onlySelected(text: string, { start, end }: Span): string {
  return text.slice(0, start).replace(/[^\r\n]/g, ' ') + text.slice(start, end);
}

import type { Span } from '../../base/text';
import { shiftSpan } from '../syntax/moved';
import type { RequestFile, RequestLine } from '../syntax/nodes';
import { detached, perBlock } from '../syntax/perBlock';
import { directivesOf, requestNames, textOf } from '../syntax/queries';

/** A request that can be run. */
export interface Lens {
  /** The request line, without blanks around it. */
  readonly span: Span;
  /** Of its block in `RequestFile.blocks`. */
  readonly blockIndex: number;
  readonly name?: string;
  readonly title?: string;
  /** Whether `@disabled` keeps it from being run. */
  readonly isDisabled: boolean;
}

/** What a block alone tells about its request. */
export interface RequestFacts {
  /** As in `Lens`, from the start of the block. */
  readonly span: Span;
  /** Empty when there is none. */
  readonly title: string;
  readonly isDisabled: boolean;
}

/** Of each block; undefined when there is no request in it. */
export const requestFacts = perBlock((file, block): RequestFacts | undefined => {
  if (!block.request) return undefined;
  const directives = directivesOf(file, block);
  const written = directives.find((directive) => directive.name === 'title' && directive.argument !== '');
  const title = written?.argument ?? (block.separator ? textOf(file, block.separator.title) : '');
  const isDisabled = directives.some((directive) => directive.name === 'disabled');
  return { span: shiftSpan(writtenSpan(block.request.line), -block.start), title: detached(title), isDisabled };
});

/** The request line without blanks around it. */
export function writtenSpan({ method, target, version, end }: RequestLine): Span {
  return { start: method?.start ?? target.start, end: Math.min(version?.end ?? target.end, end) };
}

/** The requests of a file in order; empty when there are none. Looks only into blocks that are new since an earlier tree. */
export function lenses(file: RequestFile): readonly Lens[] {
  const names = requestNames(file).ofBlocks;
  const known = requestFacts.all(file);
  const found: Lens[] = [];
  // Made ten thousand times after each key in a long file: no arrays or objects on the way.
  file.blocks.forEach(({ start }, blockIndex) => {
    const own = known[blockIndex];
    if (!own) return;
    const lens: { -readonly [Key in keyof Lens]: Lens[Key] } = { span: shiftSpan(own.span, start), blockIndex, isDisabled: own.isDisabled };
    const name = names[blockIndex];
    if (name !== undefined) lens.name = name;
    if (own.title !== '') lens.title = own.title;
    found.push(lens);
  });
  return found;
}

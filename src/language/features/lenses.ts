import type { Span } from '../../base/text';
import { nameOf } from '../plan/names';
import type { RequestFile } from '../syntax/nodes';
import { directivesOf, textOf } from '../syntax/queries';

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

/** The requests of a file in order; empty when there are none. */
export function lenses(file: RequestFile): readonly Lens[] {
  return file.blocks.flatMap((block, blockIndex): Lens[] => {
    if (!block.request) return [];
    const { line } = block.request;
    const directives = directivesOf(file, block);
    const written = directives.find((directive) => directive.name === 'title' && directive.argument !== '');
    const title = written?.argument ?? (block.separator ? textOf(file, block.separator.title) : '');
    const name = nameOf(file, block);
    const span = { start: line.method?.start ?? line.target.start, end: Math.min(line.version?.end ?? line.target.end, line.end) };
    const isDisabled = directives.some((directive) => directive.name === 'disabled');
    return [{ span, blockIndex, isDisabled, ...(name !== undefined && { name }), ...(title !== '' && { title }) }];
  });
}

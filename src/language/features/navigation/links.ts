import type { Span } from '../../../base/text';
import { shiftSpan } from '../../syntax/moved';
import type { Line, RequestFile } from '../../syntax/nodes';
import { detached, perBlock } from '../../syntax/perBlock';
import { foldDirective, textOf } from '../../syntax/queries';

/** A place that leads elsewhere. */
export interface Link {
  /** `file`: a path as it is written, without references; `url`: of the web. */
  readonly kind: 'file' | 'url';
  readonly span: Span;
  readonly target: string;
}

const ofBlocks = perBlock((file, { start, lines }): readonly Link[] =>
  lines.flatMap((line) => inLine(file, line)).map(({ kind, span, target }) => ({ kind, span: shiftSpan(span, -start), target: detached(target) })),
);

/**
 * The links of a file: imports, files of bodies, files that answers are saved to, addresses in comments
 * and notes. Looks only into blocks that are new since an earlier tree.
 */
export function linksIn(file: RequestFile): readonly Link[] {
  return ofBlocks.all(file).flatMap((links, index) => {
    const start = file.blocks[index]?.start ?? 0;
    return links.map((link) => ({ ...link, span: shiftSpan(link.span, start) }));
  });
}

function inLine(file: RequestFile, line: Line): readonly Link[] {
  switch (line.kind) {
    case 'comment':
      return addresses(file, line.content);
    case 'directive': {
      const name = foldDirective(textOf(file, line.name));
      if (name === 'import') return path(file, line.argument);
      return name === 'note' ? addresses(file, line.argument) : [];
    }
    case 'file':
    case 'save':
      return path(file, line.path);
    default:
      return [];
  }
}

/** Where a path with a reference leads is known only when a request is sent. */
function path(file: RequestFile, { start, end }: Span): readonly Link[] {
  const target = file.text.slice(start, end);
  return target === '' || target.includes('{{') ? [] : [{ kind: 'file', span: { start, end }, target }];
}

function addresses(file: RequestFile, { start, end }: Span): readonly Link[] {
  return [...file.text.slice(start, end).matchAll(/\bhttps?:\/\/[^\s<>"'`{}]+/gi)].map(({ 0: written, index }) => {
    const target = withoutPunctuation(written);
    return { kind: 'url', span: { start: start + index, end: start + index + target.length }, target };
  });
}

/** What ends a sentence is no part of an address in it; a bracket is, when it was opened there. */
function withoutPunctuation(written: string): string {
  const plain = written.replace(/[.,;:!?]+$/, '');
  const isClosing = plain.endsWith(')') && !plain.includes('(');
  return isClosing ? plain.slice(0, -1) : plain;
}

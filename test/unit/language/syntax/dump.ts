import { findReferences } from '../../../../src/language/syntax/references';
import type { Line, Reference, RequestFile } from '../../../../src/language/syntax/nodes';
import type { Span } from '../../../../src/base/text';

/**
 * One row per line node: its kind, then its parts as `part‹text›`, flags by name when they are
 * true, tags as `part:tag`. Between two blocks stands `--`.
 */
export function dump(file: RequestFile): string[] {
  return file.blocks.flatMap((block, index) => [
    ...(index > 0 ? ['--'] : []),
    ...block.lines.map((line) => dumpLine(file.text, line)),
  ]);
}

/** One row of `dump`. */
export function dumpLine(text: string, line: Line): string {
  const { kind, start, end, ...parts } = line;
  const isWhole = kind === 'body' || kind === 'refused';
  const row = [isWhole ? `${kind}‹${text.slice(start, end)}›` : kind];
  for (const [name, part] of Object.entries(parts) as [string, Span | string | number | boolean][]) {
    if (name === 'next') continue;
    if (typeof part === 'string') row.push(`${name}:${part}`);
    else if (typeof part === 'object') row.push(`${name}‹${text.slice(part.start, part.end)}›`);
    else if (part === true) row.push(name);
  }
  return row.join(' ');
}

/** The references of a text, as `form name`, with a leading `%` when the value is encoded. */
export function dumpReferences(text: string, span: Span = { start: 0, end: text.length }): string[] {
  return findReferences(text, span).map((reference) => dumpReference(text, reference));
}

function dumpReference(text: string, { form, encode, name }: Reference): string {
  return `${form} ${encode ? '%' : ''}${text.slice(name.start, name.end)}`;
}

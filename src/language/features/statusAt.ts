import type { Span } from '../../base/text';
import type { RequestFile } from '../syntax/nodes';
import { foldDirective, lineAt, textOf } from '../syntax/queries';

/** A status or a catalogue code somebody points at. */
export interface StatusMention {
  readonly status: number;
  /** The whole code where one is written: `dt.403`, `AUTH-401`. */
  readonly code?: string;
  readonly span: Span;
}

/** The status or code under `offset` in a comment, an `@expect` or a `??` line; undefined elsewhere. */
export function statusAt(file: RequestFile, offset: number): StatusMention | undefined {
  const line = lineAt(file, offset);
  switch (line.kind) {
    case 'comment':
    case 'assertion':
      return mentionIn(file.text, line.content, offset);
    case 'directive':
      return foldDirective(textOf(file, line.name)) === 'expect' ? mentionIn(file.text, line.argument, offset) : undefined;
    default:
      return undefined;
  }
}

/** The status under `offset` in a status line (`HTTP/1.1 404 Not Found`) of an answer document. */
export function statusInAnswer(text: string, offset: number): StatusMention | undefined {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const match = /^HTTP\/[\d.]+[ \t]+(?=[1-5]\d\d\b)/.exec(text.slice(start, start + 64));
  if (!match) return undefined;
  const from = start + match[0].length;
  return mentionIn(text, { start: from, end: from + 3 }, offset);
}

/** A code of a catalogue, or a status that is not part of a longer word or number. */
const mention = /\b(?:[A-Z]{2,}-|dt\.)?([1-5]\d\d)\b(?![.-]\d)/g;

function mentionIn(text: string, span: Span, offset: number): StatusMention | undefined {
  for (const match of text.slice(span.start, span.end).matchAll(mention)) {
    const start = span.start + match.index;
    const end = start + match[0].length;
    if (offset < start || offset > end) continue;
    return { status: Number(match[1]), span: { start, end }, ...(match[0].length > 3 && { code: match[0] }) };
  }
  return undefined;
}

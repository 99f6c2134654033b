import { holds, type Span } from '../../base/text';
import type { RequestFile } from '../syntax/nodes';
import { foldDirective, lineAt, textOf } from '../syntax/queries';

/** What somebody points at that a catalogue may know. */
export type Mention =
  /** A word that may be a code: `dt.404.propagation`, `AUTH-401`. Which codes there are is not known here. */
  | { readonly kind: 'code'; readonly code: string; readonly span: Span }
  | { readonly kind: 'status'; readonly status: number; readonly span: Span };

/** What is under `offset` in a comment, an `@expect` or a `??` line, the code before the status in it; empty elsewhere. */
export function mentionsAt(file: RequestFile, offset: number): readonly Mention[] {
  const line = lineAt(file, offset);
  switch (line.kind) {
    case 'comment':
    case 'assertion':
      return mentionsIn(file.text, line.content, offset);
    case 'directive':
      return foldDirective(textOf(file, line.name)) === 'expect' ? mentionsIn(file.text, line.argument, offset) : [];
    default:
      return [];
  }
}

/** Characters of a line, before and after the place, that are looked at: an answer may be one line of megabytes. */
const window = 300;

/**
 * What is under `offset` in an answer document: the status of its status line (`HTTP/1.1 404 Not Found`),
 * the value of a `"code"` in its body, a code or status in the explanation, which stands in comments.
 */
export function mentionsInAnswer(text: string, offset: number): readonly Mention[] {
  const start = Math.max(text.lastIndexOf('\n', offset - 1) + 1, offset - window);
  const end = nextLineEnd(text, offset);
  const line = text.slice(start, end);
  const status = /^HTTP\/[\d.]+[ \t]+(?=[1-5]\d\d\b)/.exec(line);
  if (status) return mentionsIn(text, { start: start + status[0].length, end: start + status[0].length + 3 }, offset);
  if (line.startsWith('# ') && isAtLineStart(text, start)) return mentionsIn(text, { start: start + 2, end }, offset);
  return inCode(text, { start, end }, offset);
}

function nextLineEnd(text: string, offset: number): number {
  const piece = text.slice(offset, offset + window);
  const length = piece.search(/[\r\n]/);
  return offset + (length < 0 ? piece.length : length);
}

function isAtLineStart(text: string, offset: number): boolean {
  return offset === 0 || text[offset - 1] === '\n';
}

/** A `"code"` of JSON with its value, a short text or a number. */
const codeProperty = /"code"[ \t]*:[ \t]*(?:"([^"\\]{1,100})"|(\d{1,9})(?![\d.eE]))/g;

function inCode(text: string, span: Span, offset: number): readonly Mention[] {
  for (const match of text.slice(span.start, span.end).matchAll(codeProperty)) {
    const start = span.start + match.index;
    const end = start + match[0].length;
    if (!holds({ start, end }, offset)) continue;
    const [whole, quoted, digits = ''] = match;
    const value = quoted ?? digits;
    const from = start + whole.lastIndexOf(value);
    const at = { start: from, end: from + value.length };
    return [{ kind: 'code', code: value, span: at }, ...(/^[1-5]\d\d$/.test(value) ? [{ kind: 'status', status: Number(value), span: at } as const] : [])];
  }
  return [];
}

/** A word as codes are written, without a full stop or a dash at its end. */
const word = /[A-Za-z0-9][A-Za-z0-9._-]*(?<=[A-Za-z0-9])/g;

/** A status that is not part of a longer number; the end of a code that nobody knows may be one. */
const statusNumber = /(?<![\w.])(?:[A-Z]{2,}-|dt\.)?([1-5]\d\d)\b(?![.-]\d)/g;

function mentionsIn(text: string, span: Span, offset: number): readonly Mention[] {
  return [...codes(text, span, offset), ...statuses(text, span, offset)];
}

function codes(text: string, span: Span, offset: number): readonly Mention[] {
  const found = matchAt(word, text, span, offset);
  return found && isLikeCode(found[0]) ? [{ kind: 'code', code: found[0], span: spanOf(found, span) }] : [];
}

/** Ordinary words of a sentence are not looked up. */
function isLikeCode(text: string): boolean {
  return /[._-]/.test(text) || /^[A-Z0-9]*[A-Z][A-Z0-9]+$/.test(text) || (/\d/.test(text) && /[A-Za-z]/.test(text)) || /^\d{4,}$/.test(text);
}

function statuses(text: string, span: Span, offset: number): readonly Mention[] {
  const found = matchAt(statusNumber, text, span, offset);
  return found ? [{ kind: 'status', status: Number(found[1]), span: spanOf(found, span) }] : [];
}

function matchAt(pattern: RegExp, text: string, span: Span, offset: number): RegExpExecArray | undefined {
  for (const match of text.slice(span.start, span.end).matchAll(pattern)) {
    if (holds(spanOf(match, span), offset)) return match;
  }
  return undefined;
}

function spanOf(match: RegExpExecArray, { start }: Span): Span {
  return { start: start + match.index, end: start + match.index + match[0].length };
}

import { LineIndex, type Span } from '../../base/text';
import { plain } from './plain';
import type { Page } from './page';

/**
 * The line of `span` with carets under it, as compilers print it:
 *
 *     tour.dt.http:31:18
 *     31 │ GET /v2/projects/abc
 *        │                  ^^^
 *
 * A span over several lines is marked to the end of its first. Long lines are cut around the mark.
 */
export function caret(page: Page, span: Span): string {
  const { shown, columns, style } = page;
  const { source, start, end, line, character } = markedLine(page, span);
  const number = String(line + 1);
  const gutter = ' '.repeat(number.length);
  const room = Math.max(20, columns - number.length - 8);
  const cut = source.length <= room ? 0 : Math.max(0, Math.min(start - Math.floor(room / 3), source.length - room));
  const head = cut > 0 ? '…' : '';
  const visible = head + source.slice(cut + head.length, cut + room) + (cut + room < source.length ? '…' : '');
  const marks = '^'.repeat(Math.max(1, Math.min(end, cut + room) - start));
  return [
    `  ${style.dim(`${shown}:${line + 1}:${character + 1}`)}`,
    `  ${style.dim(`${number} │`)} ${visible}`,
    `  ${style.dim(`${gutter} │`)} ${' '.repeat(start - cut)}${style.bad(marks)}`,
  ].join('\n');
}

/** The line without secrets, and where the mark is in it: hiding one moves what follows. */
function markedLine({ text, redact }: Page, span: Span) {
  const index = new LineIndex(text);
  const { line, character } = index.positionAt(span.start);
  const lineStart = span.start - character;
  const length = text.slice(lineStart).search(/[\r\n]|$/);
  const lineEnd = lineStart + length;
  const shown = (from: number, to: number) => plain(redact(text.slice(from, to)).replaceAll('\t', ' '));
  const before = shown(lineStart, span.start);
  const marked = shown(span.start, Math.min(Math.max(span.end, span.start), lineEnd));
  const source = before + marked + shown(Math.min(Math.max(span.end, span.start), lineEnd), lineEnd);
  return { source, start: before.length, end: before.length + marked.length, line, character };
}

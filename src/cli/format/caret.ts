import type { Span } from '../../base/text';
import { lineAt } from '../../language/syntax/queries';
import { hiddenLine, markIn } from './hiddenLine';
import { plainLine } from './plain';
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
    `  ${style.dim(`${plainLine(shown)}:${line + 1}:${character + 1}`)}`,
    `  ${style.dim(`${number} │`)} ${visible}`,
    `  ${style.dim(`${gutter} │`)} ${' '.repeat(start - cut)}${style.bad(marks)}`,
  ].join('\n');
}

/** The line without secrets, and where the mark is in it: hiding one moves what follows. */
function markedLine({ file, lines, redactor }: Page, span: Span) {
  const at = lineAt(file, span.start);
  const length = at.end - at.start;
  const character = Math.max(0, span.start - at.start);
  const hidden = hiddenLine(file, at, redactor);
  const written = file.text.slice(at.start, at.end);
  const marked = { start: Math.min(character, length), end: Math.max(character, Math.min(span.end - at.start, length)) };
  const { start, end } = hidden === written ? marked : markIn(written, hidden, marked);
  const before = plainLine(hidden.slice(0, start));
  const mark = plainLine(hidden.slice(start, end));
  const source = before + mark + plainLine(hidden.slice(end));
  const { line } = lines.positionAt(at.start);
  return { source, start: before.length, end: before.length + mark.length, line, character };
}

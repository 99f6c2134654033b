import type { Span, TextEdit } from '../../../base/text';
import type { Block, DirectiveLine, HeaderLine, Line, RequestFile, RequestLine, VariableLine } from '../../syntax/nodes';
import { lineAt } from '../../syntax/queries';
import { Code, indexOfCode, isTokenCode, skipBlanks, trimEnd } from '../../syntax/scanner';
import { lineEndOf } from '../fixes/fix';

/**
 * The edits that lay a file out: one blank line between blocks and where there are several, one blank
 * between the parts of a line, two in front of `?a=b` and `&c=d`, `Name: value`, `@name = value`, well-known methods in capitals, no blanks
 * at line ends, one line end at the end. No octet of a body is touched, nor a line that is refused or
 * has no meaning. What is formatted already has no edits.
 *
 * @param within Only what lies whole in the lines of this span. Default: all.
 */
export function formatEdits(file: RequestFile, within?: Span): readonly TextEdit[] {
  const layout = new Layout(file);
  const limits = within ? { start: lineAt(file, within.start).start, end: lineAt(file, Math.max(within.start, within.end - 1)).next } : undefined;
  const isNear = ({ start, end }: Span) => !limits || (start <= limits.end && end >= limits.start);
  file.blocks.forEach((block, index) => {
    if (isNear(block)) layout.block(block, index);
  });
  return limits ? layout.edits.filter(({ span }) => span.start >= limits.start && span.end <= limits.end) : layout.edits;
}

/** The same for the one line that holds `offset`, its line end left as it is: for a line that was just typed. */
export function formatLineEdits(file: RequestFile, offset: number): readonly TextEdit[] {
  const layout = new Layout(file);
  layout.line(lineAt(file, offset));
  return layout.edits;
}

const wellKnown = /^(?:get|head|post|put|patch|delete|options|trace|connect)$/i;

class Layout {
  readonly edits: TextEdit[] = [];
  readonly #text: string;

  constructor(private readonly file: RequestFile) {
    this.#text = file.text;
  }

  block({ lines, end }: Block, index: number): void {
    const isLast = index === this.file.blocks.length - 1;
    for (let from = 0; from < lines.length; from++) {
      const line = lines[from];
      if (!line) return;
      if (line.kind !== 'blank') {
        this.line(line);
        continue;
      }
      const first = from;
      while (lines[from + 1]?.kind === 'blank') from++;
      // A byte order mark is one at the very start alone.
      const isStart = index === 0 && first === 0 && this.#text.charCodeAt(lines[from]?.next ?? 0) !== Code.byteOrderMark;
      this.#blanks(lines.slice(first, from + 1), isStart || (isLast && from === lines.length - 1) ? 0 : 1);
    }
    const last = lines.at(-1);
    // Below a script that is not closed the new line would belong to it: it has one already then.
    if (last && last.kind !== 'blank' && skipBlanks(this.#text, last.start, last.end) < last.end) {
      // With its own line end: another one might make a pair with it.
      this.#put(end, end, this.#text.slice(last.end, last.next) || lineEndOf(this.file));
    }
  }

  /** Lines of nothing but blanks, of which some are kept. */
  #blanks(lines: readonly Line[], kept: number): void {
    const [first, gone, last] = [lines[0], lines[kept], lines.at(-1)];
    const isPair = first && this.#text.charCodeAt(first.start - 1) === Code.carriageReturn && this.#text.charCodeAt(first.end) === Code.lineFeed;
    if (kept > 0 && first && !isPair) this.#put(first.start, first.end, '');
    if (gone && last) this.#put(gone.start, last.next, '');
  }

  line(line: Line): void {
    const { start, end } = line;
    const last = trimEnd(this.#text, start, end);
    switch (line.kind) {
      case 'separator': {
        let marks = start;
        while (this.#text.charCodeAt(marks) === Code.numberSign) marks++;
        this.#before(marks, line.title);
        break;
      }
      case 'directive':
        this.#directive(line);
        break;
      case 'variable':
        this.#variable(line);
        break;
      case 'request-line':
        this.#requestLine(line);
        break;
      case 'header':
        if (!line.colon) return;
        this.#header(line);
        break;
      case 'assertion':
        this.#before(start + 2, line.content);
        break;
      case 'save':
        // Without a path the blank behind the mark is what makes it one.
        if (line.path.end <= line.path.start) return;
        this.#before(start + (line.overwrite ? 3 : 2), line.path);
        break;
      case 'comment':
      case 'indented':
        break;
      case 'query':
        this.#put(start, line.content.start, '  ');
        break;
      default:
        return;
    }
    this.#put(last, end, '');
  }

  #directive({ start, name, argument }: DirectiveLine): void {
    this.#put(start + (this.#text.charCodeAt(start) === Code.slash ? 2 : 1), name.start - 1, ' ');
    // An equals sign in between stays as its author likes it.
    const isGap = argument.start > name.end && skipBlanks(this.#text, name.end, argument.start) === argument.start;
    if (isGap && argument.end > argument.start) this.#put(name.end, argument.start, ' ');
  }

  #variable({ start, end, name, operator, value }: VariableLine): void {
    const at = skipBlanks(this.#text, start, end);
    if (operator !== '=' || name.end <= name.start) return;
    const equals = indexOfCode(this.#text, Code.equals, name.end, end);
    this.#put(start, at, '');
    this.#put(at + 1, name.start, '');
    this.#put(name.end, equals, ' ');
    this.#before(equals + 1, value);
  }

  #requestLine({ start, end, method, target, version }: RequestLine): void {
    const first = skipBlanks(this.#text, start, end);
    // Braces alone at column 1 would be a script.
    if (/[A-Za-z/]/.test(this.#text.charAt(first)) || /^\{\{[\w$%]/.test(this.#text.slice(first, first + 3))) this.#put(start, first, '');
    if (method) {
      const written = this.#text.slice(method.start, method.end);
      if (wellKnown.test(written)) this.#put(method.start, method.end, written.toUpperCase());
      if (target.end > target.start) this.#put(method.end, target.start, ' ');
    }
    const before = target.end > target.start ? target : method;
    if (version && before) this.#put(before.end, version.start, ' ');
  }

  #header({ start, end, name, value }: HeaderLine): void {
    const colon = indexOfCode(this.#text, Code.colon, name.end, end);
    if (isTokenCode(this.#text.charCodeAt(name.start))) this.#put(start, name.start, '');
    this.#put(name.end, colon, '');
    this.#before(colon + 1, value);
  }

  /** One blank in front of what is written, none where nothing is. */
  #before(from: number, { start, end }: Span): void {
    if (end > start) this.#put(from, start, ' ');
  }

  #put(start: number, end: number, newText: string): void {
    if (this.#text.slice(start, end) !== newText) this.edits.push({ span: { start, end }, newText });
  }
}

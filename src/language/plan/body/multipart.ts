import type { Finding } from '../../../base/finding';
import type { Span } from '../../../base/text';
import type { BodyLine, BodyNode, FileLine } from '../../syntax/nodes';
import { skipBlanks, trimEnd } from '../../syntax/scanner';
import { type Boundary, missingBoundary, readBoundary } from './boundary';
import type { BodyComposer, BodyPart } from './bodyComposer';
import { compose, type Composition } from '../compose';
import { finding } from '../findings';
import type { ComposedText } from '../sourceMap';

type Line = BodyLine | FileLine;

/**
 * Adds a multipart body (RFC 2046, 5.1): delimiters and part headers get CRLF, and so does the line
 * end in front of a delimiter, which is part of it. The content of a part keeps its own line ends.
 * Only written lines that start with `--` are delimiters; the boundary may be inserted.
 */
export function composeMultipart(composer: BodyComposer, body: BodyNode, contentType: ComposedText): readonly Finding[] {
  const source = composer.scope.file.text;
  const boundary = readBoundary(contentType);
  if (!boundary || contentType.hasUnknown || boundary.findings.some(({ severity }) => severity === 'error')) {
    composer.lines(body.lines);
    return boundary?.findings ?? (contentType.hasUnknown ? [] : [missingBoundary(source, body, contentType)]);
  }
  return [...boundary.findings, ...new Multipart(composer, body, boundary, contentType).compose()];
}

class Multipart {
  readonly #composer: BodyComposer;
  readonly #source: string;
  readonly #body: BodyNode;
  readonly #boundary: Boundary;
  readonly #contentType: ComposedText;
  /** Above the first delimiter and below the closing one, in the headers of a part, or in its content. */
  #zone: 'outside' | 'headers' | 'content' = 'outside';
  /** Where the lines that are not added yet begin. */
  #from = 0;
  /** A header line came right before: one that starts with a blank continues it. */
  #isHeader = false;
  #firstDelimiter: Line | undefined;
  #lastDelimiter: Line | undefined;
  #isClosed = false;
  /** A line may be a delimiter, but some of it is not known. */
  #isUnsure = false;
  #outside: readonly Finding[] = [];
  readonly #findings: Finding[] = [];

  constructor(composer: BodyComposer, body: BodyNode, boundary: Boundary, contentType: ComposedText) {
    this.#composer = composer;
    this.#source = composer.scope.file.text;
    this.#body = body;
    this.#boundary = boundary;
    this.#contentType = contentType;
  }

  compose(): readonly Finding[] {
    const { lines } = this.#body;
    for (const [index, line] of lines.entries()) {
      const delimiter = this.#isClosed ? undefined : this.#delimiterOn(line);
      if (delimiter) this.#delimiter(line, delimiter, index);
      else if (this.#zone === 'headers') this.#headerLine(line, index);
    }
    const parts = this.#run(lines.length);
    if (this.#isUnsure) return [];
    if (!this.#firstDelimiter) return this.#checkUndelimited(parts);
    return [...this.#findings, ...this.#outside, ...this.#checkClosed()];
  }

  /** The line composed, when it is a delimiter. */
  #delimiterOn(line: Line): Composition | undefined {
    if (line.kind === 'file' || !this.#source.startsWith('--', line.start)) return undefined;
    const composed = compose(this.#composer.scope, line, 'header');
    const { text, hasUnknown } = composed.text;
    if (hasUnknown) this.#isUnsure = true;
    const mark = text.slice(0, trimEnd(text, 0, text.length));
    return mark === this.#mark || mark === `${this.#mark}--` ? composed : undefined;
  }

  get #mark(): string {
    return `--${this.#boundary.value}`;
  }

  #delimiter(line: Line, composed: Composition, index: number): void {
    const above = this.#body.lines[index - 1];
    if (this.#zone !== 'headers' && this.#from < index && above) {
      this.#run(index);
      this.#composer.crlf(above);
    }
    this.#composer.add(composed);
    this.#endLine(line);
    const { text } = composed.text;
    this.#isClosed = text.slice(0, trimEnd(text, 0, text.length)) !== this.#mark;
    this.#zone = this.#isClosed ? 'outside' : 'headers';
    this.#isHeader = false;
    this.#firstDelimiter ??= line;
    this.#lastDelimiter = line;
    this.#from = index + 1;
  }

  #headerLine(line: Line, index: number): void {
    this.#from = index + 1;
    if (trimEnd(this.#source, line.start, line.end) === line.start) {
      this.#zone = 'content';
    } else if (line.kind === 'file') {
      this.#findings.push(finding('body.multipart-header', line, { lineStart: line.start }));
      this.#composer.file(line);
    } else {
      const isContinued = this.#isHeader && skipBlanks(this.#source, line.start, line.end) > line.start;
      const colon = this.#source.slice(line.start, line.end).indexOf(':');
      if (colon <= 0 && !isContinued) this.#findings.push(finding('body.multipart-header', line, { lineStart: line.start }));
      this.#composer.written(line, 'header');
      this.#isHeader = true;
    }
    this.#endLine(line);
  }

  #endLine(line: Line): void {
    if (line !== this.#body.lines.at(-1)) this.#composer.crlf(line);
  }

  /** Adds the lines up to `until`, without the line end of the last one. */
  #run(until: number): readonly BodyPart[] {
    const lines = this.#body.lines.slice(this.#from, until);
    if (this.#zone === 'headers') return [];
    const parts = this.#composer.lines(lines);
    if (this.#zone === 'outside') this.#outside = [...this.#outside, ...this.#checkOutside(lines)];
    else for (const part of parts) for (const each of this.#delimiterIn(part)) this.#findings.push(each);
    return parts;
  }

  /** Receivers drop what stands outside of the parts. */
  #checkOutside(lines: readonly Line[]): readonly Finding[] {
    const written = lines.filter(({ start, end }) => trimEnd(this.#source, start, end) > start);
    const first = written[0];
    const last = written.at(-1);
    return first && last ? [finding('body.multipart-outside', { start: first.start, end: last.end })] : [];
  }

  /** A line inside a part that receivers would take for a delimiter. */
  #delimiterIn(part: BodyPart): readonly Finding[] {
    const text = part.kind === 'text' ? part.text.text : new TextDecoder('latin1').decode(part.bytes);
    for (let at = text.indexOf(this.#mark); at >= 0; at = text.indexOf(this.#mark, at + 1)) {
      if (at > 0 && !/[\r\n]/.test(text.charAt(at - 1))) continue;
      const span = part.kind === 'text' ? part.text.mapRange(at, at + this.#mark.length) : part.line;
      return [finding('body.multipart-inside', span)];
    }
    return [];
  }

  #checkClosed(): readonly Finding[] {
    if (this.#isClosed || !this.#firstDelimiter || !this.#lastDelimiter) return [];
    return [finding('body.multipart-open', this.#lastDelimiter, { closing: `${this.#writtenMark(this.#firstDelimiter)}--`, insertAt: this.#body.end })];
  }

  #writtenMark({ start, end }: Span): string {
    return this.#source.slice(start, trimEnd(this.#source, start, end));
  }

  /** Without a written delimiter a file or a value may hold the parts; text of this file cannot. */
  #checkUndelimited(parts: readonly BodyPart[]): readonly Finding[] {
    const isUnknown = parts.some((part) => part.kind === 'text' && part.text.hasUnknown);
    if (isUnknown || parts.some((part) => this.#delimiterIn(part).length > 0)) return [];
    const { lines } = this.#body;
    const all = lines.filter(({ start }) => this.#source.startsWith('--', start));
    const [marked] = all;
    const text = marked ? this.#writtenMark(marked) : '';
    // What looks like the closing delimiter is that, unless another line closes it.
    const mark = all.some((line) => this.#writtenMark(line) === `${text}--`) ? text : text.replace(/--$/, '');
    const written = /^--([\w'()+./-]+)$/.exec(mark)?.[1];
    const { start, end } = this.#boundary;
    const at = this.#contentType.isExact(start, end) && written !== undefined ? this.#contentType.mapRange(start, end) : undefined;
    const first = lines.find((line) => trimEnd(this.#source, line.start, line.end) > line.start);
    return [finding('body.multipart-delimiter', marked ?? first ?? this.#body, { suggestion: at && written, valueStart: at?.start, valueEnd: at?.end })];
  }
}

/** A place between two UTF-16 code units; both numbers are zero-based, as in the Language Server Protocol. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** From `start` (included) to `end` (excluded). */
export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** Offsets in a text: from `start` (included) to `end` (excluded), in UTF-16 code units. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Whether a cursor at `offset` is in a span. The end counts too: that is where the cursor stands behind a word. */
export function holds({ start, end }: Span, offset: number): boolean {
  return offset >= start && offset <= end;
}

/** Replaces the text of `span` by `newText`. */
export interface TextEdit {
  readonly span: Span;
  readonly newText: string;
}

/** Translates between offsets and positions of one text. Line ends are LF, CRLF and a lone CR. */
export class LineIndex {
  readonly #starts: number[] = [0];
  readonly #length: number;

  constructor(text: string) {
    this.#length = text.length;
    for (let offset = 0; offset < text.length; offset++) {
      const code = text.charCodeAt(offset);
      if (code === 13 && text.charCodeAt(offset + 1) === 10) offset++;
      if (code === 10 || code === 13) this.#starts.push(offset + 1);
    }
  }

  get lineCount(): number {
    return this.#starts.length;
  }

  positionAt(offset: number): Position {
    const clamped = Math.max(0, Math.min(offset, this.#length));
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= clamped) low = middle;
      else high = middle - 1;
    }
    return { line: low, character: clamped - (this.#starts[low] ?? 0) };
  }

  /** The offset of `position`; past the end of the text it is the text's length. */
  offsetAt(position: Position): number {
    const start = this.#starts[position.line];
    if (start === undefined) return this.#length;
    const next = this.#starts[position.line + 1] ?? this.#length;
    return Math.min(start + position.character, next);
  }

  rangeOf(span: Span): Range {
    return { start: this.positionAt(span.start), end: this.positionAt(span.end) };
  }

  spanOf(range: Range): Span {
    return { start: this.offsetAt(range.start), end: this.offsetAt(range.end) };
  }
}

/** Applies edits that do not overlap, in any order. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const ordered = [...edits].sort((a, b) => b.span.start - a.span.start);
  return ordered.reduce(
    (result, edit) => result.slice(0, edit.span.start) + edit.newText + result.slice(edit.span.end),
    text,
  );
}

/** What a replacement of text did to a span elsewhere in it. */
export interface MovedSpan {
  readonly span: Span;
  /** Whether the text of the span itself was changed. */
  readonly touched: boolean;
}

/**
 * Where `span` is after the text of `replaced` became `newLength` code units long. An insertion at
 * either edge of the span leaves its text alone.
 */
export function moveSpan(span: Span, replaced: Span, newLength: number): MovedSpan {
  const growth = newLength - (replaced.end - replaced.start);
  if (replaced.end <= span.start) return { span: { start: span.start + growth, end: span.end + growth }, touched: false };
  if (replaced.start >= span.end) return { span, touched: false };
  const start = Math.min(span.start, replaced.start);
  return { span: { start, end: Math.max(start, Math.max(span.end, replaced.end) + growth) }, touched: true };
}

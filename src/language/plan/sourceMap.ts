import type { Span } from '../../base/text';
import { skipBlanks, trimEnd } from '../syntax/scanner';
import { joinFacts, plainValue, type ValueFacts } from './valueFacts';

/** A run of composed text that came from one place. */
export interface Piece {
  readonly text: string;
  /** Verbatim: exactly the source of `text`. Otherwise what was replaced by it: a reference or an escape. */
  readonly source: Span;
  readonly verbatim: boolean;
  readonly facts: ValueFacts;
}

/**
 * Text made of written and inserted pieces that remembers where each character came from.
 *
 * Composed offsets are offsets into {@link text}; source offsets are offsets into the request file.
 */
export class ComposedText {
  readonly text: string;
  readonly pieces: readonly Piece[];
  /** Where the text would start in the source; the place of an empty text. */
  readonly #origin: number;
  readonly #starts: readonly number[];

  constructor(pieces: readonly Piece[], origin: number) {
    this.pieces = pieces.filter((piece) => piece.text !== '' || !piece.verbatim);
    this.text = this.pieces.map((piece) => piece.text).join('');
    this.#origin = this.pieces[0]?.source.start ?? origin;
    let offset = 0;
    this.#starts = this.pieces.map((piece) => (offset += piece.text.length) - piece.text.length);
  }

  /** The composed offset at which the piece at `index` starts. */
  startOf(index: number): number {
    return this.#starts[index] ?? this.text.length;
  }

  /** Whether any piece holds a secret. */
  get hasSecret(): boolean {
    return this.pieces.some(({ facts }) => facts.secrets.length > 0);
  }

  /** All secret texts in it, each once. */
  get secrets(): readonly string[] {
    return [...new Set(this.pieces.flatMap(({ facts }) => facts.secrets))];
  }

  /** Whether some value is only a stand-in: then the text must not be judged. */
  get hasUnknown(): boolean {
    return this.pieces.some(({ facts }) => facts.unknown);
  }

  /** What is known of the values in it, all together. */
  get facts(): ValueFacts {
    return joinFacts(this.pieces.map(({ facts }) => facts));
  }

  /** The source of the characters from `start` to `end`. A touched insertion counts whole. */
  mapRange(start: number, end: number): Span {
    if (this.pieces.length === 0) return { start: this.#origin, end: this.#origin };
    if (end <= start) return this.#mapPoint(start);
    const first = this.#pieceAt(start);
    const last = this.#pieceAt(end - 1);
    return {
      start: first.piece.verbatim ? first.piece.source.start + (start - first.start) : first.piece.source.start,
      end: last.piece.verbatim ? last.piece.source.start + (end - last.start) : last.piece.source.end,
    };
  }

  /** The source of the whole text. */
  get span(): Span {
    const last = this.pieces.at(-1);
    return { start: this.#origin, end: last?.source.end ?? this.#origin };
  }

  /** Whether replacing the source of `start` to `end` replaces exactly these characters: neither bound is inside an insertion. */
  isExact(start: number, end: number): boolean {
    const inside = (offset: number) =>
      this.pieces.some((piece, index) => {
        const from = this.#starts[index] ?? 0;
        return !piece.verbatim && offset > from && offset < from + piece.text.length;
      });
    return !inside(start) && !inside(end);
  }

  /** The source of the last insertion that starts before the composed offset `end`; undefined when there is none. */
  insertionBefore(end: number): Span | undefined {
    return this.pieces.findLast((piece, index) => !piece.verbatim && (this.#starts[index] ?? 0) < end)?.source;
  }

  /** The part from `start` to `end` with its sources. Cut insertions keep their whole source. */
  slice(start: number, end: number = this.text.length): ComposedText {
    const pieces: Piece[] = [];
    for (const [index, piece] of this.pieces.entries()) {
      const offset = this.#starts[index] ?? 0;
      const from = Math.max(start - offset, 0);
      const to = Math.min(end - offset, piece.text.length);
      if (to < from || (to === from && piece.text !== '')) continue;
      const source = piece.verbatim ? { start: piece.source.start + from, end: piece.source.start + to } : piece.source;
      pieces.push({ ...piece, text: piece.text.slice(from, to), source });
    }
    return new ComposedText(pieces, this.mapRange(start, start).start);
  }

  /** Without blanks and tabs at both ends. */
  trim(): ComposedText {
    const start = skipBlanks(this.text, 0, this.text.length);
    const end = trimEnd(this.text, start, this.text.length);
    return start === 0 && end === this.text.length ? this : this.slice(start, end);
  }

  #pieceAt(offset: number): { piece: Piece; start: number } {
    let low = 0;
    let high = this.pieces.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    const piece = this.pieces[low];
    if (!piece) throw new RangeError('No piece in an empty text.');
    return { piece, start: this.#starts[low] ?? 0 };
  }

  #mapPoint(offset: number): Span {
    // Prefer the end of what stands before, so that a place after an insertion is after its reference.
    const { piece, start } = this.#pieceAt(Math.max(offset - 1, 0));
    if (!piece.verbatim) return offset === 0 ? { start: piece.source.start, end: piece.source.start } : { start: piece.source.end, end: piece.source.end };
    const place = piece.source.start + Math.min(offset - start, piece.text.length);
    return { start: place, end: place };
  }
}

/** Joins texts; `origin` is the place of the result when all are empty. */
export function joinTexts(texts: readonly ComposedText[], origin: number): ComposedText {
  return new ComposedText(texts.flatMap((text) => text.pieces), origin);
}

/** Written text, `span` of `source`. */
export function verbatim(source: string, span: Span): Piece {
  return { text: source.slice(span.start, span.end), source: span, verbatim: true, facts: plainValue };
}

/** Text that stands for what is written at `span`. */
export function substituted(text: string, span: Span, facts: ValueFacts = plainValue): Piece {
  return { text, source: { start: span.start, end: span.end }, verbatim: false, facts };
}

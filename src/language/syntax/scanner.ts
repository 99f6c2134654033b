import type { Span } from '../../base/text';

/** Character codes the syntax is made of. */
export const Code = {
  tab: 9,
  lineFeed: 10,
  carriageReturn: 13,
  space: 32,
  numberSign: 35,
  percent: 37,
  ampersand: 38,
  slash: 47,
  colon: 58,
  less: 60,
  equals: 61,
  greater: 62,
  question: 63,
  at: 64,
  backslash: 92,
  openBrace: 123,
  closeBrace: 125,
  byteOrderMark: 0xfeff,
} as const;

/**
 * Walks over a text line by line. Line ends are LF, CRLF and a lone CR, as in `LineIndex`; a text
 * with n line ends has n + 1 lines, so the last one has no line end and may be empty.
 */
export class LineScanner {
  readonly text: string;
  /** The current line's first offset. */
  start = 0;
  /** Where the current line ends, before its line end. */
  end = 0;
  /** Where the next line starts; the same as `end` only on the last line of the text. */
  next = 0;
  #started = false;

  /** Starts above the line that begins at `offset`. */
  constructor(text: string, offset: number) {
    this.text = text;
    this.restart(offset);
  }

  /** Goes above the line that begins at `offset`. */
  restart(offset: number): void {
    this.start = this.end = this.next = offset;
    this.#started = false;
  }

  /** Moves to the next line; false, and no move, on the last one. */
  advance(): boolean {
    if (this.#started && this.end === this.next) return false;
    this.#started = true;
    const text = this.text;
    const length = text.length;
    let offset = this.next;
    this.start = offset;
    for (; offset < length; offset++) {
      const code = text.charCodeAt(offset);
      if (code > Code.carriageReturn) continue;
      if (code === Code.lineFeed || code === Code.carriageReturn) break;
    }
    this.end = offset;
    if (offset < length) {
      const isPair = text.charCodeAt(offset) === Code.carriageReturn && text.charCodeAt(offset + 1) === Code.lineFeed;
      offset += isPair ? 2 : 1;
    }
    this.next = offset;
    return true;
  }
}

/** Whether `code` is a space or a tab: the only blanks of the language. */
export function isBlank(code: number): boolean {
  return code === Code.space || code === Code.tab;
}

/** The offset of the first character from `from` on that is no blank, or `to`. */
export function skipBlanks(text: string, from: number, to: number): number {
  let offset = from;
  while (offset < to && isBlank(text.charCodeAt(offset))) offset++;
  return offset;
}

/** The offset after the last character before `to` that is no blank, or `from`. */
export function trimEnd(text: string, from: number, to: number): number {
  let offset = to;
  while (offset > from && isBlank(text.charCodeAt(offset - 1))) offset--;
  return offset;
}

/** The offset of the first blank from `from` on, or `to`. */
export function skipWord(text: string, from: number, to: number): number {
  let offset = from;
  while (offset < to && !isBlank(text.charCodeAt(offset))) offset++;
  return offset;
}

/** The span without blanks on both sides. When nothing is left it is empty and stands at `to`. */
export function trimmed(text: string, from: number, to: number): Span {
  const start = skipBlanks(text, from, to);
  return { start, end: trimEnd(text, start, to) };
}

/** The offset of `code` between `from` and `to`, or -1; never looks beyond `to`. */
export function indexOfCode(text: string, code: number, from: number, to: number): number {
  for (let offset = from; offset < to; offset++) {
    if (text.charCodeAt(offset) === code) return offset;
  }
  return -1;
}

/** The offset of two characters in a row between `from` and `to`, or -1; never looks beyond `to`. */
export function indexOfPair(text: string, first: number, second: number, from: number, to: number): number {
  for (let offset = from; offset + 1 < to; offset++) {
    if (text.charCodeAt(offset) === first && text.charCodeAt(offset + 1) === second) return offset;
  }
  return -1;
}

/** Whether `code` is an ASCII letter or an underscore: what a name starts with. */
export function isNameStart(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95;
}

/** Whether `code` is an ASCII letter, digit, underscore or hyphen. */
export function isNamePart(code: number): boolean {
  return isNameStart(code) || (code >= 48 && code <= 57) || code === 45;
}

const tokenCodes = tokenTable();

/** Whether `code` may stand in a method or header name (RFC 9110, section 5.6.2, `tchar`). */
export function isTokenCode(code: number): boolean {
  return code < 128 && tokenCodes[code] === 1;
}

function tokenTable(): Uint8Array {
  const table = new Uint8Array(128);
  const marks = "!#$%&'*+-.^_`|~";
  for (let code = 0; code < 128; code++) {
    const isAlphanumeric = isNamePart(code) && code !== 95 && code !== 45;
    if (isAlphanumeric || marks.includes(String.fromCharCode(code))) table[code] = 1;
  }
  return table;
}

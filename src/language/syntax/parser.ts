import { atOnce, inTurns, type NextTurn, type Steps } from '../../base/turns';
import {
  assertionLine,
  commentLine,
  fileLine,
  headerLine,
  indentedLine,
  isAssertion,
  isComment,
  isSave,
  isSeparator,
  saveLine,
  separatorLine,
  variableLine,
} from './lines';
import type {
  Block,
  BodyLine,
  BodyNode,
  FileLine,
  HeaderLine,
  Line,
  QueryLine,
  RefusedConstruct,
  RequestFile,
  RequestLine,
  RequestNode,
  SaveLine,
  SeparatorLine,
} from './nodes';
import { hasClosingBraces, isClosed, isLoneBraces, isMarkedBraces, refusalAt } from './refused';
import type { Refusal } from './refused';
import { requestLine } from './requestLine';
import { Code, indexOfPair, LineScanner, skipBlanks, trimEnd } from './scanner';

/**
 * Parses a request file. Takes every text, never throws; what is missing is an empty span, and
 * judging is left to others. Linear in the length of the text.
 */
export function parse(text: string): RequestFile {
  return atOnce(parseSteps(text));
}

/** The same, with a turn for others after some {@link slice} code units. */
export function parseInTurns(text: string, nextTurn: NextTurn): Promise<RequestFile> {
  return inTurns(parseSteps(text), nextTurn);
}

/** UTF-16 code units that are parsed without a pause: some 5 ms, and 20 ms where all lines are blank. */
const slice = 100_000;

function* parseSteps(text: string): Steps<RequestFile> {
  const byteOrderMark = text.charCodeAt(0) === Code.byteOrderMark;
  const blocks: Block[] = [];
  const parser = new BlockParser(text);
  parser.start(byteOrderMark ? 1 : 0);
  for (let pauseAt = slice; ; ) {
    const block = parser.read(pauseAt);
    if (!block) {
      yield;
      pauseAt += slice;
      continue;
    }
    blocks.push(block);
    if (block.end >= text.length) return { text, byteOrderMark, blocks };
    parser.start(block.end);
  }
}

/**
 * Gives a function that parses the block whose first line starts at an offset. A block depends on
 * nothing but its own text: it ends above the next separator, wherever that stands, or at the end
 * of the text.
 */
export function blockParser(text: string): (offset: number) => Block {
  const parser = new BlockParser(text);
  return (offset) => parser.parse(offset);
}

/** Above the request line, among the headers, in the body, or below the line that ended the body. */
type Zone = 'above' | 'headers' | 'body' | 'below';

function isTextAfterBody(line: Line | undefined): boolean {
  return line?.kind === 'refused' && line.construct === 'text-after-body';
}

const none: readonly never[] = [];

/**
 * Collects nodes and gives them away in arrays that fit. Half of the time of parsing is the
 * collection of garbage, and arrays that grow anew in each block would be much of it.
 */
class Collector<T> {
  readonly #items: T[] = [];
  #count = 0;

  get count(): number {
    return this.#count;
  }

  push(item: T): void {
    this.#items[this.#count++] = item;
  }

  at(index: number): T | undefined {
    return index < this.#count ? this.#items[index] : undefined;
  }

  replace(index: number, item: T): void {
    this.#items[index] = item;
  }

  take(): readonly T[] {
    const count = this.#count;
    this.#count = 0;
    return count === 0 ? none : this.#items.slice(0, count);
  }
}

/** Parses the blocks of one text, one after the other. */
class BlockParser {
  readonly #text: string;
  readonly #scanner: LineScanner;
  readonly #lines = new Collector<Line>();
  readonly #query = new Collector<QueryLine>();
  readonly #headers = new Collector<HeaderLine>();
  readonly #body = new Collector<BodyLine | FileLine>();
  #start = 0;
  #end = 0;
  #zone: Zone = 'above';
  #separator: SeparatorLine | undefined;
  #request: RequestLine | undefined;
  #save: SaveLine | undefined;
  /** The foreign construct that the current line continues. */
  #open: Refusal | undefined;
  /** Blank lines at the end of `#lines` that are body as soon as more body follows. */
  #blanks = 0;
  /** Spares a second look through the block when `{{` is not closed in it. */
  #lacksClosingBraces = false;

  constructor(text: string) {
    this.#text = text;
    this.#scanner = new LineScanner(text, 0);
  }

  /** The block whose first line starts at `start`. */
  parse(start: number): Block {
    this.start(start);
    this.#readTo(Infinity);
    return this.#block();
  }

  /** Begins a block. */
  start(start: number): void {
    this.#start = start;
    this.#end = this.#text.length;
    this.#zone = 'above';
    this.#separator = this.#request = this.#save = this.#open = undefined;
    this.#blanks = 0;
    this.#lacksClosingBraces = false;
    this.#scanner.restart(start);
  }

  /** Goes on with the block that was begun; undefined when it does not end before a line that starts at `pauseAt` or later. */
  read(pauseAt: number): Block | undefined {
    return this.#readTo(pauseAt) ? this.#block() : undefined;
  }

  /** Whether the block ended. */
  #readTo(pauseAt: number): boolean {
    const scanner = this.#scanner;
    while (scanner.next < pauseAt) {
      if (!scanner.advance()) return true;
      if (!isSeparator(this.#text, scanner.start, scanner.end)) {
        this.#line();
      } else if (scanner.start === this.#start) {
        this.#separator = separatorLine(this.#text, scanner.start, scanner.end, scanner.next);
        this.#lines.push(this.#separator);
      } else {
        this.#end = scanner.start;
        return true;
      }
    }
    return false;
  }

  #block(): Block {
    const start = this.#start;
    const end = this.#end;
    const separator = this.#separator;
    const request = this.#request === undefined ? undefined : this.#requestNode(this.#request);
    const lines = this.#lines.take();
    if (separator === undefined) return request === undefined ? { start, end, lines } : { start, end, lines, request };
    return request === undefined ? { start, end, separator, lines } : { start, end, separator, lines, request };
  }

  #requestNode(line: RequestLine): RequestNode {
    let last = this.#lines.count - 1;
    while (this.#lines.at(last)?.kind === 'blank') last--;
    const { start } = line;
    const end = this.#lines.at(last)?.end ?? line.end;
    const query = this.#query.take();
    const headers = this.#headers.take();
    const body = this.#bodyNode();
    const request = body === undefined ? { start, end, line, query, headers } : { start, end, line, query, headers, body };
    return this.#save === undefined ? request : { ...request, save: this.#save };
  }

  #bodyNode(): BodyNode | undefined {
    const first = this.#body.at(0);
    const last = this.#body.at(this.#body.count - 1);
    if (first === undefined || last === undefined) return undefined;
    return { start: first.start, end: last.end, lines: this.#body.take() };
  }

  #line(): void {
    if (this.#open !== undefined) return this.#continueRefused(this.#open);
    if (this.#zone === 'body') return this.#bodyLine();
    const { start, end } = this.#scanner;
    const first = skipBlanks(this.#text, start, end);
    if (first === end) {
      this.#blank();
      if (this.#zone === 'headers') this.#zone = 'body';
    } else if (isComment(this.#text, start, end)) {
      this.#lines.push(commentLine(this.#text, start, end, this.#scanner.next));
    } else if (isComment(this.#text, first, end)) {
      this.#lines.push(indentedLine(this.#text, first, start, end, this.#scanner.next));
    } else if (this.#zone === 'above') {
      this.#aboveLine(this.#text.charCodeAt(first));
    } else if (!this.#belowRequestLine()) {
      if (this.#zone === 'headers') this.#headerLine(first);
      else this.#belowLine(this.#text.charCodeAt(first));
    }
  }

  #aboveLine(firstCode: number): void {
    const { start, end, next } = this.#scanner;
    if (firstCode === Code.at) {
      this.#lines.push(variableLine(this.#text, start, end, next));
    } else if (!this.#refusedLine()) {
      this.#request = requestLine(this.#text, start, end, next);
      this.#lines.push(this.#request);
      this.#zone = 'headers';
    }
  }

  #headerLine(first: number): void {
    const { start, end, next } = this.#scanner;
    const code = this.#text.charCodeAt(first);
    if (this.#headers.count === 0 && (code === Code.question || code === Code.ampersand)) {
      const content = { start: first, end: trimEnd(this.#text, first, end) };
      const line: QueryLine = { kind: 'query', start, end, next, content };
      this.#query.push(line);
      this.#lines.push(line);
    } else {
      const line = headerLine(this.#text, start, end, next);
      this.#headers.push(line);
      this.#lines.push(line);
    }
  }

  #bodyLine(): void {
    const { start, end, next } = this.#scanner;
    const text = this.#text;
    const code = start < end ? text.charCodeAt(start) : Code.space;
    if (code <= Code.space && skipBlanks(text, start, end) === end) {
      this.#blank();
      this.#blanks++;
      return;
    }
    // Only these characters can start a line that is not plain content.
    const isMark = code === Code.question || code === Code.less || code === Code.greater || code === Code.openBrace;
    if (isMark && this.#belowRequestLine()) return;
    const line: BodyLine | FileLine =
      (code === Code.less ? fileLine(text, start, end, next) : undefined) ?? { kind: 'body', start, end, next };
    this.#claimBlanks();
    this.#body.push(line);
    this.#lines.push(line);
  }

  #belowLine(firstCode: number): void {
    const { start, end, next } = this.#scanner;
    if (firstCode === Code.at) this.#lines.push(variableLine(this.#text, start, end, next));
    else this.#refuse('text-after-body', !isTextAfterBody(this.#lines.at(this.#lines.count - 1)));
  }

  /** Takes a line that may stand anywhere below the request line; false when it is none. */
  #belowRequestLine(): boolean {
    const { start, end, next } = this.#scanner;
    const text = this.#text;
    if (isAssertion(text, start, end)) {
      this.#lines.push(assertionLine(text, start, end, next));
      this.#zone = 'below';
      return true;
    }
    if (isSave(text, start, end) && this.#isLastLine()) {
      this.#save = saveLine(text, start, end, next);
      this.#lines.push(this.#save);
      this.#zone = 'below';
      return true;
    }
    return this.#refusedLine();
  }

  /** Takes the first line of a foreign construct; false when it is none. */
  #refusedLine(): boolean {
    const { start, end } = this.#scanner;
    const isAbove = this.#zone === 'above';
    const refusal = refusalAt(this.#text, start, end, isAbove) ?? this.#braces(isAbove);
    if (refusal === undefined) return false;
    if (this.#zone === 'body') this.#zone = 'below';
    this.#refuse(refusal.construct, true);
    if (refusal.closer !== undefined) this.#open = refusal;
    return true;
  }

  /**
   * httpYac's script between `{{` and `}}`, each alone on its line. Without the second the first is
   * text, unless a mark behind it leaves no doubt; then its line is the whole.
   */
  #braces(isAbove: boolean): Refusal | undefined {
    const { start, end, next } = this.#scanner;
    const isMarked = isMarkedBraces(this.#text, start, end);
    if (!isMarked && !isLoneBraces(this.#text, Code.openBrace, start, end)) return undefined;
    const construct = isAbove ? 'request-script' : 'response-script';
    if (isMarked && indexOfPair(this.#text, Code.closeBrace, Code.closeBrace, start + 2, end) >= 0) return { construct };
    this.#lacksClosingBraces ||= end === next || !hasClosingBraces(this.#text, next);
    if (!this.#lacksClosingBraces) return { construct, closer: '}}' };
    return isMarked ? { construct } : undefined;
  }

  #continueRefused(refusal: Refusal): void {
    const { start, end } = this.#scanner;
    this.#refuse(refusal.construct, false);
    if (refusal.closer === undefined || isClosed(this.#text, refusal.closer, start, end)) this.#open = undefined;
  }

  #refuse(construct: RefusedConstruct, first: boolean): void {
    const { start, end, next } = this.#scanner;
    this.#lines.push({ kind: 'refused', start, end, next, construct, first });
  }

  #blank(): void {
    const { start, end, next } = this.#scanner;
    this.#lines.push({ kind: 'blank', start, end, next });
  }

  /** Blank lines inside a body are content; only those at its end are not. */
  #claimBlanks(): void {
    for (let index = this.#lines.count - this.#blanks; index < this.#lines.count; index++) {
      const blank = this.#lines.at(index);
      if (blank === undefined) continue;
      const line: BodyLine = { kind: 'body', start: blank.start, end: blank.end, next: blank.next };
      this.#lines.replace(index, line);
      this.#body.push(line);
    }
    this.#blanks = 0;
  }

  /** Whether only blank lines are left in the block below the current line. */
  #isLastLine(): boolean {
    const { end, next } = this.#scanner;
    if (end === next) return true;
    const scanner = new LineScanner(this.#text, next);
    while (scanner.advance()) {
      if (skipBlanks(this.#text, scanner.start, scanner.end) < scanner.end) {
        return isSeparator(this.#text, scanner.start, scanner.end);
      }
    }
    return true;
  }
}

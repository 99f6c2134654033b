import type { JSONValue } from 'json-p3';
import { type ParseErrorCode, printParseErrorCode, visit } from 'jsonc-parser';
import { maxJsonDepth, tooDeepAt } from './jsonDepth';
import { endOfString, skipBlanks } from './jsonText';

/** A JSON text together with what it means. Of equal names in an object the last counts, as in `JSON.parse`. */
export interface JsonText {
  readonly text: string;
  readonly value: JSONValue;
}

/** A text read as JSON (RFC 8259, no comments). */
export type JsonReading =
  | { readonly kind: 'json'; readonly json: JsonText }
  /** `problem` is the parser's name for the first error, e.g. `CommaExpected`; `line` counts from 1. */
  | { readonly kind: 'not-json'; readonly problem: string; readonly line: number }
  | { readonly kind: 'too-deep'; readonly limit: number };

/** Reads a text as JSON; takes every text. */
export function readJson(text: string): JsonReading {
  if (tooDeepAt(text) !== undefined) return { kind: 'too-deep', limit: maxJsonDepth };
  try {
    return { kind: 'json', json: { text, value: JSON.parse(text) as JSONValue } };
  } catch {
    // A SyntaxError. Its sentence quotes the text, which may hold secrets; the place is enough.
    return { kind: 'not-json', ...firstError(text) };
  }
}

/** Leaves the parser at the first error: what it makes of the rest is of no use, and could be nested without end. */
class FirstError extends Error {
  constructor(
    readonly code: ParseErrorCode,
    readonly offset: number,
  ) {
    super();
  }
}

function firstError(text: string): { readonly problem: string; readonly line: number } {
  try {
    visit(text, { onError: (code, offset) => throwError(new FirstError(code, offset)) }, { disallowComments: true });
  } catch (error) {
    if (!(error instanceof FirstError)) throw error;
    return { problem: printParseErrorCode(error.code), line: text.slice(0, error.offset).split(/\r\n|[\r\n]/).length };
  }
  // The two parsers differ about this text; the stricter one decides.
  return { problem: 'InvalidSymbol', line: 1 };
}

function throwError(error: Error): never {
  throw error;
}

/**
 * The source text of the value at each location. All locations must exist in the value that the
 * text has; the text is read once, however many there are.
 */
export function sliceLocations(text: string, locations: readonly (readonly (string | number)[])[]): readonly string[] {
  const root: Wanted = { children: new Map(), found: [] };
  locations.forEach((location, index) => want(root, location, index));
  return new Slicer(text, locations.length).slice(root);
}

/** Locations as a tree: names are strings, indices are numbers. */
interface Wanted {
  readonly children: Map<string | number, Wanted>;
  /** Which of the locations end here. */
  readonly found: number[];
}

function want(root: Wanted, location: readonly (string | number)[], index: number): void {
  let node = root;
  for (const step of location) {
    let child = node.children.get(step);
    if (!child) node.children.set(step, (child = { children: new Map(), found: [] }));
    node = child;
  }
  node.found.push(index);
}

/** Walks through valid JSON of bounded depth, so it may call itself. */
class Slicer {
  readonly #text: string;
  readonly #slices: string[];

  constructor(text: string, count: number) {
    this.#text = text;
    this.#slices = new Array<string>(count).fill('');
  }

  slice(root: Wanted): readonly string[] {
    this.#value(skipBlanks(this.#text, 0), root);
    return this.#slices;
  }

  /** Reads the value that starts at `start`; answers with the offset after it. */
  #value(start: number, wanted: Wanted | undefined): number {
    if (!wanted) return endOfValue(this.#text, start);
    const opener = wanted.children.size > 0 ? this.#text[start] : undefined;
    const end = opener === '{' ? this.#members(start, wanted) : opener === '[' ? this.#items(start, wanted) : endOfValue(this.#text, start);
    // Of equal names the last comes last, and so replaces what the first one had.
    for (const index of wanted.found) this.#slices[index] = this.#text.slice(start, end);
    return end;
  }

  #members(start: number, wanted: Wanted): number {
    const text = this.#text;
    let at = skipBlanks(text, start + 1);
    while (text[at] === '"') {
      const end = endOfString(text, at);
      const name = JSON.parse(text.slice(at, end)) as string;
      const colon = skipBlanks(text, end);
      at = this.#next(this.#value(skipBlanks(text, colon + 1), wanted.children.get(name)));
    }
    return at + 1;
  }

  #items(start: number, wanted: Wanted): number {
    let at = skipBlanks(this.#text, start + 1);
    for (let index = 0; this.#text[at] !== ']' && at < this.#text.length; index++) {
      at = this.#next(this.#value(at, wanted.children.get(index)));
    }
    return at + 1;
  }

  /** From the end of a member or item to the next one, or to the closer. */
  #next(end: number): number {
    const at = skipBlanks(this.#text, end);
    return this.#text[at] === ',' ? skipBlanks(this.#text, at + 1) : at;
  }
}

/** Offset after the value that starts at `start`. */
function endOfValue(text: string, start: number): number {
  const first = text[start];
  if (first === '"') return endOfString(text, start);
  if (first !== '{' && first !== '[') {
    const delimiter = /[\s,\]}]/g;
    delimiter.lastIndex = start;
    return delimiter.exec(text)?.index ?? text.length;
  }
  let depth = 0;
  for (const { character, offset } of brackets(text, start)) {
    depth += character === '{' || character === '[' ? 1 : -1;
    if (depth === 0) return offset + 1;
  }
  return text.length;
}

/** The brackets and braces outside of strings, from `start` on. */
function* brackets(text: string, start: number): Generator<{ readonly character: string; readonly offset: number }> {
  const mark = /["[\]{}]/g;
  mark.lastIndex = start;
  for (let match = mark.exec(text); match; match = mark.exec(text)) {
    if (match[0] === '"') mark.lastIndex = endOfString(text, match.index);
    else yield { character: match[0], offset: match.index };
  }
}

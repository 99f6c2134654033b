import type { Span } from '../../base/text';
import type { Block, BodyNode, RequestFile } from '../syntax/nodes';
import { textOf } from '../syntax/queries';
import { findReferences } from '../syntax/references';

/**
 * The body of a block when it is to be JSON: by its Content-Type, or by its first bracket where that is
 * missing or not known yet. Undefined for every other body.
 */
export function jsonBodyOf(file: RequestFile, { request }: Block): BodyNode | undefined {
  if (!request?.body) return undefined;
  const header = request.headers.find(({ name }) => textOf(file, name).toLowerCase() === 'content-type');
  const type = header ? textOf(file, header.value) : '';
  const isUnknown = type === '' || type.includes('{{');
  const isJson = isUnknown ? startsWithBracket(file.text, request.body) : /^[a-z]+\/(?:.+\+)?json\s*(?:;|$)/i.test(type);
  return isJson ? request.body : undefined;
}

function startsWithBracket(text: string, { start, end }: Span): boolean {
  let offset = start;
  while (offset < end && text.charCodeAt(offset) <= 32) offset++;
  return text[offset] === '[' || (text[offset] === '{' && text[offset + 1] !== '{');
}

/** Told for each token: one of `{}[],:`, `"` for a string, `w` for a number, a word, a reference or any other text without blanks. */
export type JsonVisitor = (kind: string, start: number, end: number) => void;

/**
 * Walks over the tokens of JSON between two offsets, broken or half-typed, with references `{{…}}` in
 * strings and in the place of values. Linear, and the same whatever the depth. A string ends with its
 * line at the latest; comments are words.
 */
export function eachJsonToken(text: string, span: Span, visit: JsonVisitor): void {
  const references = findReferences(text, span);
  let ahead = 0;
  /** Where a reference that starts at `offset` ends. Only ever asked for greater offsets. */
  const endOfReference = (offset: number): number | undefined => {
    let next = references[ahead];
    while (next && next.start < offset) next = references[++ahead];
    return next?.start === offset ? next.end : undefined;
  };
  const endOfString = (open: number): number => {
    for (let offset = open + 1; offset < span.end; offset++) {
      const code = text.charCodeAt(offset);
      if (code === quote) return offset + 1;
      if (isLineEnd(code)) return offset;
      if (code === backslash && !isLineEnd(text.charCodeAt(offset + 1))) offset++;
      else if (code === openBrace) offset = (endOfReference(offset) ?? offset + 1) - 1;
    }
    return span.end;
  };
  const endOfWord = (start: number): number => {
    let offset = start;
    while (offset < span.end) {
      const code = text.charCodeAt(offset);
      const inserted = code === openBrace ? endOfReference(offset) : undefined;
      if (inserted === undefined && (code <= 32 || code === quote || isPunctuation(code))) break;
      offset = inserted ?? offset + 1;
    }
    return offset;
  };
  for (let start = span.start, end = start; start < span.end; start = end) {
    const code = text.charCodeAt(start);
    end = start + 1;
    if (code <= 32) continue;
    if (code === quote) visit('"', start, (end = Math.min(endOfString(start), span.end)));
    else if (isPunctuation(code) && endOfReference(start) === undefined) visit(text.charAt(start), start, end);
    else visit('w', start, (end = Math.max(endOfWord(start), end)));
  }
}

const quote = 34;
const backslash = 92;
const openBrace = 123;

function isLineEnd(code: number): boolean {
  return code === 10 || code === 13;
}

/** One of `,:[]{}`. */
function isPunctuation(code: number): boolean {
  return code === 44 || code === 58 || code === 91 || code === 93 || code === openBrace || code === 125;
}

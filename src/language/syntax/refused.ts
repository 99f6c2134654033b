import { isSeparator, isPairAt } from './lines';
import type { RefusedConstruct } from './nodes';
import { Code, indexOfPair, isBlank, LineScanner, skipBlanks, skipWord, trimEnd } from './scanner';

/** A foreign construct, and what ends it when it may go on over several lines. */
export interface Refusal {
  readonly construct: RefusedConstruct;
  /** `%}` stands somewhere in its last line, `}}` is all of it; missing when one line is the whole. */
  readonly closer?: '%}' | '}}';
}

/** The script or stored answer that starts on this line at column 1, if one does. */
export function refusalAt(text: string, start: number, end: number, isAboveRequest: boolean): Refusal | undefined {
  const code = text.charCodeAt(start);
  if (start >= end || (code !== Code.less && code !== Code.greater)) return undefined;
  const isInput = code === Code.less;
  const construct = isInput ? 'request-script' : 'response-script';
  const content = skipBlanks(text, start + 1, end);
  if (isPairAt(text, Code.openBrace, Code.percent, content, end)) {
    return indexOfPair(text, Code.percent, Code.closeBrace, content + 2, end) < 0
      ? { construct, closer: '%}' }
      : { construct };
  }
  // In a body `< x.js` sends a file; as an answer handler `> x.js` makes sense only below the request.
  if (isInput === isAboveRequest && isScriptFile(text, start + 1, end)) return { construct };
  const isReference = isInput && !isAboveRequest && text.charCodeAt(start + 1) === Code.greater;
  return isReference && isOneWord(text, start + 2, end) ? { construct: 'response-reference' } : undefined;
}

function isOneWord(text: string, from: number, end: number): boolean {
  if (from >= end || !isBlank(text.charCodeAt(from))) return false;
  const start = skipBlanks(text, from, end);
  const limit = trimEnd(text, start, end);
  return start < limit && skipWord(text, start, limit) === limit;
}

function isScriptFile(text: string, from: number, end: number): boolean {
  return isOneWord(text, from, end) && text.slice(from, end).trimEnd().endsWith('.js');
}

/** Whether the line is `{{` or `}}` alone, as httpYac's scripts begin and end. */
export function isLoneBraces(text: string, brace: number, start: number, end: number): boolean {
  return isPairAt(text, brace, brace, start, end) && skipBlanks(text, start + 2, end) === end;
}

/**
 * Whether the line starts a script of httpYac that says when it runs: `{{+`, or `{{@` with the word
 * of an event. Words that it does not have, such as the `{{@index}}` of template engines, are text.
 */
export function isMarkedBraces(text: string, start: number, end: number): boolean {
  if (!isPairAt(text, Code.openBrace, Code.openBrace, start, end)) return false;
  return /^\{\{(?:\+|@(?:request|response|streaming|after|on))/.test(text.slice(start, Math.min(end, start + 16)));
}

/** Whether `}}` stands alone on a line of the same block, below the line that ends at `offset`. */
export function hasClosingBraces(text: string, offset: number): boolean {
  const scanner = new LineScanner(text, offset);
  while (scanner.advance()) {
    if (isSeparator(text, scanner.start, scanner.end)) return false;
    if (isLoneBraces(text, Code.closeBrace, scanner.start, scanner.end)) return true;
  }
  return false;
}

/** Whether the line is the last one of a construct that ends with `closer`. */
export function isClosed(text: string, closer: '%}' | '}}', start: number, end: number): boolean {
  if (closer === '}}') return isLoneBraces(text, Code.closeBrace, start, end);
  return indexOfPair(text, Code.percent, Code.closeBrace, start, end) >= 0;
}

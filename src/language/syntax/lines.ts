import type { Span } from '../../base/text';
import type {
  AssertionLine,
  CommentLine,
  DirectiveLine,
  FileLine,
  HeaderLine,
  IndentedLine,
  SaveLine,
  SeparatorLine,
  VariableLine,
} from './nodes';
import {
  Code,
  indexOfCode,
  isBlank,
  isNamePart,
  isNameStart,
  isTokenCode,
  skipBlanks,
  skipWord,
  trimEnd,
  trimmed,
} from './scanner';

/*
 * One function per kind of line: what its parts are, once the parser knows the kind. `start`,
 * `end` and `next` are the line's, as in the nodes.
 */

/** Whether the line is a separator. It is one everywhere, in a body too. */
export function isSeparator(text: string, start: number, end: number): boolean {
  return (
    text.charCodeAt(start) === Code.numberSign &&
    start + 2 < end &&
    text.charCodeAt(start + 1) === Code.numberSign &&
    text.charCodeAt(start + 2) === Code.numberSign
  );
}

/** Whether the line starts with `#` or `//` at column 1. */
export function isComment(text: string, start: number, end: number): boolean {
  const code = text.charCodeAt(start);
  if (code === Code.slash) return start + 1 < end && text.charCodeAt(start + 1) === Code.slash;
  return code === Code.numberSign && start < end;
}

/** Whether the line starts with `??` at column 1. */
export function isAssertion(text: string, start: number, end: number): boolean {
  return isPairAt(text, Code.question, Code.question, start, end);
}

/** Whether the line starts with `>> ` or `>>! ` at column 1. */
export function isSave(text: string, start: number, end: number): boolean {
  if (!isPairAt(text, Code.greater, Code.greater, start, end)) return false;
  const after = text.charCodeAt(start + 2) === exclamation ? start + 3 : start + 2;
  return after < end && isBlank(text.charCodeAt(after));
}

const exclamation = 33;

/** Whether both characters stand at `start`, before `end`. */
export function isPairAt(text: string, first: number, second: number, start: number, end: number): boolean {
  return start + 1 < end && text.charCodeAt(start) === first && text.charCodeAt(start + 1) === second;
}

/** A line that starts with `###`; its title is what follows all number signs, without blanks around it. */
export function separatorLine(text: string, start: number, end: number, next: number): SeparatorLine {
  let offset = start;
  while (offset < end && text.charCodeAt(offset) === Code.numberSign) offset++;
  return { kind: 'separator', start, end, next, title: trimmed(text, offset, end) };
}

/** A line for which `isComment` holds: a directive when its text starts `@word`. */
export function commentLine(text: string, start: number, end: number, next: number): CommentLine | DirectiveLine {
  const marker = text.charCodeAt(start) === Code.slash ? 2 : 1;
  const content = trimmed(text, start + marker, end);
  const word = content.start + 1;
  const isDirective =
    text.charCodeAt(content.start) === Code.at && word < content.end && isNameStart(text.charCodeAt(word));
  if (!isDirective) return { kind: 'comment', start, end, next, content };

  let wordEnd = word;
  while (wordEnd < content.end && isNamePart(text.charCodeAt(wordEnd))) wordEnd++;
  let from = skipBlanks(text, wordEnd, content.end);
  const isAssigned =
    from < content.end && text.charCodeAt(from) === Code.equals && text.charCodeAt(from + 1) !== Code.equals;
  if (isAssigned) from = skipBlanks(text, from + 1, content.end);
  const name = { start: word, end: wordEnd };
  return { kind: 'directive', start, end, next, name, argument: { start: from, end: content.end } };
}

/** A line for which `isComment` holds from `first` on, behind blanks. */
export function indentedLine(text: string, first: number, start: number, end: number, next: number): IndentedLine {
  const meant = isSeparator(text, first, end) ? 'separator' : 'comment';
  return { kind: 'indented', start, end, next, meant, content: { start: first, end: trimEnd(text, first, end) } };
}

/** A line whose first character that is no blank is `@`. */
export function variableLine(text: string, start: number, end: number, next: number): VariableLine {
  const from = skipBlanks(text, start, end) + 1;
  const equals = indexOfCode(text, Code.equals, from, end);
  if (equals < 0) {
    const nameEnd = skipWord(text, from, end);
    const value = trimmed(text, nameEnd, end);
    return { kind: 'variable', start, end, next, name: { start: from, end: nameEnd }, operator: 'missing', value };
  }
  const isRefused = equals > from && text.charCodeAt(equals - 1) === Code.colon;
  const name = trimmed(text, from, isRefused ? equals - 1 : equals);
  const operator = isRefused ? ':=' : '=';
  return { kind: 'variable', start, end, next, name, operator, value: trimmed(text, equals + 1, end) };
}

/** Any line of the header block that is nothing else. */
export function headerLine(text: string, start: number, end: number, next: number): HeaderLine {
  const first = skipBlanks(text, start, end);
  const colon = canStartHeader(text.charCodeAt(first)) ? indexOfCode(text, Code.colon, first, end) : -1;
  if (colon < 0) {
    const name = { start: first, end: trimEnd(text, first, end) };
    return { kind: 'header', start, end, next, name, colon: false, value: { start: name.end, end: name.end } };
  }
  const name = { start: first, end: trimEnd(text, first, colon) };
  return { kind: 'header', start, end, next, name, colon: true, value: trimmed(text, colon + 1, end) };
}

/** An opening brace may begin a reference, a letter outside ASCII a name for others to refuse. */
function canStartHeader(code: number): boolean {
  return code > 127 || code === Code.openBrace || (isTokenCode(code) && code !== Code.ampersand);
}

/** A line for which `isAssertion` holds. */
export function assertionLine(text: string, start: number, end: number, next: number): AssertionLine {
  return { kind: 'assertion', start, end, next, content: trimmed(text, start + 2, end) };
}

/** The file a line in a body stands for, or undefined when the line is content. */
export function fileLine(text: string, start: number, end: number, next: number): FileLine | undefined {
  if (text.charCodeAt(start) !== Code.less) return undefined;
  const substitute = text.charCodeAt(start + 1) === Code.at;
  const encodingStart = start + (substitute ? 2 : 1);
  let encodingEnd = encodingStart;
  if (substitute) while (encodingEnd < end && isNamePart(text.charCodeAt(encodingEnd))) encodingEnd++;
  if (encodingEnd >= end || !isBlank(text.charCodeAt(encodingEnd))) return undefined;
  const encoding: Span = { start: encodingStart, end: encodingEnd };
  return { kind: 'file', start, end, next, substitute, encoding, path: trimmed(text, encodingEnd, end) };
}

/** A line for which `isSave` holds. */
export function saveLine(text: string, start: number, end: number, next: number): SaveLine {
  const overwrite = text.charCodeAt(start + 2) === exclamation;
  return { kind: 'save', start, end, next, overwrite, path: trimmed(text, start + (overwrite ? 3 : 2), end) };
}

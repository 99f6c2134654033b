import type { RequestLine } from './nodes';
import { isTokenCode, skipBlanks, skipWord, trimEnd, Code, isBlank } from './scanner';

/** Verbs that stand for themselves in any casing when nothing follows them; other words in lower case are targets. */
const verbs = new Set(['get', 'head', 'post', 'put', 'patch', 'delete', 'options', 'trace', 'connect']);

/**
 * The parts of a request line that is not blank. The target is what is left between method and
 * version, blanks inside it included, since an author who wrote them must hear of it.
 */
export function requestLine(text: string, start: number, end: number, next: number): RequestLine {
  const first = skipBlanks(text, start, end);
  const last = trimEnd(text, first, end);
  const versionStart = startOfVersion(text, first, last);
  const limit = versionStart < 0 ? last : trimEnd(text, first, versionStart);
  const wordEnd = skipWord(text, first, limit);

  let method: { start: number; end: number } | undefined;
  let target = { start: first, end: limit };
  if (wordEnd === limit) {
    if (isLoneMethod(text, first, limit)) {
      method = target;
      const hole = versionStart < 0 ? end : limit + 1;
      target = { start: hole, end: hole };
    }
  } else if (isMethod(text, first, wordEnd)) {
    method = { start: first, end: wordEnd };
    target = { start: skipBlanks(text, wordEnd, limit), end: limit };
  }

  if (versionStart < 0) {
    return method === undefined
      ? { kind: 'request-line', start, end, next, target }
      : { kind: 'request-line', start, end, next, method, target };
  }
  const version = { start: versionStart, end: last };
  return method === undefined
    ? { kind: 'request-line', start, end, next, target, version }
    : { kind: 'request-line', start, end, next, method, target, version };
}

/** Where the last word starts if it reads `HTTP/…` and is not the only one, else -1. */
function startOfVersion(text: string, first: number, last: number): number {
  let offset = last;
  while (offset > first && !isBlank(text.charCodeAt(offset - 1))) offset--;
  if (offset === first || last - offset < 5 || text.charCodeAt(offset + 4) !== Code.slash) return -1;
  return text.slice(offset, offset + 4).toUpperCase() === 'HTTP' ? offset : -1;
}

/** A number sign could start a method by RFC 9110, but is always an indented comment. */
function isMethod(text: string, start: number, end: number): boolean {
  if (text.charCodeAt(start) === Code.numberSign) return false;
  for (let offset = start; offset < end; offset++) {
    if (!isTokenCode(text.charCodeAt(offset))) return false;
  }
  return true;
}

/** A word alone is a target, except a well-known verb and a word in capitals. */
function isLoneMethod(text: string, start: number, end: number): boolean {
  let isCapital = true;
  for (let offset = start; isCapital && offset < end; offset++) {
    const code = text.charCodeAt(offset);
    isCapital = code >= 65 && code <= 90;
  }
  return isCapital || (end - start <= 7 && verbs.has(text.slice(start, end).toLowerCase()));
}

import type { Span } from '../../base/text';
import type { Reference, ReferenceForm } from './nodes';
import { Code, indexOfPair, isNamePart, isNameStart, skipBlanks, trimEnd } from './scanner';

/**
 * The references that lie whole in `span`, each on one line, in order. Empty braces and braces
 * that are not closed on their line are text. Of `{{a{{b}}` only the inner one is a reference.
 */
export function findReferences(text: string, span: Span): Reference[] {
  const references: Reference[] = [];
  let open = indexOfPair(text, Code.openBrace, Code.openBrace, span.start, span.end);
  while (open >= 0) {
    const from = open;
    let offset = from + 2;
    let close = -1;
    open = -1;
    for (; offset < span.end; offset++) {
      const code = text.charCodeAt(offset);
      if (code === Code.lineFeed || code === Code.carriageReturn) break;
      if (code === Code.openBrace && text.charCodeAt(offset - 1) === Code.openBrace) {
        open = offset - 1;
        break;
      }
      if (code === Code.closeBrace && text.charCodeAt(offset + 1) === Code.closeBrace && offset + 1 < span.end) {
        close = offset;
        break;
      }
    }
    if (close >= 0) {
      const reference = referenceAt(text, from, close);
      if (reference !== undefined) references.push(reference);
      offset = close + 2;
    }
    if (open < 0) open = indexOfPair(text, Code.openBrace, Code.openBrace, offset, span.end);
  }
  return references;
}

/** UTF-16 code units that a reference reaches to either side of a place in it; a line may be megabytes long. */
const farthest = 10_000;

/** Those of {@link findReferences} that are not farther from `offset` than anyone writes. */
export function referencesNear(text: string, { start, end }: Span, offset: number): Reference[] {
  return findReferences(text, { start: Math.max(start, offset - farthest), end: Math.min(end, offset + farthest) });
}

/**
 * The marks `\{\{` and `\}\}` in `span`, four characters each and alternating, of which both stand
 * on one line. What lies between them is ordinary template text.
 */
export function findEscapes(text: string, span: Span): Span[] {
  const marks: Span[] = [];
  let open = -1;
  for (let offset = span.start; offset < span.end; offset++) {
    const code = text.charCodeAt(offset);
    if (code === Code.lineFeed || code === Code.carriageReturn) open = -1;
    if (code !== Code.backslash || offset + 4 > span.end) continue;
    if (isMark(text, Code.openBrace, offset)) {
      open = offset;
      offset += 3;
    } else if (open >= 0 && isMark(text, Code.closeBrace, offset)) {
      marks.push({ start: open, end: open + 4 }, { start: offset, end: offset + 4 });
      open = -1;
      offset += 3;
    }
  }
  return marks;
}

function isMark(text: string, brace: number, offset: number): boolean {
  return (
    text.charCodeAt(offset + 1) === brace &&
    text.charCodeAt(offset + 2) === Code.backslash &&
    text.charCodeAt(offset + 3) === brace
  );
}

function referenceAt(text: string, open: number, close: number): Reference | undefined {
  let start = skipBlanks(text, open + 2, close);
  const encode = text.charCodeAt(start) === Code.percent;
  if (encode) start = skipBlanks(text, start + 1, close);
  const end = trimEnd(text, start, close);
  if (start === end && !encode) return undefined;
  return { start: open, end: close + 2, name: { start, end }, encode, form: formOf(text.slice(start, end)) };
}

const chained = /^[A-Za-z_][\w-]*\.(?:request|response)(?:\.|$)/;
const system = /^\$[A-Za-z][\w.]*(?:[ \t]|$)/;
const member = /^[A-Za-z_][\w-]*(?:\.[\w-]+|\[(?:\d+|'[^']*')\])+$/;

/** The look of what stands between the braces, trimmed. */
function formOf(name: string): ReferenceForm {
  if (isPlainName(name)) return 'name';
  if (chained.test(name)) return 'chained';
  if (system.test(name)) return 'system';
  return member.test(name) ? 'member' : 'other';
}

function isPlainName(name: string): boolean {
  for (let offset = 1; offset < name.length; offset++) {
    if (!isNamePart(name.charCodeAt(offset))) return false;
  }
  return isNameStart(name.charCodeAt(0));
}

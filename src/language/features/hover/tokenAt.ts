import type { Span } from '../../../base/text';

/** A value or a name in JSON text, and where it stands. */
export interface JsonToken {
  /** Quotes included. */
  readonly span: Span;
  /** As written, quotes included. */
  readonly text: string;
  readonly isName: boolean;
  /** The names on the way to it, the nearest first, its own included; items of arrays have none. At most {@link mostNames}. */
  readonly names: readonly string[];
}

/** Events lie four names deep in an answer: `events`, `data`, `temperature`, `value`; samples one deeper. */
const mostNames = 5;
/** Characters that are looked back over for the names around a value: a page of events has some 20,000 in front of the last value. */
const longestLookBack = 50_000;
/** Characters of the longest line in which a token is looked for. */
const longestLine = 200_000;

/**
 * The token of JSON under `offset`, with the names around it; undefined between tokens, in very long lines, and where the
 * text is not JSON. Looks at the line and back from there, never at the whole text: strings of JSON do not go over line ends.
 */
export function jsonTokenAt(text: string, offset: number): JsonToken | undefined {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  if (offset - lineStart > longestLine) return undefined;
  const span = spanAt(text, lineStart, offset);
  if (!span) return undefined;
  const token = text.slice(span.start, span.end);
  const isName = token.startsWith('"') && /^[ \t]*:/.test(text.slice(span.end, span.end + 20));
  return { span, text: token, isName, names: [...(isName ? [unquoted(token)] : []), ...namesBefore(text, span.start, isName ? mostNames - 1 : mostNames)] };
}

function spanAt(text: string, lineStart: number, offset: number): Span | undefined {
  const token = /"(?:[^"\\\r\n]|\\.)*"|-?\d[\d.eE+-]*|\b(?:true|false|null)\b/gy;
  for (let at = lineStart; at <= offset && at < text.length && text[at] !== '\n'; at++) {
    token.lastIndex = at;
    const found = token.exec(text);
    // A string that is not closed reaches to the end of the line: nothing in it is looked for.
    if (!found && text[at] === '"') return undefined;
    if (!found) continue;
    const end = at + found[0].length;
    if (offset <= end) return { start: at, end };
    at = end - 1;
  }
  return undefined;
}

/** Reads backwards: what was opened and is not closed yet is around the place, and a name before it is its own. */
function namesBefore(text: string, start: number, most: number): readonly string[] {
  const names: string[] = [];
  const limit = Math.max(0, start - longestLookBack);
  let depth = 0;
  // Whether the value that is gone out of may have a name: between it and the next comma or bracket.
  let isNamed = true;
  for (let at = start - 1; at >= limit && names.length < most; at--) {
    const char = text[at];
    if (char === '"') {
      const open = openingQuote(text, at, limit);
      if (open === undefined) return names;
      if (depth === 0 && isNamed && /^[ \t\r\n]*:/.test(text.slice(at + 1, at + 50))) {
        names.push(unquoted(text.slice(open, at + 1)));
        isNamed = false;
      }
      at = open;
    } else if (char === '}' || char === ']') {
      depth++;
      isNamed &&= depth > 1;
    } else if (char === '{' || char === '[') {
      if (depth === 0) isNamed = true;
      else depth--;
    } else if (char === ',' && depth === 0) isNamed = false;
    // A blank line ends the headers of an answer.
    else if (char === '\n' && depth === 0 && /^\r?\n/.test(text.slice(at + 1, at + 3))) return names;
  }
  return names;
}

/** The quote that opens the string that ends at `close`; a quote behind an odd number of backslashes is content. */
function openingQuote(text: string, close: number, limit: number): number | undefined {
  for (let at = text.lastIndexOf('"', close - 1); at >= limit; at = text.lastIndexOf('"', at - 1)) {
    let slashes = 0;
    while (text[at - 1 - slashes] === '\\') slashes++;
    if (slashes % 2 === 0) return at;
    if (at === 0) return undefined;
  }
  return undefined;
}

function unquoted(token: string): string {
  return token.replace(/^"|"$/g, '');
}

/**
 * JSON as text: for what must keep every digit and every character of the original, which parsing
 * and printing again does not (numbers beyond 2^53, `1.0`, escapes, equal names).
 */

const quote = 34;
const backslash = 92;

/** Offset after the string that starts with the quote at `start`; the length of `text` when it does not end. */
export function endOfString(text: string, start: number): number {
  for (let close = text.indexOf('"', start + 1); close >= 0; close = text.indexOf('"', close + 1)) {
    let slashes = 0;
    while (text.charCodeAt(close - 1 - slashes) === backslash) slashes++;
    if (slashes % 2 === 0) return close + 1;
  }
  return text.length;
}

/** The name of a property as it is written between its quotes, with escapes of letters read, and no others. */
export function propertyName(written: string): string {
  if (!written.includes('\\')) return written;
  return written.replace(/\\u([\da-f]{4})/gi, (_, digits: string) => String.fromCharCode(parseInt(digits, 16)));
}

/** Offset of the first character at or after `offset` that is not JSON white space. */
export function skipBlanks(text: string, offset: number): number {
  let at = offset;
  while (isBlank(text.charCodeAt(at))) at++;
  return at;
}

function isBlank(code: number): boolean {
  return code === 32 || code === 10 || code === 13 || code === 9;
}

/** Whether a text is JSON. Much faster than looking for the place of an error. */
export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Deeper than this no person follows the indentation, which grows with the square of the depth. */
const deepest = 200;
/** How many times as long as the text its indented form may be: wide lists at the bottom of deep nesting cost as much as depth. */
const longestGrowth = 20;

/** What became of a text that was to be broken into lines. */
export type PrettyJson =
  | { readonly kind: 'pretty'; readonly text: string }
  | { readonly kind: 'not-json' }
  /** JSON, but nested so deeply that the white space would outweigh it by far. */
  | { readonly kind: 'too-deep' };

/** `text` with one value per line and two blanks of indentation. Only white space changes. */
export function prettyJson(text: string): PrettyJson {
  if (!isJson(text)) return { kind: 'not-json' };
  const indented = indent(text);
  return indented === undefined ? { kind: 'too-deep' } : { kind: 'pretty', text: indented };
}

/** Undefined when it would be deeper or longer than allowed. */
function indent(text: string): string | undefined {
  const pieces: string[] = [];
  let depth = 0;
  let room = text.length * longestGrowth + 1000;
  const newLine = () => {
    room -= depth * 2;
    return `\n${'  '.repeat(depth)}`;
  };
  for (let at = skipBlanks(text, 0); at < text.length; at = skipBlanks(text, at)) {
    const character = text[at] ?? '';
    if (character === '{' || character === '[') {
      const inside = skipBlanks(text, at + 1);
      const close = text[inside];
      if (close === '}' || close === ']') {
        pieces.push(character, close);
        at = inside + 1;
        continue;
      }
      depth++;
      if (depth > deepest) return undefined;
      pieces.push(character, newLine());
    } else if (character === '}' || character === ']') {
      depth--;
      pieces.push(newLine(), character);
    } else if (character === ',') {
      if (room < 0) return undefined;
      pieces.push(',', newLine());
    } else if (character === ':') {
      pieces.push(': ');
    } else {
      const end = text.charCodeAt(at) === quote ? endOfString(text, at) : endOfScalar(text, at);
      pieces.push(text.slice(at, end));
      at = end;
      continue;
    }
    at++;
  }
  return pieces.join('');
}

/** Where a number, `true`, `false` or `null` ends. */
function endOfScalar(text: string, start: number): number {
  const delimiter = /[\s,:[\]{}"]/g;
  delimiter.lastIndex = start + 1;
  return delimiter.exec(text)?.index ?? text.length;
}

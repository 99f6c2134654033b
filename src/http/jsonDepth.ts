/** Arrays and objects inside each other that are still read. The parser calls itself for each; a few thousand would exhaust the stack. */
export const maxJsonDepth = 500;

/** What findings call JSON beyond {@link maxJsonDepth}, beside the names that the parser has for errors. */
export const tooDeep = 'nested too deeply';

/**
 * The offset of the first bracket or brace that opens more than {@link maxJsonDepth} levels;
 * undefined when `text` may be parsed. Takes every text, JSON or not, in linear time. Strings and
 * comments are what the parser takes for them, broken ones too: what it jumps over nests nothing.
 */
export function tooDeepAt(text: string): number | undefined {
  // A closer of the other kind closes nothing: counting it would make broken text look shallow.
  const closers = new Uint8Array(maxJsonDepth);
  let depth = 0;
  for (let offset = 0; offset < text.length; offset++) {
    const code = text.charCodeAt(offset);
    switch (code) {
      case openBrace:
      case openBracket:
        if (depth === maxJsonDepth) return offset;
        closers[depth++] = code === openBrace ? closeBrace : closeBracket;
        break;
      case closeBrace:
      case closeBracket:
        if (depth > 0 && closers[depth - 1] === code) depth--;
        break;
      case quote:
        offset = lastOfString(text, offset);
        break;
      case slash:
        offset = lastOfComment(text, offset);
        break;
      default:
    }
  }
  return undefined;
}

/** A string that is not closed ends with its line. */
function lastOfString(text: string, start: number): number {
  for (let offset = start + 1; offset < text.length; offset++) {
    const code = text.charCodeAt(offset);
    if (code === quote || code === lineFeed || code === carriageReturn) return offset;
    if (code === backslash) offset++;
  }
  return text.length;
}

/** A slash that starts no comment is alone. */
function lastOfComment(text: string, start: number): number {
  if (text.startsWith('/*', start)) {
    const end = text.indexOf('*/', start + 2);
    return end < 0 ? text.length : end + 1;
  }
  if (!text.startsWith('//', start)) return start;
  let offset = start;
  while (offset < text.length && text.charCodeAt(offset) !== lineFeed && text.charCodeAt(offset) !== carriageReturn) offset++;
  return offset;
}

const openBracket = 91;
const closeBracket = 93;
const openBrace = 123;
const closeBrace = 125;
const quote = 34;
const slash = 47;
const backslash = 92;
const lineFeed = 10;
const carriageReturn = 13;

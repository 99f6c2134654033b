import { createScanner } from 'jsonc-parser';

/** Arrays and objects inside each other that are still read. The parser calls itself for each; a few thousand would exhaust the stack. */
export const maxJsonDepth = 500;

/** What findings call JSON beyond {@link maxJsonDepth}, beside the names that the parser has for errors. */
export const tooDeep = 'nested too deeply';

/**
 * The offset of the first bracket or brace that opens more than {@link maxJsonDepth} levels;
 * undefined when `text` may be parsed. Takes every text, JSON or not, in linear time.
 */
export function tooDeepAt(text: string): number | undefined {
  return mayBeTooDeep(text) ? firstTooDeep(text) : undefined;
}

/** Spares nearly every text the scanner: without that many openers it cannot be deep. */
function mayBeTooDeep(text: string): boolean {
  let openers = 0;
  for (let offset = 0; offset < text.length; offset++) {
    const code = text.charCodeAt(offset);
    if ((code === openBracket || code === openBrace) && ++openers > maxJsonDepth) return true;
  }
  return false;
}

const openBracket = 91;
const closeBracket = 93;
const openBrace = 123;
const closeBrace = 125;

/** Uses the parser's own scanner, so that both agree on what is a string or a comment. */
function firstTooDeep(text: string): number | undefined {
  const scanner = createScanner(text, true);
  // A closer of the other kind closes nothing: counting it would make broken text look shallow.
  const closers: number[] = [];
  while (scanner.getPosition() < text.length) {
    scanner.scan();
    const code = text.charCodeAt(scanner.getTokenOffset());
    if (code === openBrace) closers.push(closeBrace);
    else if (code === openBracket) closers.push(closeBracket);
    else if (code === closers.at(-1)) closers.pop();
    if (closers.length > maxJsonDepth) return scanner.getTokenOffset();
  }
  return undefined;
}

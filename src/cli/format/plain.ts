import { plainText } from '../../base/plainText';

/**
 * Text from outside made safe for a terminal: control characters become visible signs, so that an
 * answer cannot move the cursor, colour, retitle or paste. Line feeds and tabs stay.
 */
export function plain(text: string): string {
  return plainText(text);
}

/** The same for what must stay on one line, such as the name of a file: it cannot begin a line of its own. */
export function plainLine(text: string): string {
  return plainText(text).replaceAll('\n', '\u240a').replaceAll('\t', ' ');
}

import { findReferences } from '../../language/syntax/references';
import type { Word } from './shellWords';

/** A word as text of a request: a variable of the environment as a reference, braces that would be one escaped. */
export function written(word: Word): string {
  return word.map((piece) => (typeof piece === 'string' ? escaped(piece) : 'variable' in piece ? `{{$processEnv ${piece.variable}}}` : escaped(piece.command))).join('');
}

/** A word percent-encoded, as `--data-urlencode` does it. */
export function encodedWord(word: Word): string {
  return word.map((piece) => (typeof piece === 'string' ? encoded(piece) : 'variable' in piece ? `{{%$processEnv ${piece.variable}}}` : escaped(piece.command))).join('');
}

/** By way of UTF-8: half a character could not be encoded. */
function encoded(text: string): string {
  const octets = encodeURIComponent(Buffer.from(text, 'utf8').toString('utf8'));
  return octets.replaceAll('%20', '+').replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** A word as it was meant for the shell, for reading: variables by their names. */
export function plainText(word: Word): string {
  return word.map((piece) => (typeof piece === 'string' ? piece : 'variable' in piece ? `$${piece.variable}` : piece.command)).join('');
}

/** Nothing of a foreign text starts a line of its own. */
export function oneLine(text: string): string {
  return text.replace(/[\r\n\0]+/g, ' ');
}

/** A text in which no braces mean anything in a request file. */
export function escaped(text: string): string {
  let result = '';
  let shown = 0;
  for (const { start, end } of findReferences(text, { start: 0, end: text.length })) {
    result += `${text.slice(shown, start)}\\{\\{${text.slice(start + 2, end - 2)}\\}\\}`;
    shown = end;
  }
  return result + text.slice(shown);
}

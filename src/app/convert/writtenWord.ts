import { findEscapes, findReferences } from '../../language/syntax/references';
import type { Word } from './shellWords';

/** A word as text of a request: a variable of the environment as a reference, braces that would be one escaped. */
export function written(word: Word): string {
  let result = '';
  let text = '';
  for (const piece of word) {
    if (typeof piece === 'string') text += piece;
    else if ('command' in piece) text += piece.command;
    else {
      result += `${escaped(text)}{{$processEnv ${piece.variable}}}`;
      text = '';
    }
  }
  return result + escaped(text);
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

/** A reference to a variable that stands for nothing: it keeps apart what would mean something together. */
export const emptyReference = '{{curl-empty}}';

/** A text in which no braces mean anything in a request file; see {@link emptyReference}. */
export function escaped(text: string): string {
  const all = { start: 0, end: text.length };
  const marks: number[] = [];
  let result = '';
  let shown = 0;
  for (const { start, end } of findReferences(text, all)) {
    result += text.slice(shown, start);
    marks.push(result.length);
    result += `\\{\\{${text.slice(start + 2, end - 2)}`;
    marks.push(result.length);
    result += '\\}\\}';
    shown = end;
  }
  result += text.slice(shown);
  const whole = { start: 0, end: result.length };
  const isMeant = !text.includes('\\{\\{') && findReferences(result, whole).length === 0 && findEscapes(result, whole).every(({ start }, index) => start === marks[index]);
  // Without two braces side by side, or one behind a backslash, nothing means anything.
  return isMeant ? result : text.replace(/(?<=[\\{])(?=\{)/g, emptyReference);
}

import { ComposedText, type Piece } from './sourceMap';

/*
 * What stands in for values that are not known before a send. Whatever is said of a request must hold
 * with each of the sets, and so does not depend on any.
 */

/** One set: `text` stands where a piece of text is wanted, `json` where a JSON value is. */
export interface StandIns {
  readonly text: string;
  readonly json: string;
}

/** The sets: as a JSON value once nothing, once an object, once an array. */
export const standIns: readonly [StandIns, ...StandIns[]] = [
  { text: 'x', json: 'null' },
  { text: '1', json: '{"x":"x"}' },
  { text: 'true', json: '["x"]' },
];

/** Whether the value of a piece is not known before the send, is another with each run, or may not be spoken of. */
export function isHidden({ facts }: Piece): boolean {
  return facts.unknown || facts.varies || facts.secrets.length > 0;
}

/** Whether anything in a text is hidden. */
export function hasHidden(text: ComposedText): boolean {
  return text.pieces.some(isHidden);
}

/** Whether some of the characters from `start` to `end` are hidden. */
export function isHiddenIn(text: ComposedText, start: number, end: number): boolean {
  return text.pieces.some((piece, index) => isHidden(piece) && text.startOf(index) < end && text.startOf(index) + piece.text.length > start);
}

/** The text with `standIn` in the place of all that is hidden. */
export function withTextStandIns(text: ComposedText, { text: standIn }: StandIns): ComposedText {
  return new ComposedText(text.pieces.map((piece) => (isHidden(piece) ? { ...piece, text: standIn } : piece)), text.span.start);
}

/** The same for a text that is to be JSON: inside of a string as text, outside as a value. */
export function withJsonStandIns(text: ComposedText, standIn: StandIns): ComposedText {
  let isInString = false;
  const pieces = text.pieces.map((piece) => {
    if (isHidden(piece)) return { ...piece, text: isInString ? standIn.text : standIn.json };
    // A backslash escapes what follows it; a quote between pieces that one would have to reach over is none of JSON's.
    for (const mark of piece.text.match(/\\[\s\S]|"/g) ?? []) if (mark === '"') isInString = !isInString;
    return piece;
  });
  return new ComposedText(pieces, text.span.start);
}

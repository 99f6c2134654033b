import type { Span } from '../../base/text';

/**
 * The one word for which the arguments of a variable are wrong; its span is in what stands between
 * the braces.
 *
 * - `unit`: it is no unit of time
 * - `quotes`: it is a format that has to stand in quotes
 */
export interface WrongArgument extends Span {
  readonly problem: 'unit' | 'quotes';
  readonly word: string;
  /** What to write in its place. */
  readonly suggestion?: string;
}

/** The units of time, in the order in which they are told. */
export const timeUnits = ['ms', 's', 'm', 'h', 'd', 'w', 'M', 'Q', 'y'] as const;

/** How people and other tools call the units. */
const otherNames: readonly [pattern: RegExp, unit: (typeof timeUnits)[number]][] = [
  [/^(millis|milliseconds?)$/i, 'ms'],
  [/^(secs?|seconds?)$/i, 's'],
  [/^(mins?|minutes?)$/i, 'm'],
  [/^(hrs?|hours?|H)$/i, 'h'],
  [/^(days?|D)$/i, 'd'],
  [/^(weeks?|W)$/i, 'w'],
  [/^(mon|months?)$/i, 'M'],
  [/^(quarters?|q)$/i, 'Q'],
  [/^(yrs?|years?|Y)$/i, 'y'],
];

/** Finds the wrong word of a variable that takes an offset, and with `takesFormat` a format before it; undefined when it cannot be told. */
export function wrongArgument(written: string, takesFormat: boolean): WrongArgument | undefined {
  const unit = /\s[+-]?\d{1,12}\s*([A-Za-z]+)$/.exec(written);
  const word = unit?.[1] ?? '';
  if (word !== '' && !(timeUnits as readonly string[]).includes(word)) {
    const suggestion = otherNames.find(([pattern]) => pattern.test(word))?.[1];
    return { problem: 'unit', word, start: written.length - word.length, end: written.length, ...(suggestion !== undefined && { suggestion }) };
  }
  return takesFormat ? unquotedFormat(written) : undefined;
}

/** Of the letters of a Day.js format and nothing else. */
function unquotedFormat(written: string): WrongArgument | undefined {
  const [, name = '', format = ''] = /^(\S+\s+)(.+?)(?:\s+[+-]?\d{1,12}\s*[A-Za-z]+)?$/.exec(written) ?? [];
  if (!/[YMDHhms]/.test(format) || !/^[YMDHhmsSAaZdTXxWwQk\s.,:/+-]+$/.test(format)) return undefined;
  return { problem: 'quotes', word: format, start: name.length, end: name.length + format.length, suggestion: `"${format}"` };
}

import { styleText } from 'node:util';

type Format = Parameters<typeof styleText>[0];

/** Colours text, or leaves it alone where colour is not wanted. */
export interface Style {
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly note: (text: string) => string;
  readonly strong: (text: string) => string;
  readonly dim: (text: string) => string;
}

/** @param color False: all texts stay as they are. */
export function createStyle(color: boolean): Style {
  const paint = (format: Format) => (color ? (text: string) => styleText(format, text) : (text: string) => text);
  return { good: paint('green'), bad: paint('red'), note: paint('yellow'), strong: paint('bold'), dim: paint('dim') };
}

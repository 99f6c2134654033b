import type { Explanation, Statement } from './entry';
import { mayBeLink } from './markdown';
import { plain } from './say';

export interface TextOptions {
  /** Columns of the terminal; at least 20 are used. */
  readonly width: number;
  /** Whether to use ANSI colours. Default: no. */
  readonly color?: boolean;
  /** How many of the marks are listed. Default: none, since each is shown at its place. */
  readonly marks?: number;
  /** Edits that would mend it, one line each. Default: none. */
  readonly fixes?: readonly string[];
}

/** Links that may be one, each as a line. */
export function textLinks(links: Explanation['links']): readonly string[] {
  return links.filter(mayBeLink).map(({ title, url }) => (title === url ? plain(url) : `${plain(title)}: ${plain(url)}`));
}

/** Sentences, each with how sure it is. */
export function textStatements(statements: readonly Statement[]): readonly string[] {
  return statements.map(({ text, certainty }) => `${plain(text)} (${certainty})`);
}

/** A heading and its items, wrapped; nothing without any. */
export function textSection(title: string, items: readonly string[], width: number, paint: Painter): readonly string[] {
  if (items.length === 0) return [];
  return ['', paint(title, 'bold'), ...items.flatMap((item) => wrap(item, width, '  '))];
}

/** Breaks at blanks, and inside a word that is longer than a line unless it is an address. Lines after the first are indented more. */
export function wrap(text: string, width: number, indent: string): readonly string[] {
  const lines: string[] = [];
  let line = indent;
  const hanging = indent === '' ? '' : `${indent}  `;
  let isEmpty = true;
  for (const word of text.split(' ')) {
    let rest = word;
    if (!isEmpty && line.length + 1 + rest.length > width) {
      lines.push(line);
      [line, isEmpty] = [hanging, true];
    }
    while (line.length + rest.length > width && isEmpty && !/https?:\/\//.test(rest)) {
      const room = Math.max(width - line.length, 1);
      lines.push(line + rest.slice(0, room));
      [line, rest] = [hanging, rest.slice(room)];
    }
    line += isEmpty ? rest : ` ${rest}`;
    isEmpty = false;
  }
  return [...lines, line];
}

/** What a text may look like. */
export type Style = 'bold' | 'red' | 'yellow' | 'cyan';
/** Gives a text its looks, where there are any. */
export type Painter = (text: string, style: Style) => string;

/** The colour of a headline. */
export const severityColor: Readonly<Record<Explanation['severity'], Style>> = { error: 'red', warning: 'yellow', information: 'cyan' };
const ansi: Readonly<Record<Style, number>> = { bold: 1, red: 31, yellow: 33, cyan: 36 };

/** Paints with ANSI codes, or not at all. */
export function painter(isOn: boolean): Painter {
  return (text, style) => (isOn ? `\u001b[${ansi[style]}m${text}\u001b[0m` : text);
}

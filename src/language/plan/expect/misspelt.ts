import { nearest } from '../../../base/nearest';
import type { Span } from '../../../base/text';

/** A word of a demand that is not known, and what it was probably meant to be. */
export interface Misspelt extends Span {
  readonly suggestion: string;
}

/** What a demand may start with. */
export const subjects = ['status', 'time', 'duration', 'header', 'body'] as const;

const comparisons: Readonly<Record<string, string>> = { '=': '==', '===': '==', '!==': '!=', '<>': '!=', '=>': '>=', '=<': '<=' };
const words: Readonly<Record<string, string>> = { is: '==', equals: '==', equal: '==', eq: '==', ne: '!=', contain: 'contains', include: 'includes', match: 'matches', exist: 'exists', size: 'length', count: 'length' };
const textWords = ['contains', 'includes', 'matches'];
const operators: Readonly<Record<'status' | 'time' | 'text' | 'header' | 'json', { readonly words: readonly string[]; readonly signs: readonly string[] }>> = {
  status: { words: [], signs: ['==', '!=', '<', '<=', '>', '>='] },
  time: { words: [], signs: ['<', '<=', '>', '>='] },
  text: { words: textWords, signs: ['==', '!='] },
  header: { words: [...textWords, 'exists', 'not'], signs: ['==', '!='] },
  json: { words: [...textWords, 'exists', 'not', 'length'], signs: ['==', '!=', '<', '<=', '>', '>='] },
};

/** The first word of a demand, which is no subject. */
export function misspeltSubject(text: string): Misspelt | undefined {
  const word = /^[A-Za-z]+/.exec(text)?.[0] ?? '';
  const suggestion = nearest(word, subjects);
  return suggestion === undefined || suggestion === word.toLowerCase() ? undefined : { start: 0, end: word.length, suggestion };
}

/** The operator that stands at `start`, blanks skipped, in a demand that is not understood. */
export function misspeltOperator(text: string, start: number, kind: keyof typeof operators): Misspelt | undefined {
  const from = start + (/^\s*/.exec(text.slice(start))?.[0].length ?? 0);
  const word = /^(?:[=!<>~]+|[A-Za-z]+)/.exec(text.slice(from))?.[0] ?? '';
  const end = from + word.length;
  const { words: ownWords, signs } = operators[kind];
  if (word === 'length' && kind === 'json') return misspeltOperator(text, end, 'status');
  if (word === '' || ownWords.includes(word) || signs.includes(word)) return undefined;
  const other = Object.hasOwn(comparisons, word) ? comparisons[word] : Object.hasOwn(words, word.toLowerCase()) ? words[word.toLowerCase()] : undefined;
  const known = other !== undefined && (signs.includes(other) || ownWords.includes(other)) ? other : undefined;
  // The blank behind it is missing.
  const joined = ownWords.find((each) => word.startsWith(each) && each !== 'not');
  const suggestion = known ?? (joined !== undefined ? `${joined} ${word.slice(joined.length)}` : /^[A-Za-z]/.test(word) ? nearest(word, ownWords) : undefined);
  return suggestion === undefined ? undefined : { start: from, end, suggestion };
}

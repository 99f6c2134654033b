import { withinTime } from '../../../base/withinTime';

/** How two numbers are compared. */
export type Comparison = '<' | '<=' | '>' | '>=';

/** What a text must be. */
export type TextTest =
  | { readonly operator: '==' | '!=' | 'contains'; readonly value: string }
  | { readonly operator: 'matches'; readonly pattern: RegExp };

/** Whether an answer is as demanded, and what it has. */
export interface Checked {
  readonly ok: boolean;
  readonly actual: string;
}

/** A pattern that has found nothing by then tries for ever. Milliseconds. */
const patternLimitMs = 1000;

/** Reads `== x`, `!= x`, `contains x`, `includes x` or `matches /x/`; undefined for anything else. */
export function parseTextTest(demand: string): TextTest | undefined {
  const match = /^(==|!=|contains\b|includes\b|matches\b)\s*(.+)$/s.exec(demand);
  const written = match?.[2] ?? '';
  switch (match?.[1]) {
    case '==':
    case '!=':
      return { operator: match[1], value: unquote(written) };
    case 'contains':
    case 'includes':
      return { operator: 'contains', value: unquote(written) };
    case 'matches': {
      const pattern = parsePattern(written);
      return pattern && { operator: 'matches', pattern };
    }
    default:
      return undefined;
  }
}

/** Without the quotes around it, if there are any; nothing inside is unescaped. */
export function unquote(text: string): string {
  return /^(["']).*\1$/s.test(text) && text.length > 1 ? text.slice(1, -1) : text;
}

/** Reads `/x/` with the flags i, m, s and u; undefined when it is no regular expression. */
export function parsePattern(written: string): RegExp | undefined {
  const match = /^\/(.+)\/([imsu]*)$/.exec(written);
  if (!match) return undefined;
  try {
    return new RegExp(match[1] ?? '', match[2]);
  } catch {
    // A SyntaxError: the caller says so at the place.
    return undefined;
  }
}

/** Checks a text. */
export function checkText(actual: string, test: TextTest): Checked {
  switch (test.operator) {
    case '==':
      return { ok: actual === test.value, actual };
    case '!=':
      return { ok: actual !== test.value, actual };
    case 'contains':
      return { ok: actual.includes(test.value), actual };
    case 'matches':
      return checkPattern(actual, test.pattern);
  }
}

/** Looks for a pattern. One that takes too long counts as not found, and that is said. */
export function checkPattern(actual: string, pattern: RegExp): Checked {
  const found = withinTime(patternLimitMs, () => pattern.test(actual));
  if (found.kind === 'done') return { ok: found.value, actual };
  return { ok: false, actual: `undecided after ${patternLimitMs / 1000} s: the pattern takes too long` };
}

/** Whether `actual` is, say, `<` than `value`. */
export function isWithin(actual: number, operator: Comparison, value: number): boolean {
  switch (operator) {
    case '<':
      return actual < value;
    case '<=':
      return actual <= value;
    case '>':
      return actual > value;
    case '>=':
      return actual >= value;
  }
}

import { isDeepStrictEqual } from 'node:util';
import type { JsonBody } from '../../../http/jsonBody';
import { type JsonMatch, type JsonPath, selectJson } from '../../../http/jsonSelect';
import { readJson, sliceLocations } from '../../../http/jsonSource';
import { type Checked, checkPattern, type Comparison, isWithin, parsePattern, unquote } from './textTests';

/** What the values at a JSONPath must be. */
export type JsonTest =
  | { readonly operator: 'exists'; readonly negated: boolean }
  | { readonly operator: 'length'; readonly comparison: Comparison | '==' | '!='; readonly length: number }
  | { readonly operator: '==' | '!=' | 'contains'; readonly value: Literal }
  | { readonly operator: Comparison; readonly number: string }
  | { readonly operator: 'matches'; readonly pattern: RegExp };

/** A JSON value as it is written in a demand. `text` of a string is what it means, of a number its digits. */
interface Literal {
  readonly kind: 'text' | 'number' | 'other';
  readonly text: string;
  readonly value: JsonMatch['value'];
}

/**
 * Reads what follows the path; undefined when it is none of
 * `exists`, `not exists`, `!exists`, `length > 0`, `length 3`, `== x`, `!= x`, `< 1`, `<= 1`, `> 1`,
 * `>= 1`, `contains x`, `includes x`, `matches /x/`.
 */
export function parseJsonTest(demand: string): JsonTest | undefined {
  const exists = /^(not\s+|!\s*)?exists$/.exec(demand);
  if (exists) return { operator: 'exists', negated: exists[1] !== undefined };
  const length = /^length\s*(==|!=|<=|>=|<|>)?\s*(\d{1,9})$/.exec(demand);
  if (length) return { operator: 'length', comparison: (length[1] ?? '==') as Comparison | '==' | '!=', length: Number(length[2]) };
  const [, operator = '', written = ''] = /^(==|!=|<=|>=|<|>|contains\b|includes\b|matches\b)\s*(.+)$/s.exec(demand) ?? [];
  switch (operator) {
    case '==':
    case '!=':
      return withLiteral(operator, written);
    case 'contains':
    case 'includes':
      return withLiteral('contains', written);
    case 'matches': {
      const pattern = parsePattern(written);
      return pattern && { operator, pattern };
    }
    case '<':
    case '<=':
    case '>':
    case '>=':
      return isNumber(written) ? { operator, number: written } : undefined;
    default:
      return undefined;
  }
}

function withLiteral(operator: '==' | '!=' | 'contains', written: string): JsonTest | undefined {
  const value = parseLiteral(written);
  return value && { operator, value };
}

const isNumber = (text: string) => /^-?(0|[1-9]\d*)(\.\d+)?(e[+-]?\d+)?$/i.test(text);

/** A word without quotes that is no other JSON value is a string; a lone bracket or brace is a mistake. */
function parseLiteral(written: string): Literal | undefined {
  const reading = readJson(written);
  if (reading.kind === 'json') {
    const { value } = reading.json;
    if (typeof value === 'string') return { kind: 'text', text: value, value };
    return { kind: typeof value === 'number' ? 'number' : 'other', text: written, value };
  }
  if (/^[[{]/.test(written)) return undefined;
  const text = unquote(written);
  return { kind: 'text', text, value: text };
}

/**
 * Checks the values at `path`.
 *
 * `exists` wants at least one. `length` of a path of names and indices is that of its one value: the
 * items of an array, the members of an object, the characters of a string; a path that can find
 * several has as length the number it finds. Everything else, `!=` too, wants exactly one value.
 */
export function checkJson(body: JsonBody, path: JsonPath, test: JsonTest): Checked {
  if (body.kind !== 'json') return { ok: false, actual: unreadable(body) };
  const selection = selectJson(body.json, path);
  if (selection.kind === 'too-many') {
    return { ok: test.operator === 'exists' && !test.negated, actual: `more than ${selection.limit} values at ${path.text}` };
  }
  if (selection.kind === 'too-slow') return { ok: false, actual: `undecided after ${selection.limitMs / 1000} s: the path takes too long` };
  return checkMatches(selection.matches, path, test);
}

function unreadable(body: Exclude<JsonBody, { kind: 'json' }>): string {
  switch (body.kind) {
    case 'empty':
      return 'an empty body';
    case 'binary':
      return 'a binary body';
    case 'not-json':
      return `a body that is not JSON (line ${body.line})`;
    case 'too-deep':
      return `a body nested deeper than ${body.limit} levels`;
  }
}

function checkMatches(matches: readonly JsonMatch[], path: JsonPath, test: JsonTest): Checked {
  if (test.operator === 'exists') return { ok: matches.length > 0 !== test.negated, actual: shown(matches, path) };
  if (test.operator === 'length' && !path.isSingular) return checkLength(matches.length, test);
  const [match] = matches;
  if (!match || matches.length > 1) return { ok: false, actual: shown(matches, path) };
  if (test.operator !== 'length') return checkValue(match, test);
  const length = lengthOf(match.value);
  return length === undefined ? { ok: false, actual: `${match.text}, which has no length` } : checkLength(length, test);
}

function shown(matches: readonly JsonMatch[], { text }: JsonPath): string {
  const [match] = matches;
  if (!match) return `nothing at ${text}`;
  return matches.length === 1 ? match.text : `${matches.length} values at ${text}`;
}

/** Characters are code points, as in the `length()` of RFC 9535. */
function lengthOf(value: JsonMatch['value']): number | undefined {
  if (typeof value === 'string') return Array.from(value).length;
  if (Array.isArray(value)) return value.length;
  return typeof value === 'object' && value !== null ? Object.keys(value).length : undefined;
}

function checkLength(length: number, { comparison, length: wanted }: Extract<JsonTest, { operator: 'length' }>): Checked {
  const isEqual = length === wanted;
  const ok = comparison === '==' ? isEqual : comparison === '!=' ? !isEqual : isWithin(length, comparison, wanted);
  return { ok, actual: `length ${length}` };
}

function checkValue(match: JsonMatch, test: Exclude<JsonTest, { operator: 'exists' | 'length' }>): Checked {
  const actual = match.text;
  switch (test.operator) {
    case '==':
      return { ok: isEqual(match, test.value), actual };
    case '!=':
      return { ok: !isEqual(match, test.value), actual };
    case 'contains':
      return { ok: contains(match, test.value), actual };
    case 'matches': {
      const text = meaning(match);
      const checked = checkPattern(text, test.pattern);
      return { ...checked, actual: checked.actual === text ? actual : checked.actual };
    }
    default:
      return { ok: typeof match.value === 'number' && isWithin(compareNumbers(match.text, test.number), test.operator, 0), actual };
  }
}

/** What a string means; the JSON text of anything else. */
function meaning({ value, text }: JsonMatch): string {
  return typeof value === 'string' ? value : text;
}

function isEqual({ value, text }: Pick<JsonMatch, 'value' | 'text'>, wanted: Literal): boolean {
  if (wanted.kind === 'number') return typeof value === 'number' && compareNumbers(text, wanted.text) === 0;
  return isDeepStrictEqual(value, wanted.value);
}

/** An array contains its items, anything else a piece of its text. */
function contains(match: JsonMatch, wanted: Literal): boolean {
  if (!Array.isArray(match.value)) return meaning(match).includes(wanted.text);
  const texts = sliceLocations(match.text, Array.from(match.value.keys(), (index) => [index]));
  return match.value.some((value, index) => isEqual({ value, text: texts[index] ?? '' }, wanted));
}

/** Integers longer than this are compared as the runtime's numbers. */
const longestInteger = 400;

/** Below, at or above zero. Integers are compared by all their digits: ids go beyond 2^53. */
function compareNumbers(left: string, right: string): number {
  const exact = [left, right].every((digits) => /^-?\d+$/.test(digits) && digits.length <= longestInteger);
  if (!exact) return Number(left) - Number(right);
  const difference = BigInt(left) - BigInt(right);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

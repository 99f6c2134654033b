import type { Span } from '../../../base/text';
import { readBody } from '../../../http/bodyText';
import type { Timing, WireResponse } from '../../../http/exchange';
import { type JsonBody, readJsonBody } from '../../../http/jsonBody';
import { compileJsonPath, type JsonPath } from '../../../http/jsonSelect';
import { misspeltOperator, misspeltSubject } from './misspelt';
import { checkJson, type JsonTest, parseJsonTest } from './jsonTests';
import { type Checked, checkText, type Comparison, isWithin, parseTextTest, type TextTest } from './textTests';

/** What `@expect` or `??` demands of an answer. `span` is the whole demand in the request file. */
export interface Expectation {
  readonly span: Span;
  /** As written, references replaced. */
  readonly text: string;
  readonly check: Check;
}

/** A demand that was understood. */
export type Check =
  | { readonly subject: 'status'; readonly negated: boolean; readonly patterns: readonly string[] }
  | { readonly subject: 'status-range'; readonly operator: Comparison; readonly value: number }
  | { readonly subject: 'time'; readonly operator: Comparison; readonly ms: number }
  | { readonly subject: 'header'; readonly name: string; readonly test: HeaderTest }
  | { readonly subject: 'body'; readonly test: TextTest }
  | { readonly subject: 'json'; readonly path: JsonPath; readonly test: JsonTest };

type HeaderTest = TextTest | { readonly operator: 'exists'; readonly negated: boolean };

/**
 * What is wrong with a demand.
 *
 * - `syntax`: it is not understood
 * - `json-path`: the JSONPath is malformed; `detail` says how
 * - `pattern`: what follows `matches` is no regular expression between slashes
 * - `unit`: a time without a unit
 * - `js`: an assertion of httpYac's in JavaScript
 */
export type ExpectationProblemCode = 'syntax' | 'json-path' | 'pattern' | 'unit' | 'js';

/** A demand as it was read. */
export type ParsedExpectation =
  | { readonly kind: 'check'; readonly check: Check }
  /** Start and end are the guilty piece of the text; empty only when the text is. `suggestion` is what it was probably meant to be. */
  | { readonly kind: 'wrong'; readonly problem: ExpectationProblemCode; readonly start: number; readonly end: number; readonly detail?: string; readonly suggestion?: string };

/** What came of one expectation. */
export interface ExpectationResult {
  readonly expectation: Expectation;
  readonly ok: boolean;
  readonly expected: string;
  /** What the answer had: for people once it was redacted, and cut. At most {@link longestActual} characters. */
  readonly actual: string;
}

/** Reads a demand such as `status 2xx`. Takes every text. */
export function parseExpectation(text: string): ParsedExpectation {
  const subject = /^[A-Za-z]*/.exec(text)?.[0] ?? '';
  const demand = text.slice(subject.length).trim();
  switch (subject.toLowerCase()) {
    case 'status':
      return checkOr(statusCheck(demand), text, { at: subject.length, of: 'status' });
    case 'time':
    case 'duration':
      return checkOr(timeCheck(demand), text, { at: subject.length, of: 'time' });
    case 'header': {
      const name = /^[!#$%&'*+.^_`|~\w-]+(?=\s)/.exec(demand)?.[0];
      const test = name === undefined ? undefined : headerTest(demand.slice(name.length).trim());
      return checkOr(name !== undefined && test ? { subject: 'header', name, test } : undefined, text, name === undefined ? undefined : { at: text.indexOf(name, subject.length) + name.length, of: 'header' });
    }
    case 'body': {
      if (demand.startsWith('$')) return jsonCheck(text);
      const test = parseTextTest(demand);
      return checkOr(test && { subject: 'body', test }, text, { at: subject.length, of: 'text' });
    }
    case 'js':
      return wrong('js', 0, text.length);
    default: {
      const meant = misspeltSubject(text);
      return meant ? { kind: 'wrong', problem: 'syntax', ...meant } : wrong('syntax', 0, text.length);
    }
  }
}

function wrong(problem: ExpectationProblemCode, start: number, end: number, detail?: string): ParsedExpectation {
  return { kind: 'wrong', problem, start, end, ...(detail !== undefined && { detail }) };
}

/** Where an operator is expected. */
interface OperatorPlace {
  readonly at: number;
  readonly of: Parameters<typeof misspeltOperator>[2];
}

/** The check, or what is wrong with the text that has none. */
function checkOr(check: Check | undefined, text: string, operator?: OperatorPlace, restStart = 0): ParsedExpectation {
  if (check) return { kind: 'check', check };
  const meant = operator && misspeltOperator(text, operator.at, operator.of);
  if (meant) return { kind: 'wrong', problem: 'syntax', ...meant };
  const pattern = /(?:^|\s)matches\s+(?=\S)/.exec(text.slice(restStart));
  if (pattern) return wrong('pattern', restStart + pattern.index + pattern[0].length, text.length);
  const time = /^(?:time|duration)\s*(?:<=|>=|<|>)\s*(?=\d+(?:\.\d+)?$)/i.exec(text);
  return time ? wrong('unit', time[0].length, text.length) : wrong('syntax', restStart, text.length);
}

function jsonCheck(text: string): ParsedExpectation {
  const start = text.indexOf('$');
  const end = endOfPath(text, start);
  const path = compileJsonPath(text.slice(start, end));
  // Where something is missing at the end there is nothing to mark but the whole.
  if ('problem' in path) return wrong('json-path', start + path.offset < end ? start + path.offset : start, end, path.problem);
  const rest = text.slice(end);
  const test = parseJsonTest(rest.trim());
  // Without an operator there is nothing after the path to mark.
  const restStart = rest.trim() === '' ? 0 : text.length - rest.trimStart().length;
  return checkOr(test && { subject: 'json', path, test }, text, { at: end, of: 'json' }, restStart);
}

/**
 * Where the path that starts at `start` ends: at the first blank or operator outside of brackets and
 * of the quotes in them; at the first blank at all when a bracket or a quote is never closed.
 */
function endOfPath(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === '[') depth++;
    else if (character === ']') depth--;
    else if (depth > 0 && (character === '"' || character === "'")) at = closingQuote(text, at);
    else if (depth <= 0 && /[\s=!<>]/.test(character)) return at;
  }
  return depth > 0 ? start + text.slice(start).search(/\s|$/) : text.length;
}

/** Offset of the quote that closes the one at `open`, or the length of the text. */
function closingQuote(text: string, open: number): number {
  const quote = text[open];
  for (let at = open + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === quote) return at;
  }
  return text.length;
}

function statusCheck(demand: string): Check | undefined {
  const range = /^(<=|>=|<|>)\s*(\d{3})$/.exec(demand);
  if (range) return { subject: 'status-range', operator: range[1] as Comparison, value: Number(range[2]) };
  const match = /^(==|!=)?\s*([1-5](?:\d\d|xx)(?:\s*\|\s*[1-5](?:\d\d|xx))*)$/i.exec(demand);
  if (!match) return undefined;
  const patterns = (match[2] ?? '').toLowerCase().split('|').map((pattern) => pattern.trim());
  return { subject: 'status', negated: match[1] === '!=', patterns };
}

function timeCheck(demand: string): Check | undefined {
  const match = /^(<=|>=|<|>)\s*(\d{1,9}(?:\.\d{1,3})?)\s*(ms|s|m)$/.exec(demand);
  if (!match) return undefined;
  const unit = { ms: 1, s: 1000, m: 60_000 }[match[3] as 'ms' | 's' | 'm'];
  return { subject: 'time', operator: match[1] as Comparison, ms: Number(match[2]) * unit };
}

function headerTest(demand: string): HeaderTest | undefined {
  const exists = /^(not\s+|!\s*)?exists$/.exec(demand);
  return exists ? { operator: 'exists', negated: exists[1] !== undefined } : parseTextTest(demand);
}

/** Long enough that the beginning can be redacted whole: a secret cut in two would not be known. */
export const longestActual = 20_000;

/** Checks an answer. Pure; results are in the order of the expectations. */
export function checkExpectations(expectations: readonly Expectation[], response: WireResponse, timing: Timing): readonly ExpectationResult[] {
  const answer = new Answer(response, timing);
  return expectations.map((expectation) => {
    const { ok, actual } = answer.check(expectation.check);
    return { expectation, ok, expected: expectation.text, actual: actual.slice(0, longestActual) };
  });
}

/** Whether the author asked for this status by name: then an error answer is no failure. */
export function expectsStatus(expectations: readonly Expectation[], status: number): boolean {
  return expectations.some(({ check }) => check.subject === 'status' && !check.negated && matchesStatus(check.patterns, status));
}

/** An answer whose body is read at most once, however many expectations look into it. */
class Answer {
  readonly #response: WireResponse;
  readonly #timing: Timing;
  #json?: JsonBody;

  constructor(response: WireResponse, timing: Timing) {
    this.#response = response;
    this.#timing = timing;
  }

  check(check: Check): Checked {
    const { status } = this.#response;
    switch (check.subject) {
      case 'status':
        return { ok: matchesStatus(check.patterns, status) !== check.negated, actual: String(status) };
      case 'status-range':
        return { ok: isWithin(status, check.operator, check.value), actual: String(status) };
      case 'time':
        return { ok: isWithin(this.#timing.totalMs, check.operator, check.ms), actual: `${Math.round(this.#timing.totalMs)}ms` };
      case 'header':
        return this.#header(check.name, check.test);
      case 'body':
      case 'json':
        if (this.#response.undecodable !== undefined) return { ok: false, actual: `a body that cannot be decoded (${this.#response.undecodable})` };
        return check.subject === 'body' ? this.#text(check.test) : checkJson(this.#jsonBody(), check.path, check.test);
    }
  }

  #header(name: string, test: HeaderTest): Checked {
    const folded = name.toLowerCase();
    const values = this.#response.headers.filter(([key]) => key.toLowerCase() === folded).map(([, value]) => value);
    const actual = values.length === 0 ? 'no such header' : values.join(', ');
    if (test.operator === 'exists') return { ok: values.length > 0 !== test.negated, actual };
    return values.length === 0 ? { ok: test.operator === '!=', actual } : checkText(actual, test);
  }

  #text(test: TextTest): Checked {
    const content = readBody(this.#response.headers, this.#response.body);
    return content.kind === 'text' ? checkText(content.text, test) : { ok: false, actual: 'a binary body' };
  }

  #jsonBody(): JsonBody {
    this.#json ??= readJsonBody(this.#response.headers, this.#response.body);
    return this.#json;
  }
}

function matchesStatus(patterns: readonly string[], status: number): boolean {
  const written = String(status);
  return patterns.some((pattern) => pattern === written || (pattern.endsWith('xx') && pattern[0] === written[0] && written.length === 3));
}

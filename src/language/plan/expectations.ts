import type { Span } from '../../base/text';
import { headerValue, type Timing, type WireResponse } from '../../http/exchange';

/** What `@expect` or `??` demands of an answer. `span` is the whole demand in the request file. */
export interface Expectation {
  readonly span: Span;
  /** As written, references replaced. */
  readonly text: string;
  readonly check: Check;
}

type Check =
  | { readonly subject: 'status'; readonly negated: boolean; readonly patterns: readonly string[] }
  | { readonly subject: 'status-range'; readonly operator: Comparison; readonly value: number }
  | { readonly subject: 'time'; readonly operator: Comparison; readonly ms: number }
  | { readonly subject: 'header'; readonly name: string; readonly test: TextTest }
  | { readonly subject: 'body'; readonly test: TextTest };

type Comparison = '<' | '<=' | '>' | '>=';

type TextTest =
  | { readonly operator: '==' | '!=' | 'contains'; readonly value: string }
  | { readonly operator: 'matches'; readonly pattern: RegExp }
  | { readonly operator: 'exists' };

/** What came of one expectation. */
export interface ExpectationResult {
  readonly expectation: Expectation;
  readonly ok: boolean;
  readonly expected: string;
  /** What the answer had, cut at 200 characters. */
  readonly actual: string;
}

/** Reads a demand such as `status 2xx`; `later` is one that this version cannot check. */
export function parseExpectation(text: string): Check | 'later' | undefined {
  const subject = /^[A-Za-z]*/.exec(text)?.[0] ?? '';
  const demand = text.slice(subject.length).trim();
  switch (subject.toLowerCase()) {
    case 'status':
      return statusCheck(demand);
    case 'time':
    case 'duration':
      return timeCheck(demand);
    case 'header': {
      const name = /^[!#$%&'*+.^_`|~\w-]+(?=\s)/.exec(demand)?.[0];
      const test = name === undefined ? undefined : textTest(demand.slice(name.length).trim());
      return name !== undefined && test ? { subject: 'header', name, test } : undefined;
    }
    case 'body': {
      if (demand.startsWith('$')) return 'later';
      const test = textTest(demand);
      return test && test.operator !== 'exists' ? { subject: 'body', test } : undefined;
    }
    default:
      return undefined;
  }
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

function textTest(demand: string): TextTest | undefined {
  if (demand === 'exists') return { operator: 'exists' };
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
      const pattern = regularExpression(written);
      return pattern && { operator: 'matches', pattern };
    }
    default:
      return undefined;
  }
}

function unquote(text: string): string {
  return /^(["']).*\1$/s.test(text) && text.length > 1 ? text.slice(1, -1) : text;
}

function regularExpression(written: string): RegExp | undefined {
  const match = /^\/(.+)\/([imsu]*)$/.exec(written);
  if (!match) return undefined;
  try {
    return new RegExp(match[1] ?? '', match[2]);
  } catch {
    // Not a regular expression: the caller says so at the place.
    return undefined;
  }
}

/** Checks an answer. Pure; results are in the order of the expectations. */
export function checkExpectations(expectations: readonly Expectation[], response: WireResponse, timing: Timing): readonly ExpectationResult[] {
  return expectations.map((expectation) => {
    const { ok, actual } = checkOne(expectation.check, response, timing);
    return { expectation, ok, expected: expectation.text, actual: actual.length > 200 ? `${actual.slice(0, 200)}…` : actual };
  });
}

/** Whether the author asked for this status by name: then an error answer is no failure. */
export function expectsStatus(expectations: readonly Expectation[], status: number): boolean {
  return expectations.some(({ check }) => check.subject === 'status' && !check.negated && matchesStatus(check.patterns, status));
}

function checkOne(check: Check, response: WireResponse, timing: Timing): { ok: boolean; actual: string } {
  const { status } = response;
  switch (check.subject) {
    case 'status':
      return { ok: matchesStatus(check.patterns, status) !== check.negated, actual: String(status) };
    case 'status-range':
      return { ok: compare(status, check.operator, check.value), actual: String(status) };
    case 'time':
      return { ok: compare(timing.totalMs, check.operator, check.ms), actual: `${Math.round(timing.totalMs)}ms` };
    case 'header': {
      const values = response.headers.filter(([name]) => name.toLowerCase() === check.name.toLowerCase()).map(([, value]) => value);
      if (values.length === 0) return { ok: check.test.operator === '!=', actual: 'no such header' };
      return { ok: passes(values.join(', '), check.test), actual: values.join(', ') };
    }
    case 'body': {
      const body = decode(response);
      return { ok: passes(body, check.test), actual: body };
    }
  }
}

function matchesStatus(patterns: readonly string[], status: number): boolean {
  const written = String(status);
  return patterns.some((pattern) => pattern === written || (pattern.endsWith('xx') && pattern[0] === written[0] && written.length === 3));
}

function compare(actual: number, operator: Comparison, value: number): boolean {
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

function passes(actual: string, test: TextTest): boolean {
  switch (test.operator) {
    case '==':
      return actual === test.value;
    case '!=':
      return actual !== test.value;
    case 'contains':
      return actual.includes(test.value);
    case 'matches':
      return test.pattern.test(actual);
    case 'exists':
      return true;
  }
}

/** The body as text, in the charset that the answer names; UTF-8 when it names none or one nobody knows. */
function decode(response: WireResponse): string {
  const charset = /charset="?([\w-]+)/i.exec(headerValue(response.headers, 'content-type') ?? '')?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(charset).decode(response.body);
  } catch {
    // RangeError: an unknown charset.
    return new TextDecoder().decode(response.body);
  }
}

import { documentedQuota, type QuotaRule } from './permits';

/** Least and most requests that a rule may allow in one window. */
export const limitRange = { min: 1, max: 10_000 } as const;
/** Shortest and longest window of a rule, in milliseconds: 100 ms to 10 minutes. */
export const windowRange = { min: 100, max: 600_000 } as const;

/**
 * The quota that older error documentation names: 25 requests per 5 s. For accounts to which it may
 * still apply: in 10 s it allows 50.
 * Source: error documentation of the support site (stored as seed 003) and of developers.disruptive-technologies.com: 429.
 */
export const olderQuota: QuotaRule = { limit: 25, windowMs: 5000 };

/** Characters of a text that are told when it is no rule. */
const longestQuote = 40;

const unitMs = { ms: 1, s: 1000, m: 60_000 } as const;

/** A rule, or a sentence for the user that says what is wrong with the text. */
export type ParsedQuotaRule =
  | { readonly kind: 'rule'; readonly rule: QuotaRule }
  | { readonly kind: 'invalid'; readonly message: string };

/**
 * Reads a rule as a user writes it: `75/10s`; units are `ms`, `s` and `m`, whole numbers only.
 * Blanks around the parts are accepted.
 */
export function parseQuotaRule(text: string): ParsedQuotaRule {
  const match = /^\s*(\d+)\s*\/\s*(\d+)\s*(ms|s|m)\s*$/.exec(text);
  if (!match) return invalid(text, 'it is not of the form "75/10s" (requests, slash, window in ms, s or m)');
  const [, limit = '', length = '', unit = ''] = match;
  const rule = { limit: Number(limit), windowMs: Number(length) * unitMs[unit as keyof typeof unitMs] };
  const problem = problemOf(rule);
  return problem === undefined ? { kind: 'rule', rule } : invalid(text, problem);
}

/**
 * The same for the quota of accounts at DT. Refused is also what holds nobody back: ten times what DT
 * documents would be no quota under another name.
 */
export function parseAccountQuota(text: string): ParsedQuotaRule {
  const parsed = parseQuotaRule(text);
  if (parsed.kind === 'invalid' || isLower(parsed.rule, highestQuota)) return parsed;
  return invalid(text, `more than ${highestQuota.limit} requests in ${highestQuota.windowMs / unitMs.s} s is no limit`);
}

const highestQuota: QuotaRule = { limit: 10 * documentedQuota.limit, windowMs: documentedQuota.windowMs };

/** What to expect of a quota of accounts that allows more than DT documents, in a sentence; undefined for any other. */
export function tooMuch(rule: QuotaRule): string | undefined {
  if (isLower(rule, documentedQuota)) return undefined;
  return `${formatQuotaRule(rule)} allows more than the ${formatQuotaRule(documentedQuota)} that DT documents; expect answers of 429.`;
}

/** Writes a rule as {@link parseQuotaRule} reads it, in the largest unit that keeps it whole. */
export function formatQuotaRule({ limit, windowMs }: QuotaRule): string {
  if (windowMs % unitMs.m === 0) return `${limit}/${windowMs / unitMs.m}m`;
  return windowMs % unitMs.s === 0 ? `${limit}/${windowMs / unitMs.s}s` : `${limit}/${windowMs}ms`;
}

/**
 * Whether `rule` is provably no more than `than`: whoever keeps to it keeps to `than` as well. A window
 * of `than` is covered by so many windows of `rule`, each with `rule.limit` requests at most.
 */
export function isLower(rule: QuotaRule, than: QuotaRule): boolean {
  return Math.ceil(than.windowMs / rule.windowMs) * rule.limit <= than.limit;
}

/**
 * For rules that the program itself made: a bad one is a bug of ours, not of the user's.
 *
 * @throws RangeError naming what is out of range.
 */
export function assertQuotaRule(rule: QuotaRule): void {
  const problem = problemOf(rule);
  if (problem !== undefined) throw new RangeError(`Not a quota rule (${rule.limit} per ${rule.windowMs} ms): ${problem}.`);
}

function problemOf({ limit, windowMs }: QuotaRule): string | undefined {
  if (!Number.isInteger(limit) || limit < limitRange.min || limit > limitRange.max) {
    return `the limit must be a whole number from ${limitRange.min} to ${limitRange.max}`;
  }
  // Written so that NaN, which compares with nothing, is refused too.
  if (!(windowMs >= windowRange.min && windowMs <= windowRange.max)) {
    return 'the window must be from 100 ms to 10 min';
  }
  return undefined;
}

function invalid(text: string, problem: string): ParsedQuotaRule {
  return { kind: 'invalid', message: `"${quoted(text)}" is not a quota: ${problem}.` };
}

/** It may come from a workspace: no more than a few words of it are told, and nothing that is not seen. */
function quoted(text: string): string {
  const plain = text.replace(/[\p{C}\p{Z}]+/gu, ' ');
  return plain.length > longestQuote ? `${plain.slice(0, longestQuote - 1)}…` : plain;
}

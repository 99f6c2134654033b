import type { ExplainedFailure, RunReport } from '../../app/report';
import type { WordedFinding } from '../../app/check';
import type { Finding } from '../../base/finding';
import { explanationText } from '../../insight/present';
import { caret } from './caret';
import type { Page } from './page';
import { plain, plainLine } from './plain';
import type { Style } from './style';

/** Lines of an answer's body that are shown unless everything is asked for. */
const shortBody = 8;

/** What became of one request: the answer, and for a failure its explanation under the guilty word. */
export function reportText(page: Page, report: RunReport, verbose: boolean): string {
  switch (report.kind) {
    case 'disabled':
      return '';
    case 'refused':
      return findingsText(page, report.findings);
    case 'ran':
      return ranText(page, report, verbose);
  }
}

/** Findings shown of one file; thousands of them are one mistake. */
const mostFindings = 100;

/** Findings with the place of each; empty when there are none. */
export function findingsText(page: Page, findings: readonly WordedFinding[]): string {
  const { style } = page;
  const told = findings.slice(0, mostFindings).map(({ finding, message }) => {
    return `${caret(page, finding.span)}\n  ${findingLine(finding, message, style)}\n`;
  });
  const rest = findings.length - told.length;
  return [...told, ...(rest > 0 ? [style.dim(`  … and ${rest} more\n`)] : [])].join('\n');
}

function ranText(page: Page, report: Ran, verbose: boolean): string {
  const { style } = page;
  const { verdict, plan } = report;
  const paint = verdict === 'passed' ? style.good : style.bad;
  const sign = verdict === 'passed' ? '✔' : verdict === 'cancelled' ? '–' : '✘';
  const unmet = report.expectations.filter(({ ok }) => !ok);
  const parts = [
    `${paint(sign)} ${style.strong(plain(plan.title ?? plan.name ?? report.requestText))}`,
    ...(plan.title ?? plan.name) === undefined ? [] : [`  ${plain(report.requestText)}`],
    ...hops(page, report),
    ...notSigned(page, report),
    `  ${paint(plain(report.summary))}`,
    ...unmet.map(({ expectation, expected, actual }) => `\n${caret(page, expectation.span)}\n  ${style.bad(`expected ${plain(expected)}, but it was ${plain(actual)}`)}`),
    ...(report.failure ? ['', failureText(page, report.failure)] : []),
    ...(verbose ? ['', indent(plain(report.document))] : report.failure ? [] : [shortened(report.body, style)]),
  ];
  return `${parts.join('\n')}\n`;
}

/** The sentence for a finding, without its place; a warning is called one, since everything is sent all the same. */
export function findingLine({ severity, code }: Finding, message: string, style: Style): string {
  const sentence = severity === 'error' ? style.bad(plainLine(message)) : style.note(`warning: ${plainLine(message)}`);
  return `${sentence} ${style.dim(code)}`;
}

type Ran = Extract<RunReport, { kind: 'ran' }>;

/** Where redirects led, one line each. */
function hops({ redactor }: Page, { result }: Ran): readonly string[] {
  const { attempts } = result.outcome.exchange;
  return attempts.flatMap(({ followedBy, response }, index) => {
    const next = attempts[index + 1]?.request;
    if (followedBy !== 'redirect' || !next) return [];
    return [plainLine(`  → ${response?.status ?? ''} → ${next.method} ${redactor.target(next.origin + next.target)}`)];
  });
}

/** Says that a request went out without the account's signature, unless its author wanted that. */
function notSigned({ style }: Page, { result }: Ran): readonly string[] {
  const why = { 'origin-not-allowed': 'this host may not have credentials', 'no-account': 'there is no account' };
  const { unsignedBecause: because, outcome } = result;
  const sent = outcome.exchange.attempts.length > 0 && (outcome.kind !== 'failed' || outcome.failure.maybeSent);
  if (!sent || because === undefined || because === 'asked' || because === 'own-authorization') return [];
  return [style.dim(`  sent unsigned: ${why[because]}`)];
}

function failureText(page: Page, { explanation, span }: ExplainedFailure): string {
  const text = explanationText(explanation, { width: Math.min(page.columns, 100) - 4, color: page.color });
  return `${caret(page, span)}\n\n${indent(text.trimEnd())}`;
}

function shortened(body: string, style: Style): string {
  const lines = plain(body).trimEnd().split('\n');
  const rest = lines.length - shortBody;
  const shown = rest > 1 ? [...lines.slice(0, shortBody), style.dim(`… ${rest} more lines; --verbose shows them`)] : lines;
  return indent(shown.map((line) => (line.length > 200 ? `${line.slice(0, 200)}…` : line)).join('\n'));
}

function indent(text: string): string {
  return text
    .split('\n')
    .map((line) => `    ${line}`.trimEnd())
    .join('\n');
}

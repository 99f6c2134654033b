import type { ExplainedFailure, RunReport } from '../../app/report';
import type { WordedFinding } from '../../app/check';
import type { Finding } from '../../base/finding';
import { formatDuration } from '../../http/format';
import { explanationText } from '../../insight/present';
import type { Block } from '../../language/syntax/nodes';
import { binaryText } from './binary';
import { caret } from './caret';
import { requestTitle } from './requestTitle';
import type { Page } from './page';
import { plain, plainLine } from './plain';
import { shownPath } from './shownPath';
import type { Style } from './style';

/** Lines of an answer's body that are shown unless everything is asked for. */
const shortBody = 8;

/** How reports are shown. */
export interface ReportOptions {
  /** Shows headers and whole bodies. */
  readonly verbose: boolean;
  /** Files are named from here. */
  readonly cwd: string;
  /** Title of the request that one of an imported file was run for. */
  readonly neededBy?: string;
}

/**
 * What became of one request: the answer, for a failure its explanation under the guilty word, and
 * for one that was not sent why. Ends with a line feed; empty when there is nothing to tell.
 */
export function reportText(page: Page, block: Block, report: RunReport, options: ReportOptions): string {
  const { style } = page;
  switch (report.kind) {
    case 'disabled':
      return '';
    case 'refused':
      return `${heading(page, style.bad('✘'), requestTitle(page, block), options)}\n${findingsText(page, report.findings)}`;
    case 'skipped':
      return `${heading(page, style.note('–'), requestTitle(page, block), options)}\n${findingsText(page, report.findings)}`;
    case 'ran':
      return ranText(page, report, options);
  }
}

/** Whether a request was not sent because a 429 has closed the quota for longer than is waited. */
export function isHeldBack(report: RunReport): report is HeldBack {
  return report.kind === 'ran' && report.failure !== undefined && report.result.outcome.kind === 'failed' && report.result.outcome.failure.code === 'quota';
}

/** One line in place of {@link reportText}, for all but the first of such requests: hundreds of them have one cause. */
export function heldBackText(page: Page, { plan, requestText, failure }: HeldBack, options: ReportOptions): string {
  return `${heading(page, page.style.bad('✘'), plain(plan.title ?? plan.name ?? requestText), options)} · ${plain(failure.explanation.headline)} (see above)\n`;
}

/** `✔ login`; a request of another file says where it stands and for whom it was run. */
function heading({ style, shown }: Page, sign: string, title: string, { neededBy }: ReportOptions): string {
  const origin = neededBy === undefined ? '' : ` ${style.dim(`(${plainLine(shown)}, needed by ${neededBy})`)}`;
  return `${sign} ${style.strong(title)}${origin}`;
}

/** Findings shown of one file; thousands of them are one mistake. */
const mostFindings = 100;

/** Findings with the place of each; empty when there are none. */
export function findingsText(page: Page, findings: readonly WordedFinding[]): string {
  const { style } = page;
  const told = findings.slice(0, mostFindings).map(({ finding, message }) => {
    return `${caret(page, finding.span)}\n  ${findingLine(finding, page.redactor.text(message), style)}\n`;
  });
  const rest = findings.length - told.length;
  return [...told, ...(rest > 0 ? [style.dim(`  … and ${rest} more\n`)] : [])].join('\n');
}

function ranText(page: Page, report: Ran, options: ReportOptions): string {
  const { verbose, cwd } = options;
  const { style } = page;
  const { verdict, plan } = report;
  const paint = verdict === 'passed' ? style.good : style.bad;
  const sign = verdict === 'passed' ? '✔' : verdict === 'cancelled' ? '–' : '✘';
  const { failure } = report;
  const unmet = report.expectations.filter(({ ok }) => !ok);
  const parts = [
    heading(page, paint(sign), plain(plan.title ?? plan.name ?? report.requestText), options),
    ...(plan.title ?? plan.name) === undefined ? [] : [`  ${plain(report.requestText)}`],
    ...hops(page, report),
    ...notSigned(page, report),
    `  ${paint(plain(report.summary))}`,
    ...savedLines(page, report, cwd),
    ...unmet.map(({ expectation, expected, actual }) => `\n${caret(page, expectation.span)}\n  ${style.bad(`expected ${plain(expected)}, got ${plain(actual)}`)}`),
    ...(failure ? ['', failureText(page, failure)] : []),
    ...(verbose ? ['', indent(plain(report.document))] : failure ? [] : shortBodyOf(page, report)),
  ];
  return `${parts.join('\n')}\n`;
}

/** The sentence for a finding, without its place, on one line; a warning or a note is called one, since everything is sent all the same. */
export function findingLine({ severity, code }: Finding, message: string, style: Style): string {
  const sentence = plainLine(message);
  const said = severity === 'error' ? style.bad(sentence) : severity === 'warning' ? style.note(`warning: ${sentence}`) : `note: ${sentence}`;
  return `${said} ${style.dim(code)}`;
}

type Ran = Extract<RunReport, { kind: 'ran' }>;
type HeldBack = Ran & { readonly failure: ExplainedFailure };

/** What came before the last attempt, one line each: where redirects led, and what was sent again. */
function hops({ redactor, style }: Page, { result }: Ran): readonly string[] {
  const { attempts } = result.outcome.exchange;
  return attempts.flatMap(({ followedBy, response, failure, timing }, index) => {
    const next = attempts[index + 1]?.request;
    if (followedBy === 'retry' || followedBy === 'new-token') {
      const again = followedBy === 'retry' ? 'sent again' : 'sent again with a new token';
      return [style.dim(`  ${response?.status ?? `no answer (${failure?.code ?? 'cancelled'})`} after ${formatDuration(timing.totalMs)}, ${next ? again : 'to be sent again'}`)];
    }
    if (followedBy !== 'redirect' || !next) return [];
    return [plainLine(`  → ${response?.status ?? ''} → ${next.method} ${redactor.target(next.origin + next.target)}`)];
  });
}

/** Says that a request went out without the account's signature, unless its author wanted that. */
function notSigned({ style }: Page, { result }: Ran): readonly string[] {
  const why = { 'origin-not-allowed': "accounts sign only requests to DT's hosts and those you allowed", 'no-account': 'there is no account', 'signed-out': 'the account is signed out', 'none-chosen': 'no account is chosen' };
  const { unsignedBecause: because, outcome } = result;
  const sent = outcome.exchange.attempts.length > 0 && (outcome.kind !== 'failed' || outcome.failure.maybeSent);
  if (!sent || because === undefined || because === 'asked' || because === 'own-authorization') return [];
  return [style.dim(`  sent unsigned: ${why[because]}`)];
}

function failureText(page: Page, failure: ExplainedFailure): string {
  const { explanation, span } = failure;
  const text = explanationText(explanation, { width: Math.min(page.columns, 100) - 4, color: page.color, fixes: fixLines(failure) });
  return [caret(page, span), '', indent(text.trimEnd()), ...marksText(page, failure)].join('\n');
}

/** Further words to blame that are shown with their carets. */
const mostMarks = 10;

function marksText(page: Page, { marks, span }: ExplainedFailure): readonly string[] {
  // The only one of them may be what the explanation is about.
  const others = marks.filter((mark) => marks.length > 1 || mark.span.start !== span.start || mark.span.end !== span.end);
  const shown = others.slice(0, mostMarks).flatMap((mark) => ['', caret(page, mark.span), `  ${page.style.bad(plainLine(mark.headline))}`]);
  const rest = others.length - mostMarks;
  return rest > 0 ? [...shown, '', page.style.dim(`  … and ${rest} more`)] : shown;
}

/** What an edit of the file would mend, the surest first; each once, however many marks it belongs to. */
function fixLines({ explanation, marks }: ExplainedFailure): readonly string[] {
  const edits = [...explanation.fixes, ...marks.flatMap(({ fixes }) => fixes)].filter((fix) => fix.kind === 'edit');
  const lines = [...new Set(grades.flatMap((grade) => edits.filter((fix) => fix.grade === grade).map(({ title }) => `${plainLine(title)} (${grade})`)))];
  const rest = lines.length - mostMarks;
  return [...lines.slice(0, mostMarks), ...(rest > 0 ? [`… and ${rest} more`] : [])];
}

const grades = ['certain', 'likely', 'template'] as const;

/** What became of `>>`. */
function savedLines({ style, redactor }: Page, { saved }: Ran, cwd: string): readonly string[] {
  switch (saved?.kind) {
    case undefined:
      return [];
    case 'saved':
      return [`  saved as ${plainLine(redactor.text(shownPath(saved.uri, cwd)))}`];
    case 'not-saved':
      return [style.dim('  not saved: the answer is an error')];
    case 'failed':
      return [`  ${style.bad(`the answer was not saved: ${plainLine(redactor.text(saved.reason))}`)}`];
  }
}

function shortBodyOf({ style, redactor }: Page, { body, result: { outcome }, saved }: Ran): readonly string[] {
  const binary = outcome.kind === 'answered' ? binaryText(outcome.response, saved === undefined) : undefined;
  if (binary !== undefined) return [`    ${style.dim(plainLine(redactor.text(binary)))}`];
  return [shortened(body, style)];
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

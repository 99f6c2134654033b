import type { ExplainedFailure, RunReport } from '../../app/report';
import type { WordedFinding } from '../../app/check';
import { explanationText } from '../../insight/present';
import { caret } from './caret';
import type { Page } from './page';
import { plain } from './plain';
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

/** Findings with the place of each. */
export function findingsText(page: Page, findings: readonly WordedFinding[]): string {
  const { style } = page;
  return findings
    .map(({ finding, message }) => {
      const paint = finding.severity === 'error' ? style.bad : style.note;
      return `${caret(page, finding.span)}\n  ${paint(plain(message))} ${style.dim(finding.code)}\n`;
    })
    .join('\n');
}

function ranText(page: Page, report: Extract<RunReport, { kind: 'ran' }>, verbose: boolean): string {
  const { style } = page;
  const { verdict, plan } = report;
  const paint = verdict === 'passed' ? style.good : style.bad;
  const sign = verdict === 'passed' ? '✔' : verdict === 'cancelled' ? '–' : '✘';
  const unmet = report.expectations.filter(({ ok }) => !ok);
  const parts = [
    `${paint(sign)} ${style.strong(plain(plan.title ?? plan.name ?? report.requestText))}`,
    ...(plan.title ?? plan.name) === undefined ? [] : [`  ${plain(report.requestText)}`],
    `  ${paint(plain(report.summary))}`,
    ...unmet.map(({ expectation, expected, actual }) => `\n${caret(page, expectation.span)}\n  ${style.bad(`expected ${plain(expected)}, but it was ${plain(actual)}`)}`),
    ...(report.failure ? ['', failureText(page, report.failure)] : []),
    ...(verbose ? ['', indent(plain(report.document))] : report.failure ? [] : [shortened(report.body, style)]),
  ];
  return `${parts.join('\n')}\n`;
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

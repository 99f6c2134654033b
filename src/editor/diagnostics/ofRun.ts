import * as vscode from 'vscode';
import type { WordedFinding } from '../../app/check';
import type { RunReport } from '../../app/report';
import type { Severity } from '../../base/finding';
import type { Span } from '../../base/text';
import { catalogueUri } from '../cataloguePages';
import { shiftFinding } from '../../language/plan/findings';
import { spanToRange } from '../convert';
import type { Run } from '../runs';
import { type DiagnosticOrigin, ofFinding, ProductDiagnostic, toSeverity } from './productDiagnostic';

type Ran = Extract<RunReport, { kind: 'ran' }>;

/** What a run found: why it was not sent or failed, and each expectation that does not hold. Nothing while it goes on. */
export function diagnosticsOf(document: vscode.TextDocument, run: Run): readonly ProductDiagnostic[] {
  if (run.status.kind !== 'finished') return [];
  const { report, at } = run.status;
  switch (report.kind) {
    case 'disabled':
      return [];
    case 'refused':
    case 'skipped':
      return run.edited ? [] : report.findings.map((worded) => refusal(document, run, worded));
    case 'ran':
      return [...failure(document, run, report, at), ...(run.edited ? [] : expectations(document, run, report))];
  }
}

/** Fixes look at the finding: it has to be where its text is now. */
function refusal(document: vscode.TextDocument, run: Run, { finding, message }: WordedFinding): ProductDiagnostic {
  const here = shiftFinding(finding, run.moved);
  return ofFinding({ finding: here, message }, spanToRange(document, here.span));
}

/** A span of the text that was run, where that text is now. */
export function moved(span: Span, run: Run): Span {
  return { start: span.start + run.moved, end: span.end + run.moved };
}

/** After an edit of the block its failure is history: one dated hint on the block's first line. */
function failure(document: vscode.TextDocument, run: Run, report: Ran, at: Date): readonly ProductDiagnostic[] {
  if (!report.failure) return [];
  const { explanation, span, marks } = report.failure;
  const { code, headline } = explanation;
  if (run.edited) {
    const { range } = document.lineAt(document.positionAt(run.block.start));
    return [ofExplanation(range, `${at.toLocaleTimeString()}, before the last edit: ${headline}`, 'hint', code, { kind: 'failure', run })];
  }
  const severity = report.verdict === 'passed' ? 'information' : explanation.severity;
  const range = spanToRange(document, moved(span, run));
  const main = ofExplanation(range, headline, severity, code, { kind: 'failure', run });
  const whole = new vscode.DiagnosticRelatedInformation(new vscode.Location(document.uri, range), headline);
  const others = marks.map((mark, index) => {
    const diagnostic = ofExplanation(spanToRange(document, moved(mark.span, run)), mark.headline, severity, code, { kind: 'failure', run, mark: index });
    diagnostic.relatedInformation = [whole];
    return diagnostic;
  });
  return [main, ...others];
}

function ofExplanation(range: vscode.Range, message: string, severity: Severity, code: string, origin: DiagnosticOrigin): ProductDiagnostic {
  const diagnostic = new ProductDiagnostic(range, message, toSeverity(severity), origin);
  diagnostic.code = { value: code, target: catalogueUri(code) };
  return diagnostic;
}

function expectations(document: vscode.TextDocument, run: Run, report: Ran): readonly ProductDiagnostic[] {
  return report.expectations
    .filter((result) => !result.ok)
    .map(({ expectation, expected, actual }) => {
      const range = spanToRange(document, moved(expectation.span, run));
      const diagnostic = new ProductDiagnostic(range, `Expected ${expected}, got ${actual}.`, vscode.DiagnosticSeverity.Error, { kind: 'expectation', run });
      diagnostic.code = 'expect.failed';
      return diagnostic;
    });
}

import * as vscode from 'vscode';
import type { WordedFinding } from '../../app/check';
import type { Finding, Severity } from '../../base/finding';
import { catalogueUri } from '../cataloguePages';
import type { Run } from '../runs';

const source = 'DT HTTP';

/** What a diagnostic was made from. */
export type DiagnosticOrigin =
  | { readonly kind: 'check'; readonly finding: Finding }
  /** Why the run failed; `mark` is the index of the further word to blame, and missing on the main one. */
  | { readonly kind: 'failure'; readonly run: Run; readonly mark?: number }
  /** An expectation that does not hold. */
  | { readonly kind: 'expectation'; readonly run: Run };

/** A diagnostic that remembers what it was made from, for the light bulb and the hover. */
export class ProductDiagnostic extends vscode.Diagnostic {
  constructor(range: vscode.Range, message: string, severity: vscode.DiagnosticSeverity, readonly origin: DiagnosticOrigin) {
    super(range, message, severity);
    this.source = source;
  }
}

/** A finding as a diagnostic at `range`. */
export function ofFinding({ finding, message }: WordedFinding, range: vscode.Range): ProductDiagnostic {
  const diagnostic = new ProductDiagnostic(range, message, toSeverity(finding.severity), { kind: 'check', finding });
  // The editor fades what nobody needs.
  if (finding.code === 'variable.unused') diagnostic.tags = [vscode.DiagnosticTag.Unnecessary];
  // What is foreseen has the code of the failure that it would be, and so a page of its own.
  diagnostic.code = /^dt\./.test(finding.code) ? { value: finding.code, target: catalogueUri(finding.code) } : finding.code;
  return diagnostic;
}

/** A sentence about a whole file, shown at its beginning. */
export function aboutFile(message: string, severity: vscode.DiagnosticSeverity): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(new vscode.Range(0, 0, 0, 0), message, severity);
  diagnostic.source = source;
  return diagnostic;
}

/** The severity of a finding as the editor has it. */
export function toSeverity(severity: Severity): vscode.DiagnosticSeverity {
  switch (severity) {
    case 'error':
      return vscode.DiagnosticSeverity.Error;
    case 'warning':
      return vscode.DiagnosticSeverity.Warning;
    case 'information':
      return vscode.DiagnosticSeverity.Information;
    case 'hint':
      return vscode.DiagnosticSeverity.Hint;
  }
}

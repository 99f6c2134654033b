import * as vscode from 'vscode';
import type { Fix } from '../../insight/entry';
import { toWorkspaceEdit } from '../convert';
import type { DiagnosticsManager, ProductDiagnostic } from '../diagnosticsManager';
import { parsed } from '../documents';
import { commandId, languageId } from '../ids';
import type { Run } from '../runs';

/** The light bulb: fixes of what is found before a send, and of what a run found. */
class FixProvider implements vscode.CodeActionProvider {
  constructor(private readonly diagnostics: DiagnosticsManager) {}

  async provideCodeActions(document: vscode.TextDocument, range: vscode.Range): Promise<vscode.CodeAction[]> {
    const actions = await Promise.all(
      this.diagnostics.at(document, range).map((diagnostic) => {
        const { origin } = diagnostic;
        return origin.kind === 'check' ? this.#ofCheck(document, diagnostic) : this.#ofRun(document, diagnostic, origin.run);
      }),
    );
    return actions.flat();
  }

  async #ofCheck(document: vscode.TextDocument, diagnostic: ProductDiagnostic): Promise<vscode.CodeAction[]> {
    if (diagnostic.origin.kind !== 'check') return [];
    const { fixesFor } = await import('../../language/features/fixes');
    return fixesFor(parsed(document), diagnostic.origin.finding).map((fix) =>
      editAction(document, diagnostic, fix.title, fix.edits, fix.preferred),
    );
  }

  async #ofRun(document: vscode.TextDocument, diagnostic: ProductDiagnostic, run: Run): Promise<vscode.CodeAction[]> {
    if (run.edited || run.status.kind !== 'finished' || run.status.report.kind !== 'ran') return [];
    const { failure, plan } = run.status.report;
    if (!failure || diagnostic.code === 'expect.failed') return [];
    const { toTextEdits } = await import('../../language/locate');
    return failure.explanation.fixes.flatMap((fix) => {
      if (fix.kind === 'action') return [this.#action(document, diagnostic, run, fix)];
      const edits = toTextEdits(plan, parsed(document), fix.edits);
      return edits ? [editAction(document, diagnostic, fix.title, edits, fix.grade === 'certain')] : [];
    });
  }

  #action(document: vscode.TextDocument, diagnostic: ProductDiagnostic, run: Run, fix: Extract<Fix, { kind: 'action' }>): vscode.CodeAction {
    const action = new vscode.CodeAction(fix.title, vscode.CodeActionKind.QuickFix);
    action.diagnostics = [diagnostic];
    action.command = { title: fix.title, ...commandOf(fix, document.uri, run.block.start) };
    return action;
  }
}

function commandOf(fix: Extract<Fix, { kind: 'action' }>, uri: vscode.Uri, offset: number): { command: string; arguments?: unknown[] } {
  switch (fix.action) {
    case 'retry':
      return { command: commandId.run, arguments: [uri, offset] };
    case 'wait-and-retry':
      return { command: commandId.run, arguments: [uri, offset, fix.afterMs] };
    case 'renew-token-and-retry':
      return { command: commandId.renewAndRetry, arguments: [uri, offset] };
    case 'switch-account':
      return { command: commandId.switchAccount };
    case 'add-account':
      return { command: commandId.addAccount };
    case 'open-status-page':
      return { command: commandId.openStatusPage };
  }
}

function editAction(
  document: vscode.TextDocument,
  diagnostic: ProductDiagnostic,
  title: string,
  edits: Parameters<typeof toWorkspaceEdit>[1],
  preferred: boolean,
): vscode.CodeAction {
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  action.diagnostics = [diagnostic];
  action.isPreferred = preferred;
  action.edit = toWorkspaceEdit(document, edits);
  return action;
}

export function registerCodeActions(diagnostics: DiagnosticsManager): vscode.Disposable {
  return vscode.languages.registerCodeActionsProvider({ language: languageId }, new FixProvider(diagnostics), {
    providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
  });
}

import * as vscode from 'vscode';
import type { FindingFix } from '../../language/features/fixes/fix';
import { toWorkspaceEdit } from '../convert';
import { type ActionCall, callOf, mayEndOtherwise, withReport } from '../diagnostics/explainedAction';
import { ProductDiagnostic } from '../diagnostics/productDiagnostic';
import type { DiagnosticsManager } from '../diagnosticsManager';
import { parsed, readable } from '../documents';
import { commandId, foreignLanguageIds, languageId } from '../ids';
import type { Run } from '../runs';

type Edits = Parameters<typeof toWorkspaceEdit>[1];

/** The light bulb: fixes of what is found before a send, and of what a run found; preferred ones first. */
class FixProvider implements vscode.CodeActionProvider {
  constructor(private readonly diagnostics: DiagnosticsManager) {}

  async provideCodeActions(document: vscode.TextDocument, range: vscode.Range): Promise<vscode.CodeAction[]> {
    const actions = await Promise.all(this.diagnostics.at(document, range).map((diagnostic) => fixesOf(document, diagnostic)));
    const all = withoutRepeats(actions.flat());
    return [...all.filter(({ isPreferred }) => isPreferred === true), ...all.filter(({ isPreferred }) => isPreferred !== true)];
  }
}

/** A check may have foreseen what a run then found, and both know the same edit. */
function withoutRepeats(actions: readonly vscode.CodeAction[]): readonly vscode.CodeAction[] {
  const seen = new Set<string>();
  return actions.filter(({ edit, command }) => {
    const key = JSON.stringify(edit ? edit.entries() : command && [command.command, command.arguments]);
    return !seen.has(key) && seen.add(key);
  });
}

async function fixesOf(document: vscode.TextDocument, diagnostic: ProductDiagnostic): Promise<readonly vscode.CodeAction[]> {
  const { origin } = diagnostic;
  switch (origin.kind) {
    case 'check': {
      const { fixesFor } = await import('../../language/features/fixes');
      const file = await readable(document);
      return !file ? [] : fixesFor(file, origin.finding).map((fix) =>
        fix.action ? askingAction(document, diagnostic, fix) : editAction(document, diagnostic, fix.title, fix.edits, fix.preferred),
      );
    }
    case 'failure': {
      const fixes = await fixesOfFailure(document, diagnostic, origin.run, origin.mark);
      return isWorthRunning(origin.run) ? withRunAgain(document, diagnostic, origin.run, fixes) : fixes;
    }
    case 'expectation':
      return withRunAgain(document, diagnostic, origin.run, []);
  }
}

/** The fixes of the explanation, or of one of its marks. None when the block was edited: it was about another text. */
async function fixesOfFailure(document: vscode.TextDocument, diagnostic: ProductDiagnostic, run: Run, mark: number | undefined): Promise<readonly vscode.CodeAction[]> {
  if (run.edited || run.status.kind !== 'finished' || run.status.report.kind !== 'ran' || !run.status.report.failure) return [];
  const { at, report } = run.status;
  const { plan, result: { outcome }, failure } = report;
  if (!failure) return [];
  const { explanation, marks } = failure;
  const { toTextEdits } = await import('../../language/locate');
  const status = outcome.kind === 'answered' ? outcome.response.status : undefined;
  const file = await parsed(document);
  const fixes = mark === undefined ? withReport(explanation.fixes, status) : (marks[mark]?.fixes ?? []);
  return fixes.flatMap((fix) => {
    if (fix.kind === 'action') return [commandAction(diagnostic, callOf(fix, [document.uri, run.block.start], at, explanation.code))];
    const edits = toTextEdits(plan, file, fix.edits);
    return edits ? [editAction(document, diagnostic, fix.title, edits, fix.grade === 'certain')] : [];
  });
}

/** An edited request is another one. */
function isWorthRunning({ edited, status }: Run): boolean {
  if (edited || status.kind !== 'finished' || status.report.kind !== 'ran' || !status.report.failure) return true;
  const { failure, result: { outcome } } = status.report;
  return mayEndOtherwise(failure.explanation, outcome.kind === 'answered' ? outcome.response.status : undefined);
}

/** Running it again is offered once. */
function withRunAgain(document: vscode.TextDocument, diagnostic: ProductDiagnostic, run: Run, fixes: readonly vscode.CodeAction[]): readonly vscode.CodeAction[] {
  const retries: readonly string[] = [commandId.run, commandId.renewAndRetry];
  if (fixes.some(({ command }) => command && retries.includes(command.command))) return fixes;
  return [...fixes, commandAction(diagnostic, { title: 'Run again', command: commandId.run, arguments: [document.uri, run.block.start] })];
}

function commandAction(diagnostic: ProductDiagnostic, call: ActionCall): vscode.CodeAction {
  const action = new vscode.CodeAction(call.title, vscode.CodeActionKind.QuickFix);
  action.diagnostics = [diagnostic];
  action.command = { ...call };
  return action;
}

/** The command asks, and then stores something: no edit can do that. */
function askingAction({ uri }: vscode.TextDocument, diagnostic: ProductDiagnostic, { title, preferred, action: what }: FindingFix): vscode.CodeAction {
  const call = what === 'add-account' ? { command: commandId.addAccount } : { command: commandId.moveToSecretStorage, arguments: [uri, diagnostic.range] };
  const action = commandAction(diagnostic, { title, ...call });
  action.isPreferred = preferred;
  return action;
}

function editAction(document: vscode.TextDocument, diagnostic: ProductDiagnostic, title: string, edits: Edits, preferred: boolean): vscode.CodeAction {
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  action.diagnostics = [diagnostic];
  action.isPreferred = preferred;
  action.edit = toWorkspaceEdit(document, edits);
  return action;
}

/** The light bulb in environment files: what is marked there was found for a request file. */
class EnvironmentFixProvider implements vscode.CodeActionProvider {
  async provideCodeActions(document: vscode.TextDocument, range: vscode.Range): Promise<vscode.CodeAction[]> {
    const ours = vscode.languages.getDiagnostics(document.uri).filter((each) => each instanceof ProductDiagnostic);
    const here = ours.filter((each) => each.code === 'environment.secret' && each.range.intersection(range) !== undefined);
    if (here.length === 0) return [];
    const { moveToSecretStorage } = await import('../../language/features/fixes');
    return here.map((diagnostic) => askingAction(document, diagnostic, moveToSecretStorage));
  }
}

export function registerCodeActions(diagnostics: DiagnosticsManager): vscode.Disposable {
  const kinds = { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] };
  return vscode.Disposable.from(
    vscode.languages.registerCodeActionsProvider([languageId, ...foreignLanguageIds].map((language) => ({ language })), new FixProvider(diagnostics), kinds),
    vscode.languages.registerCodeActionsProvider({ pattern: '**/http-client.env.json' }, new EnvironmentFixProvider(), kinds),
  );
}

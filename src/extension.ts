import type * as vscode from 'vscode';
import { AccountBook } from './auth/accountBook';
import { AnswerView } from './editor/answerView';
import { registerCataloguePages } from './editor/cataloguePages';
import { registerCommands } from './editor/commands/index';
import { DiagnosticsManager } from './editor/diagnosticsManager';
import { registerDocuments } from './editor/documents';
import { Engine } from './editor/engine';
import { EnvironmentChoice } from './editor/environment/environmentChoice';
import { EnvironmentItem } from './editor/environment/environmentItem';
import { registerAnswerLens } from './editor/features/answerLens';
import { registerCodeActions } from './editor/features/codeActions';
import { registerCodeLens } from './editor/features/codeLens';
import { registerCompletion } from './editor/features/completion';
import { registerEnvironmentCompletion } from './editor/features/environmentCompletion';
import { registerHover } from './editor/features/hover';
import { registerInlayHints } from './editor/features/inlayHints';
import { registerNavigation } from './editor/features/navigation';
import { registerResourceHover } from './editor/features/resourceHover';
import { registerSignatureHelp } from './editor/features/signatureHelp';
import { registerStructure } from './editor/features/structure';
import { registerPasteCurl } from './editor/features/pasteCurl';
import { EditorInteraction } from './editor/interaction';
import { QuotaItem } from './editor/quota/quotaItem';
import { Quotas } from './editor/quota/quotas';
import { TroubleNotice } from './editor/quota/troubleNotice';
import { Launcher } from './editor/running/launcher';
import { Runs } from './editor/runs';
import { SandboxControl } from './editor/sandboxControl';
import { StatusBar } from './editor/statusBar';
import { registerTests } from './editor/testing/register';
import { createVscodeHost } from './editor/vscodeHost';

/** Composition root of the editor: constructs and registers, nothing else. */
export function activate(context: vscode.ExtensionContext): void {
  // First of all: who asks for a tree when a document changes gets the one of the changed text.
  context.subscriptions.push(registerDocuments());
  const host = createVscodeHost(context);
  const accounts = new AccountBook(host.secrets, host.log);
  const environments = new EnvironmentChoice(context.workspaceState);
  const engine = new Engine(host, accounts, environments);
  const runs = new Runs();
  const answers = new AnswerView();
  const launcher = new Launcher({ engine, runs, answers, interaction: new EditorInteraction() });
  const sandbox = new SandboxControl(engine);
  const quotas = new Quotas(engine);
  const diagnostics = new DiagnosticsManager(engine, runs);
  context.subscriptions.push(
    accounts,
    environments,
    engine,
    sandbox,
    runs,
    answers,
    diagnostics,
    new StatusBar(engine),
    quotas,
    new QuotaItem(quotas, host.clock),
    new TroubleNotice(quotas),
    new EnvironmentItem(environments),
    registerCataloguePages(engine),
    registerCodeLens(runs, host.clock),
    registerAnswerLens(answers, runs),
    registerCompletion(engine),
    registerEnvironmentCompletion(engine),
    registerHover(diagnostics, engine),
    registerResourceHover(engine, answers),
    registerInlayHints(engine, answers),
    registerCodeActions(diagnostics),
    registerStructure(),
    registerNavigation(engine),
    registerSignatureHelp(),
    registerPasteCurl(),
    registerTests(launcher, host.log),
    registerCommands({ host, engine, accounts, environments, runs, launcher, answers, sandbox, quotas }),
  );
}

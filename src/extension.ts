import type * as vscode from 'vscode';
import { AccountBook } from './auth/accountBook';
import { AnswerView } from './editor/answerView';
import { registerCataloguePages } from './editor/cataloguePages';
import { registerCommands } from './editor/commands/index';
import { DiagnosticsManager } from './editor/diagnosticsManager';
import { Engine } from './editor/engine';
import { registerCodeActions } from './editor/features/codeActions';
import { registerCodeLens } from './editor/features/codeLens';
import { registerDocumentSymbols } from './editor/features/documentSymbols';
import { registerHover } from './editor/features/hover';
import { Runs } from './editor/runs';
import { SandboxControl } from './editor/sandboxControl';
import { StatusBar } from './editor/statusBar';
import { createVscodeHost } from './editor/vscodeHost';

/** Composition root of the editor: constructs and registers, nothing else. */
export function activate(context: vscode.ExtensionContext): void {
  const host = createVscodeHost(context);
  const accounts = new AccountBook(host.secrets);
  const engine = new Engine(host, accounts);
  const runs = new Runs();
  const answers = new AnswerView();
  const sandbox = new SandboxControl(engine);
  const diagnostics = new DiagnosticsManager(engine, runs);
  context.subscriptions.push(
    engine,
    sandbox,
    runs,
    answers,
    diagnostics,
    new StatusBar(engine),
    registerCataloguePages(engine),
    registerCodeLens(runs),
    registerHover(diagnostics),
    registerCodeActions(diagnostics),
    registerDocumentSymbols(),
    registerCommands({ host, engine, accounts, runs, answers, sandbox }),
  );
}

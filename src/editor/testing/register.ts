import * as vscode from 'vscode';
import { type Disposable, DisposableBase } from '../../base/disposable';
import type { Logger } from '../../base/logger';
import { languageId } from '../ids';
import type { Launcher } from '../running/launcher';
import type { TestExplorer } from './testExplorer';

/** Milliseconds of rest in typing after which the tests of a document are listed anew; more for a long one. */
const pauseOf = ({ lineCount }: vscode.TextDocument) => Math.min(3000, 500 + lineCount / 20);

/**
 * The Test Explorer's side of request files. Looks at open documents after a rest, and at files
 * only when the view asks; all of its work is loaded then.
 */
class Registration extends DisposableBase {
  readonly #controller = this.register(vscode.tests.createTestController(languageId, 'DT HTTP'));
  readonly #timers = new Map<vscode.TextDocument, NodeJS.Timeout>();
  #explorer: Promise<TestExplorer> | undefined;

  constructor(
    private readonly launcher: Launcher,
    private readonly log: Logger,
  ) {
    super();
    this.#controller.resolveHandler = async (item) => (await this.#get()).resolve(item);
    this.#controller.refreshHandler = async () => (await this.#get()).refresh();
    const run = async (request: vscode.TestRunRequest, token: vscode.CancellationToken) => (await this.#get()).run(request, token);
    this.register(this.#controller.createRunProfile('Run', vscode.TestRunProfileKind.Run, run, true));
    this.register(vscode.workspace.onDidOpenTextDocument((document) => this.#schedule(document)));
    this.register(vscode.workspace.onDidChangeTextDocument(({ document }) => this.#schedule(document)));
    this.register(vscode.workspace.onDidCloseTextDocument((document) => this.#cancel(document)));
    this.register({ dispose: () => this.#timers.forEach((timer) => clearTimeout(timer)) });
    for (const document of vscode.workspace.textDocuments) this.#schedule(document);
  }

  #get(): Promise<TestExplorer> {
    this.#explorer ??= import('./testExplorer').then(({ TestExplorer: Explorer }) => this.register(new Explorer(this.#controller, this.launcher, this.log)));
    return this.#explorer;
  }

  #schedule(document: vscode.TextDocument): void {
    if (document.languageId !== languageId) return;
    this.#cancel(document);
    const timer = setTimeout(() => {
      this.#timers.delete(document);
      this.#get().then((explorer) => explorer.update(document)).catch((error: unknown) => this.log('error', `The tests of ${document.fileName} cannot be listed: ${String(error)}`));
    }, pauseOf(document));
    this.#timers.set(document, timer);
  }

  #cancel(document: vscode.TextDocument): void {
    clearTimeout(this.#timers.get(document));
    this.#timers.delete(document);
  }
}

export function registerTests(launcher: Launcher, log: Logger): Disposable {
  return new Registration(launcher, log);
}

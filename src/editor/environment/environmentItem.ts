import * as vscode from 'vscode';
import { DisposableBase } from '../../base/disposable';
import { answerScheme, commandId, foreignLanguageIds, languageId } from '../ids';
import { withoutIcons } from '../messages';
import type { EnvironmentChoice } from './environmentChoice';

/** `$(globe) staging` in the status bar: the environment of the request file at hand, in a warning colour where care is due. */
export class EnvironmentItem extends DisposableBase {
  readonly #item = this.register(vscode.window.createStatusBarItem('dtHttp.environment', vscode.StatusBarAlignment.Right, 91));

  constructor(private readonly environments: EnvironmentChoice) {
    super();
    this.#item.name = 'DT HTTP Environment';
    this.#item.command = commandId.switchEnvironment;
    this.register(environments.onDidChange(() => this.#write()));
    this.register(vscode.window.onDidChangeVisibleTextEditors(() => this.#write()));
    this.register(vscode.window.onDidChangeActiveTextEditor(() => this.#write()));
    this.#write();
  }

  #write(): void {
    const document = requestDocument();
    if (!document) {
      this.#item.hide();
      return;
    }
    const name = this.environments.of(document);
    const isWarned = name !== undefined && this.environments.isWarned(document, name);
    this.#item.text = name === undefined ? '$(globe) no environment' : `$(globe) ${withoutIcons(name).slice(0, 40)}`;
    this.#item.tooltip = tooltipOf(name, isWarned);
    this.#item.backgroundColor = isWarned ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
    this.#item.show();
  }
}

function tooltipOf(name: string | undefined, isWarned: boolean): string {
  const who = name === undefined ? 'Requests use $shared variables only.' : `Requests use the environment "${name}".`;
  const care = isWarned ? ' Be careful: it is named in dtHttp.warnEnvironments.' : '';
  return `${who}${care}\nClick to switch the environment.`;
}

/** The request file that the user works with: the active one, else one that is visible beside its answer. */
export function requestDocument(): vscode.TextDocument | undefined {
  const isRequest = (document: vscode.TextDocument | undefined) =>
    document !== undefined && document.uri.scheme !== answerScheme && [languageId, ...foreignLanguageIds].includes(document.languageId);
  const active = vscode.window.activeTextEditor?.document;
  if (isRequest(active)) return active;
  return vscode.window.visibleTextEditors.map(({ document }) => document).find(isRequest);
}

import * as vscode from 'vscode';
import type { AnswerView } from '../answerView';
import { secretsIn, staleBecause } from '../answers/secretFields';
import { answerScheme, answerSuffix, commandId } from '../ids';
import type { Runs } from '../runs';

/** Above each masked field of an answer: *Reveal once*, and what else can be done with it. */
class AnswerLensProvider implements vscode.CodeLensProvider {
  constructor(
    private readonly answers: AnswerView,
    private readonly runs: Runs,
    readonly onDidChangeCodeLenses: vscode.Event<void>,
  ) {}

  async provideCodeLenses(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
    const { uri } = document;
    const secrets = uri.path.endsWith(answerSuffix) ? await secretsIn(this.answers, uri) : undefined;
    if (!secrets || secrets.fields.length === 0) return [];
    const stale = await staleBecause(this.answers, this.runs, uri);
    const age = stale === undefined ? [] : [{ title: `an older answer: ${stale}`, command: '' }];
    const isPlaced = secrets.fields.every(({ offset }) => offset !== undefined);
    // Where it cannot be told which mask is which, the command asks.
    if (!isPlaced) return [{ title: 'Reveal a masked field once…', command: commandId.revealSecret, arguments: [uri] }, ...age].map((command) => new vscode.CodeLens(new vscode.Range(0, 0, 0, 0), command));
    return secrets.fields.flatMap(({ path, offset = 0 }) => {
      const { start } = document.lineAt(document.positionAt(offset)).range;
      const save = secrets.newKey && path === '$.secret' ? [{ title: 'Save as service account…', command: commandId.saveAsAccount, arguments: [uri] }] : [];
      const reveal = { title: 'Reveal once', tooltip: 'Shows this field in a dialog, and nowhere else', command: commandId.revealSecret, arguments: [uri, path] };
      return [reveal, ...save, ...age].map((command) => new vscode.CodeLens(new vscode.Range(start, start), command));
    });
  }
}

export function registerAnswerLens(answers: AnswerView, runs: Runs): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  const isShown = () => vscode.window.visibleTextEditors.some(({ document }) => document.uri.scheme === answerScheme);
  const tell = () => {
    // Only what is seen has an age to be told, and every key in a request would ask.
    if (isShown()) changed.fire();
  };
  return vscode.Disposable.from(
    changed,
    runs.onDidChange(tell),
    vscode.workspace.onDidCloseTextDocument(tell),
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      if (runs.all(document).length > 0) tell();
    }),
    vscode.languages.registerCodeLensProvider({ scheme: answerScheme }, new AnswerLensProvider(answers, runs, changed.event)),
  );
}

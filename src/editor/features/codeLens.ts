import * as vscode from 'vscode';
import type { RunReport } from '../../app/report';
import { lenses } from '../../language/features/lenses';
import { spanToRange } from '../convert';
import { parsed } from '../documents';
import { commandId, languageId } from '../ids';
import type { Run, Runs } from '../runs';

/** *Run* above each request, and behind it how the latest run ended. */
class RunCodeLensProvider implements vscode.CodeLensProvider {
  constructor(
    private readonly runs: Runs,
    readonly onDidChangeCodeLenses: vscode.Event<void>,
  ) {}

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const file = parsed(document);
    return lenses(file).flatMap((lens) => {
      const range = spanToRange(document, lens.span);
      const block = file.blocks[lens.blockIndex];
      const run = block && this.runs.of(document, block.start);
      return commands(document.uri, lens.span.start, run).map((command) => new vscode.CodeLens(range, command));
    });
  }
}

function commands(uri: vscode.Uri, offset: number, run: Run | undefined): readonly vscode.Command[] {
  const place = [uri, offset];
  const start = { title: '$(play) Run', command: commandId.run, arguments: place };
  if (!run) return [start];
  if (run.status.kind === 'running') {
    return [
      { title: `$(loading~spin) ${run.status.progress}`, command: '' },
      { title: 'Cancel', command: commandId.cancel, arguments: place },
    ];
  }
  const result = resultTitle(run.status.report);
  if (result === undefined) return [start];
  const note = run.edited ? ' · before the last edit' : '';
  const shown: readonly vscode.Command[] = [start, { title: result + note, command: commandId.showAnswer, arguments: place }];
  const explained = run.status.report.kind === 'ran' && run.status.report.failure !== undefined && !run.edited;
  return explained ? [...shown, { title: 'explain', command: commandId.explain, arguments: place }] : shown;
}

/** e.g. `$(pass) 200 OK · 143 ms · 2.1 kB`; undefined when nothing ran. */
function resultTitle(report: RunReport): string | undefined {
  switch (report.kind) {
    case 'refused':
      return undefined;
    case 'disabled':
      return '$(circle-slash) disabled';
    case 'ran': {
      const icon = report.verdict === 'passed' ? 'pass' : report.verdict === 'cancelled' ? 'circle-slash' : 'error';
      return `$(${icon}) ${report.summary}`;
    }
  }
}

export function registerCodeLens(runs: Runs): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  return vscode.Disposable.from(
    changed,
    runs.onDidChange(() => changed.fire()),
    vscode.languages.registerCodeLensProvider({ language: languageId }, new RunCodeLensProvider(runs, changed.event)),
  );
}

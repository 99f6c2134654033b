import * as vscode from 'vscode';
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
      const run = block && this.runs.of(document, block);
      return commands(document.uri, lens.span.start, run).map((command) => new vscode.CodeLens(range, command));
    });
  }
}

function commands(uri: vscode.Uri, offset: number, run: Run | undefined): readonly vscode.Command[] {
  const place = [uri, offset];
  const start = { title: withIcon('play', 'Run'), command: commandId.run, arguments: place };
  if (!run) return [start];
  switch (run.status.kind) {
    case 'running':
      return [
        { title: withIcon('loading~spin', run.status.progress), command: '' },
        { title: 'Cancel', command: commandId.cancel, arguments: place },
      ];
    case 'stopped':
      return [start, run.status.because === 'cancelled' ? { title: withIcon('circle-slash', 'cancelled'), command: '' } : { title: withIcon('bug', 'failed, see the log'), command: commandId.showLog }];
    case 'finished':
      return [start, ...results(run, run.status, place)];
  }
}

/** e.g. `$(pass) 200 OK · 143 ms · 2.1 kB`, and `explain` when it failed. */
function results(run: Run, { report }: Extract<Run['status'], { kind: 'finished' }>, place: unknown[]): readonly vscode.Command[] {
  switch (report.kind) {
    case 'refused':
      return run.edited ? [] : [{ title: withIcon('error', 'not sent'), command: commandId.explain, arguments: place }];
    case 'disabled':
      return [{ title: withIcon('circle-slash', 'disabled'), command: '' }];
    case 'ran': {
      const icon = report.verdict === 'passed' ? 'pass' : report.verdict === 'cancelled' ? 'circle-slash' : 'error';
      const note = run.edited ? ' · before the last edit' : '';
      const answer = { title: withIcon(icon, report.summary + note), command: commandId.showAnswer, arguments: place };
      const explained = report.failure !== undefined && !run.edited;
      return explained ? [answer, { title: 'explain', command: commandId.explain, arguments: place }] : [answer];
    }
  }
}

/** The editor swallows a blank between icon and text, but not one that does not break. */
function withIcon(icon: string, text: string): string {
  return `$(${icon})\u00a0${text}`;
}

export function registerCodeLens(runs: Runs): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  return vscode.Disposable.from(
    changed,
    runs.onDidChange(() => changed.fire()),
    runs.onDidProgress(() => changed.fire()),
    vscode.languages.registerCodeLensProvider({ language: languageId }, new RunCodeLensProvider(runs, changed.event)),
  );
}

import * as vscode from 'vscode';
import type { Clock } from '../../base/clock';
import { lenses } from '../../language/features/lenses';
import { spanToRange } from '../convert';
import { readable } from '../documents';
import { commandId, languageId } from '../ids';
import { Redraws } from '../redraws';
import type { Run, Runs } from '../runs';

/**
 * From so many requests on, only those in view get lenses with their commands at once, and the
 * others when they come into view. Measured with 1,000 requests: one lens each with its command
 * costs the editor 40 ms, three 105 ms, three without commands 38 ms. But what comes later is
 * painted later, so nothing that is in view has to wait.
 */
const manyRequests = 150;

/** Lines around what is visible that count as in view, so that scrolling a little shows no gap. */
const linesAround = 60;

/** A lens of a request that was not run, whose command is made when it comes into view. */
class PlainLens extends vscode.CodeLens {
  constructor(
    range: vscode.Range,
    readonly place: readonly [vscode.Uri, number],
    readonly index: number,
  ) {
    super(range);
  }
}

/** *Run*, *Run from here* and `⋯` above each request, and between them how the latest run ended. */
class RunCodeLensProvider implements vscode.CodeLensProvider {
  constructor(
    private readonly runs: Runs,
    readonly onDidChangeCodeLenses: vscode.Event<void>,
    private readonly didRead: () => void,
  ) {}

  async provideCodeLenses(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
    this.didRead();
    const file = await readable(document);
    if (!file) return [];
    const requests = lenses(file);
    const isNear = requests.length < manyRequests ? () => true : nearby(document);
    return requests.flatMap((lens) => {
      const range = spanToRange(document, lens.span);
      const block = file.blocks[lens.blockIndex];
      const run = block && this.runs.of(document, block);
      const place = [document.uri, lens.span.start] as const;
      if (!run && !isNear(range.start.line)) return [0, 1, 2].map((index) => new PlainLens(range, place, index));
      return commands(place, run).map((command) => new vscode.CodeLens(range, command));
    });
  }

  resolveCodeLens(lens: vscode.CodeLens): vscode.CodeLens {
    const command = lens instanceof PlainLens ? commands(lens.place, undefined)[lens.index] : undefined;
    if (command) lens.command = command;
    return lens;
  }
}

/** Whether a line is in view, or will be soon. A document that is just being opened is seen from its start. */
function nearby(document: vscode.TextDocument): (line: number) => boolean {
  const visible = vscode.window.visibleTextEditors.filter((editor) => editor.document === document).flatMap(({ visibleRanges }) => visibleRanges);
  const ranges = visible.length > 0 ? visible.map(({ start, end }) => [start.line, end.line] as const) : [[0, 0] as const];
  return (line) => ranges.some(([start, end]) => line >= start - linesAround && line <= end + linesAround);
}

function commands([uri, offset]: readonly [vscode.Uri, number], run: Run | undefined): readonly vscode.Command[] {
  const place = [uri, offset];
  const start = { title: withIcon('play', 'Run'), command: commandId.run, arguments: place };
  const more = [
    { title: 'Run from here', command: commandId.runFromHere, arguments: place },
    { title: '⋯', tooltip: 'More for this request', command: commandId.more, arguments: place },
  ];
  const cancel = { title: 'Cancel', command: commandId.cancel, arguments: place };
  if (!run) return [start, ...more];
  switch (run.status.kind) {
    case 'queued':
      return [{ title: withIcon('clock', 'queued'), command: '' }, cancel];
    case 'running':
      return [run.status.wait ? waiting(run.status.progress) : { title: withIcon('loading~spin', run.status.progress), command: '' }, cancel];
    case 'stopped': {
      const isCancelled = run.status.because === 'cancelled';
      const result = isCancelled ? { title: withIcon('circle-slash', 'cancelled'), command: '' } : { title: withIcon('bug', 'failed, see the log'), command: commandId.showLog };
      return [start, result, ...more];
    }
    case 'finished':
      return [start, ...results(run, run.status, place), ...more];
  }
}

/** e.g. `$(clock) goes in 4 s: 75 of 75 used`; a click shows by whom. */
function waiting(text: string): vscode.Command {
  const tooltip = 'Waits for a place in the quota, and goes by itself. Click to see who holds the places.';
  return { title: withIcon('clock', text), tooltip, command: commandId.showQuota };
}

/** e.g. `$(pass) 200 OK · 143 ms · 2.1 kB`, and `explain` when it failed. */
function results(run: Run, { report }: Extract<Run['status'], { kind: 'finished' }>, place: unknown[]): readonly vscode.Command[] {
  switch (report.kind) {
    case 'refused':
      return run.edited ? [] : [{ title: withIcon('error', 'not sent'), command: commandId.explain, arguments: place }];
    case 'skipped':
      return run.edited ? [] : [{ title: withIcon('debug-step-over', 'skipped'), command: commandId.explain, arguments: place }];
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

export function registerCodeLens(runs: Runs, clock: Clock): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  const redraws = new Redraws(clock, () => changed.fire());
  return vscode.Disposable.from(
    changed,
    redraws,
    runs.onDidChange(() => redraws.ask()),
    runs.onDidProgress(() => redraws.ask()),
    vscode.languages.registerCodeLensProvider({ language: languageId }, new RunCodeLensProvider(runs, changed.event, () => redraws.read())),
  );
}

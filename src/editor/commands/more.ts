import * as vscode from 'vscode';
import { imageType } from '../answers/bodyType';
import { commandId } from '../ids';
import type { Run } from '../runs';
import type { Command, CommandContext } from './command';
import { placeOf } from './place';

interface Choice extends vscode.QuickPickItem {
  readonly command: string;
  readonly args: readonly unknown[];
}

/** `⋯` above a request: everything that can be done with it. */
export class MoreCommand implements Command {
  readonly id = commandId.more;

  constructor(private readonly context: CommandContext) {}

  async execute(...args: unknown[]): Promise<void> {
    const place = await placeOf(args);
    if (!place) return;
    const { document, block } = place;
    const run = this.context.runs.of(document, block);
    const choices = choicesFor([document.uri, block.start], run, run !== undefined && isImage(run));
    const chosen = await vscode.window.showQuickPick(choices, { title: 'This Request' });
    if (chosen) await vscode.commands.executeCommand(chosen.command, ...chosen.args);
  }
}

function choicesFor(args: readonly unknown[], run: Run | undefined, image: boolean): readonly Choice[] {
  const choice = (label: string, command: string, more: readonly unknown[] = []): Choice => ({ label, command, args: [...args, ...more] });
  return [
    choice('$(run) Run', commandId.run),
    choice('$(run-below) Run from here', commandId.runFromHere),
    choice('$(run-all) Run all requests', commandId.runAll),
    choice('$(eye) Show what would be sent', commandId.preview),
    ...choicesOfRun(run, image, choice),
    { label: '', kind: vscode.QuickPickItemKind.Separator, command: '', args: [] },
    choice('$(globe) Switch environment…', commandId.switchEnvironment),
    choice('$(key) Switch account…', commandId.switchAccount),
  ];
}

function choicesOfRun(run: Run | undefined, image: boolean, choice: (label: string, command: string, more?: readonly unknown[]) => Choice): readonly Choice[] {
  if (!run) return [];
  const { status } = run;
  if (status.kind === 'queued' || status.kind === 'running') return [choice('$(debug-stop) Cancel', commandId.cancel)];
  if (status.kind === 'stopped') return [];
  const { report } = status;
  const explained = report.kind === 'refused' || report.kind === 'skipped' || (report.kind === 'ran' && report.failure !== undefined);
  return [
    ...(explained && !run.edited ? [choice('$(question) Explain', commandId.explain)] : []),
    ...(report.kind === 'ran' ? [choice('$(go-to-file) Show the answer', commandId.showAnswer)] : []),
    ...(image ? [choice('$(list-flat) Show status and headers', commandId.showAnswer, [true])] : []),
    ...(report.kind === 'ran' && report.result.outcome.kind === 'answered' ? [choice('$(save-as) Save the answer body…', commandId.saveAnswer)] : []),
  ];
}

function isImage({ status }: Run): boolean {
  if (status.kind !== 'finished' || status.report.kind !== 'ran' || status.report.result.outcome.kind !== 'answered') return false;
  return imageType(status.report.result.outcome.response) !== undefined;
}

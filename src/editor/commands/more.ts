import * as vscode from 'vscode';
import type { ActionName } from '../../insight/entry';
import { imageType } from '../answers/bodyType';
import { callOf } from '../diagnostics/explainedAction';
import { commandId } from '../ids';
import { withoutIcons } from '../messages';
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
    ...choicesOfFailure(run, args),
    { label: '', kind: vscode.QuickPickItemKind.Separator, command: '', args: [] },
    choice('$(copy) Copy as cURL', commandId.copyAsCurl),
    choice('$(copy) Copy as Python', commandId.copyAsPython),
    choice('$(copy) Copy as JavaScript', commandId.copyAsJavaScript),
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

/** The actions of the explanation, as in the light bulb, and the report of every failure. */
function choicesOfFailure(run: Run | undefined, place: readonly unknown[]): readonly Choice[] {
  if (run?.status.kind !== 'finished' || run.status.report.kind !== 'ran') return [];
  const { at, report } = run.status;
  const explanation = run.edited ? undefined : report.failure?.explanation;
  const isOffered = (action: ActionName) => action !== 'retry' && action !== 'switch-account' && action !== 'copy-report';
  const calls = (explanation?.fixes ?? []).flatMap((fix) => (fix.kind === 'action' && isOffered(fix.action) ? [callOf(fix, place, at, explanation?.code ?? '')] : []));
  return [
    ...calls.map(({ title, command, arguments: args = [] }) => ({ label: `$(lightbulb) ${withoutIcons(title)}`, command, args })),
    ...(report.verdict === 'passed' ? [] : [{ label: '$(clippy) Copy a support report', command: commandId.copyReport, args: place }]),
  ];
}

function isImage({ status }: Run): boolean {
  if (status.kind !== 'finished' || status.report.kind !== 'ran' || status.report.result.outcome.kind !== 'answered') return false;
  return imageType(status.report.result.outcome.response) !== undefined;
}

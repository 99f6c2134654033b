import * as vscode from 'vscode';
import { savedText } from '../../app/answerDocument';
import type { Ran, RunReport, Saved } from '../../app/report';
import { showAnswer } from '../answers/showAnswer';
import { commandId } from '../ids';
import { tellError, tellInfo, tellWarning } from '../messages';
import type { BatchInput, Ended } from './batch';
import type { LaunchContext } from './launcher';

/** Shows what came of a run: of one request its answer, of several the first failure or else the last answer. */
export async function showEnded(context: LaunchContext, input: BatchInput, all: readonly Ended[]): Promise<void> {
  if (all.length === 1) {
    const [{ block, report, isCancelled } = {} as Partial<Ended>] = all;
    if (block && report && isCancelled !== true) await showOne(context, input, { block, report, isCancelled: false });
    return;
  }
  const ended = all.filter(({ report, isCancelled }) => report !== undefined && !isCancelled);
  const ran = ended.flatMap(({ block, report }) => (report?.kind === 'ran' ? [{ block, report }] : []));
  const shown = ran.find(({ report }) => report.verdict !== 'passed') ?? ran.at(-1);
  if (shown) await showAnswer(context, { ...input, block: shown.block }, shown.report);
  tellSummary(input, all);
}

async function showOne(context: LaunchContext, input: BatchInput, { block, report }: Ended): Promise<void> {
  switch (report?.kind) {
    case undefined:
      return;
    case 'disabled':
      void tellInfo('This request is marked @disabled. Remove the mark to run it.');
      return;
    case 'refused':
    case 'skipped':
      tellNotSent(report);
      return;
    case 'ran':
      if (report.saved) void tellSaved(report.saved);
      await showAnswer(context, { ...input, block }, report);
  }
}

/** Says why nothing was sent; a person who said no knows. */
export function tellNotSent(report: Exclude<RunReport, Ran | { kind: 'disabled' }>): void {
  const [first] = report.findings;
  if (!first || (report.kind === 'skipped' && report.because === 'declined')) return;
  void tellWarning(/^Not sent\b/.test(first.message) ? first.message : `Not sent: ${first.message}`);
}

/** An answer that is an error says by itself that it was not saved. */
async function tellSaved(saved: Saved): Promise<void> {
  switch (saved.kind) {
    case 'not-saved':
      return;
    case 'failed':
      void tellError(savedText(saved));
      return;
    case 'saved': {
      const open = 'Open File';
      const choice = await tellInfo(savedText(saved), open);
      if (choice === open) await vscode.commands.executeCommand('vscode.open', vscode.Uri.parse(saved.uri, true));
    }
  }
}

/** e.g. `3 requests: 2 passed, 1 failed.` */
function tellSummary({ document, file, blocks }: BatchInput, all: readonly Ended[]): void {
  const counts = new Map<string, number>();
  for (const ended of all) {
    const word = outcomeWord(ended);
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const text = `${all.length} requests: ${outcomeWords.flatMap((word) => (counts.has(word) ? [`${counts.get(word) ?? 0} ${word}`] : [])).join(', ')}.`;
  const bad = all.find((ended) => badWords.has(outcomeWord(ended)));
  if (!bad) {
    vscode.window.setStatusBarMessage(`$(pass) ${text}`, 10_000);
    return;
  }
  void offerFirst(text, document.uri, bad.block.start, file.blocks.length > 0 && blocks.length > 0);
}

async function offerFirst(text: string, uri: vscode.Uri, offset: number, isThere: boolean): Promise<void> {
  const explain = 'Explain the First';
  const choice = await tellWarning(text, ...(isThere ? [explain] : []));
  if (choice === explain) await vscode.commands.executeCommand(commandId.explain, uri, offset);
}

const outcomeWords = ['passed', 'failed', 'not sent', 'skipped', 'disabled', 'cancelled'] as const;
const badWords: ReadonlySet<string> = new Set(['failed', 'not sent', 'skipped']);

function outcomeWord({ report, isCancelled }: Ended): (typeof outcomeWords)[number] {
  if (isCancelled || !report) return 'cancelled';
  switch (report.kind) {
    case 'refused':
      return 'not sent';
    case 'skipped':
    case 'disabled':
      return report.kind;
    case 'ran':
      return report.verdict === 'no-answer' ? 'failed' : report.verdict;
  }
}

import * as vscode from 'vscode';
import type { Span } from '../../base/text';
import { spanToRange } from '../convert';
import { moved } from '../diagnostics/ofRun';
import { columnOf } from '../documents';
import { commandId } from '../ids';
import type { Run } from '../runs';
import type { Command, CommandContext } from './command';
import { placeOf } from './place';

/** Opens the explanation of a run that failed, or was not sent: the hover on its mark. */
export class ExplainCommand implements Command {
  readonly id = commandId.explain;

  constructor(private readonly context: CommandContext) {}

  async execute(...args: unknown[]): Promise<void> {
    const place = await placeOf(args);
    const run = place && this.context.runs.of(place.document, place.block);
    const span = run && guiltySpan(run);
    if (!place || !span) return;
    const { document } = place;
    const { start } = spanToRange(document, moved(span, run));
    const viewColumn = columnOf(document);
    // At the start: a pasted token ends far outside of the window, and the hover would open there.
    await vscode.window.showTextDocument(document, { selection: new vscode.Range(start, start), ...(viewColumn === undefined ? {} : { viewColumn }) });
    await vscode.commands.executeCommand('editor.action.showHover', { focus: 'focusIfVisible' });
  }
}

function guiltySpan({ status }: Run): Span | undefined {
  if (status.kind !== 'finished') return undefined;
  switch (status.report.kind) {
    case 'ran':
      return status.report.failure?.span;
    case 'refused':
    case 'skipped':
      return status.report.findings[0]?.finding.span;
    case 'disabled':
      return undefined;
  }
}

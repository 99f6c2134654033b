import * as vscode from 'vscode';
import type { RunReport } from '../../app/report';
import { isCancelled, sleep } from '../../base/abort';
import { blockAt } from '../../language/syntax/queries';
import type { Block } from '../../language/syntax/nodes';
import { parsed } from '../documents';
import { commandId, languageId } from '../ids';
import type { RunStatus } from '../runs';
import { progressText } from '../progress';
import type { Command, CommandContext } from './command';

/** Milliseconds after which a run gets a notification with a cancel button. */
const notifyAfterMs = 1500;

interface Place {
  readonly document: vscode.TextDocument;
  readonly block: Block;
}

/** The block that a command is about: given by a lens or fix, or the one at the cursor. */
async function placeOf(args: readonly unknown[]): Promise<Place | undefined> {
  const [uri, offset] = args;
  if (uri instanceof vscode.Uri && typeof offset === 'number') {
    const document = await vscode.workspace.openTextDocument(uri);
    return { document, block: blockAt(parsed(document), offset) };
  }
  const editor = vscode.window.activeTextEditor;
  if (editor?.document.languageId !== languageId) {
    void vscode.window.showInformationMessage('Open a .dt.http file and put the cursor on a request to run it.');
    return undefined;
  }
  const { document, selection } = editor;
  return { document, block: blockAt(parsed(document), document.offsetAt(selection.active)) };
}

/** `DT: Run Request` */
export class RunCommand implements Command {
  readonly id = commandId.run;

  constructor(private readonly context: CommandContext) {}

  /** @param args URI and offset of the request (default: at the cursor), and milliseconds to wait first. */
  async execute(...args: unknown[]): Promise<RunReport | undefined> {
    if (!vscode.workspace.isTrusted) {
      void vscode.window.showWarningMessage('No request is run in Restricted Mode: the file may not be yours. Trust the workspace to run it.');
      return undefined;
    }
    const place = await placeOf(args);
    if (!place) return undefined;
    if (!place.block.request) {
      void vscode.window.showInformationMessage('There is no request here: this block holds only comments and variables.');
      return undefined;
    }
    const wait = typeof args[2] === 'number' ? args[2] : 0;
    return this.#run(place, wait);
  }

  async #run({ document, block }: Place, waitMs: number): Promise<RunReport | undefined> {
    const abort = new AbortController();
    const cancel = () => abort.abort();
    let progress = 'Starting…';
    const running = (): RunStatus => ({ kind: 'running', progress, cancel });
    this.#cancelFormer(document, block);
    const tell = this.context.runs.begin(document, block, running());
    const notification = notifyWhenSlow(document.getText(spanRange(document, block)), abort, () => progress);
    try {
      if (waitMs > 0) {
        progress = `Waiting ${Math.ceil(waitMs / 1000)} s…`;
        tell(running());
        await sleep(this.context.host.clock, waitMs, abort.signal);
      }
      const services = await this.context.engine.get();
      const report = await services.run(
        {
          file: parsed(document),
          block,
          uri: document.uri.toString(),
          ...this.context.engine.scope(document),
          source: vscode.workspace.asRelativePath(document.uri),
          onProgress: (event) => {
            progress = progressText(event);
            tell(running());
          },
        },
        abort.signal,
      );
      tell({ kind: 'finished', report, at: new Date() });
      await this.#show(document, report);
      return report;
    } catch (error) {
      tell({ kind: 'finished', report: { kind: 'refused', findings: [] }, at: new Date() });
      if (isCancelled(error)) return undefined;
      throw error;
    } finally {
      notification.dispose();
    }
  }

  #cancelFormer(document: vscode.TextDocument, block: Block): void {
    const former = this.context.runs.of(document, block.start);
    if (former?.status.kind === 'running') former.status.cancel();
  }

  async #show(document: vscode.TextDocument, report: RunReport): Promise<void> {
    switch (report.kind) {
      case 'disabled':
        void vscode.window.showInformationMessage('This request is marked @disabled. Remove the mark to run it.');
        return;
      case 'refused': {
        const [first] = report.findings;
        if (!first) return;
        void vscode.window.showWarningMessage(`Not sent: ${first.message}`);
        return;
      }
      case 'ran':
        if (report.verdict !== 'cancelled') await this.context.answers.show(document.uri, report.title, report.document);
    }
  }
}

function spanRange(document: vscode.TextDocument, block: Block): vscode.Range {
  const line = block.request?.line ?? block;
  return new vscode.Range(document.positionAt(line.start), document.positionAt(line.end));
}

/** A notification with a cancel button, once a run takes longer than a moment. */
function notifyWhenSlow(title: string, abort: AbortController, progress: () => string): vscode.Disposable {
  let done: () => void = () => undefined;
  const finished = new Promise<void>((resolve) => (done = resolve));
  const timer = setTimeout(() => {
    void vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title: title.slice(0, 100), cancellable: true }, (report, token) => {
      token.onCancellationRequested(() => abort.abort());
      const refresh = setInterval(() => report.report({ message: progress() }), 250);
      return finished.finally(() => clearInterval(refresh));
    });
  }, notifyAfterMs);
  return new vscode.Disposable(() => {
    clearTimeout(timer);
    done();
  });
}

/** `DT: Cancel Request` */
export class CancelCommand implements Command {
  readonly id = commandId.cancel;

  constructor(private readonly context: CommandContext) {}

  async execute(...args: unknown[]): Promise<void> {
    const place = await placeOf(args);
    const run = place && this.context.runs.of(place.document, place.block.start);
    if (run?.status.kind === 'running') run.status.cancel();
  }
}

/** `DT: Renew the Token and Retry` */
export class RenewAndRetryCommand implements Command {
  readonly id = commandId.renewAndRetry;

  constructor(private readonly context: CommandContext) {}

  async execute(...args: unknown[]): Promise<unknown> {
    const renewed: unknown = await vscode.commands.executeCommand(commandId.refreshToken);
    return renewed === true ? new RunCommand(this.context).execute(...args) : undefined;
  }
}

/** Opens the explanation of a failed run: the hover on its mark. */
export class ExplainCommand implements Command {
  readonly id = commandId.explain;

  constructor(private readonly context: CommandContext) {}

  async execute(...args: unknown[]): Promise<void> {
    const place = await placeOf(args);
    const run = place && this.context.runs.of(place.document, place.block.start);
    if (!place || run?.status.kind !== 'finished' || run.status.report.kind !== 'ran' || !run.status.report.failure) return;
    const { span } = run.status.report.failure;
    const start = place.document.positionAt(span.start + run.moved);
    const end = place.document.positionAt(span.end + run.moved);
    await vscode.window.showTextDocument(place.document, { selection: new vscode.Range(start, end) });
    await vscode.commands.executeCommand('editor.action.showHover', { focus: 'focusIfVisible' });
  }
}

/** Opens the answer of the latest run again. */
export class ShowAnswerCommand implements Command {
  readonly id = commandId.showAnswer;

  constructor(private readonly context: CommandContext) {}

  async execute(...args: unknown[]): Promise<void> {
    const place = await placeOf(args);
    const run = place && this.context.runs.of(place.document, place.block.start);
    if (!place || run?.status.kind !== 'finished' || run.status.report.kind !== 'ran') return;
    await this.context.answers.show(place.document.uri, run.status.report.title, run.status.report.document);
  }
}


import * as vscode from 'vscode';
import type { RunReport } from '../../app/report';
import { isCancelled, sleep } from '../../base/abort';
import { textOf } from '../../language/syntax/queries';
import { commandId } from '../ids';
import { ProgressLine, progressText } from '../progress';
import { SlowNotice } from '../slowNotice';
import type { Command, CommandContext } from './command';
import { type Place, placeOf } from './place';
import { showAnswer } from './showAnswer';

/** `DT: Run Request` */
export class RunCommand implements Command {
  readonly id = commandId.run;

  constructor(private readonly context: CommandContext) {}

  /**
   * @param args URI and offset of the request (default: at the cursor), and the time before which
   *   it is not sent, in milliseconds since 1970 UTC.
   */
  async execute(...args: unknown[]): Promise<RunReport | undefined> {
    if (!vscode.workspace.isTrusted) {
      void offerTrust();
      return undefined;
    }
    const place = await placeOf(args);
    if (!place) return undefined;
    if (!place.block.request) {
      void vscode.window.showInformationMessage('There is no request here: this block holds only comments and variables.');
      return undefined;
    }
    const { signal, report } = await this.#run(place, typeof args[2] === 'number' ? args[2] : 0);
    if (report && !signal.aborted) await this.#show(place, report);
    return report;
  }

  async #run(place: Place, notBefore: number): Promise<{ readonly signal: AbortSignal; readonly report?: RunReport }> {
    const { host, runs } = this.context;
    const ticket = runs.begin(place.document, place.block, progressText({ kind: 'starting' }, 0));
    const { signal } = ticket;
    const notice = new SlowNotice(host.clock, requestText(place), () => ticket.cancel());
    const line = new ProgressLine(host.clock, (progress) => {
      ticket.tell({ kind: 'running', progress });
      notice.report(progress);
    });
    try {
      const report = await this.#report(place, notBefore, line, signal);
      ticket.tell({ kind: 'finished', report, at: new Date(host.clock.now()) });
      return { signal, report };
    } catch (error) {
      ticket.tell({ kind: 'stopped', because: isCancelled(error) ? 'cancelled' : 'broken' });
      if (isCancelled(error)) return { signal };
      throw error;
    } finally {
      line.dispose();
      notice.dispose();
      ticket.end();
    }
  }

  async #report({ document, file, block }: Place, notBefore: number, line: ProgressLine, signal: AbortSignal): Promise<RunReport> {
    const { clock } = this.context.host;
    const waitMs = notBefore - clock.now();
    if (waitMs > 0) {
      line.show({ kind: 'waiting', forMs: waitMs });
      await sleep(clock, waitMs, signal);
    }
    const { engine } = this.context;
    const services = await engine.get();
    return services.run(
      {
        file,
        block,
        uri: document.uri.toString(),
        ...engine.scope(document),
        source: vscode.workspace.asRelativePath(document.uri),
        onProgress: (step) => line.show(step),
      },
      signal,
    );
  }

  async #show(place: Place, report: RunReport): Promise<void> {
    switch (report.kind) {
      case 'disabled':
        void vscode.window.showInformationMessage('This request is marked @disabled. Remove the mark to run it.');
        return;
      case 'refused': {
        const [first] = report.findings;
        if (first) void vscode.window.showWarningMessage(`Not sent: ${first.message}`);
        return;
      }
      case 'ran':
        await showAnswer(this.context, place, report);
    }
  }
}

/** The request line as written, for the notification. */
function requestText({ file, block }: Place): string {
  return textOf(file, block.request?.line ?? block).trim().slice(0, 100);
}

async function offerTrust(): Promise<void> {
  const manage = 'Manage Workspace Trust';
  const choice = await vscode.window.showWarningMessage('No request is run in Restricted Mode: the file may not be yours. Trust the workspace to run it.', manage);
  if (choice === manage) await vscode.commands.executeCommand('workbench.trust.manage');
}

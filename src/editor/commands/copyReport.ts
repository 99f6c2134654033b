import * as vscode from 'vscode';
import type { Ran } from '../../app/report';
import { answerFor, tellNotKept } from '../answers/secretFields';
import { answerScheme, commandId } from '../ids';
import { tellInfo } from '../messages';
import type { Command, CommandContext } from './command';
import { placeOf } from './place';

/** `DT: Copy Support Report`: what was sent and answered, without secrets, for somebody who is to help. */
export class CopyReportCommand implements Command {
  readonly id = commandId.copyReport;

  constructor(private readonly context: CommandContext) {}

  /** @param args URI and offset of the request; the answer that is shown, or the request at the cursor, when they are missing. */
  async execute(...args: unknown[]): Promise<void> {
    const report = await this.#reportFor(args);
    if (!report) return;
    const services = await this.context.engine.get();
    await vscode.env.clipboard.writeText(services.supportReport(report, platform()));
    const { attempts } = report.result.outcome.exchange;
    const tries = attempts.length === 1 ? '1 attempt' : `${attempts.length} attempts`;
    void tellInfo(`The support report is on the clipboard: request, answer, ${tries}, versions. Known secrets are masked; names and ids are not, so look through it before you send it.`);
  }

  /** Says why there is none. */
  async #reportFor(args: readonly unknown[]): Promise<Ran | undefined> {
    if (args.length === 0 && vscode.window.activeTextEditor?.document.uri.scheme === answerScheme) {
      const uri = answerFor(undefined);
      const report = uri && (await this.context.answers.reportOf(uri));
      if (uri && !report) tellNotKept();
      return report;
    }
    const place = await placeOf(args);
    if (!place) return undefined;
    const status = this.context.runs.of(place.document, place.block)?.status;
    if (status?.kind === 'finished' && status.report.kind === 'ran') return status.report;
    void tellInfo('Nothing was sent for this request yet, so there is nothing to report. Run it first.');
    return undefined;
  }
}

function platform(): readonly string[] {
  return [`${vscode.env.appName} ${vscode.version}`, `Node.js ${process.versions.node}`, `${process.platform} ${process.arch}`];
}

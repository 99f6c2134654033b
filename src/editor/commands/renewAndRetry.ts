import * as vscode from 'vscode';
import { commandId } from '../ids';
import type { Command, CommandContext } from './command';
import { placeOf } from './place';

/** `DT: Renew the Token and Retry` */
export class RenewAndRetryCommand implements Command {
  readonly id = commandId.renewAndRetry;

  constructor(private readonly context: CommandContext) {}

  /** @param args URI and offset of the request; the one at the cursor when they are missing. */
  async execute(...args: unknown[]): Promise<unknown> {
    const place = await placeOf(args);
    if (!place) return undefined;
    const { document, block } = place;
    const { status } = this.context.runs.of(document, block) ?? {};
    // The account that the request asks for, which need not be the active one.
    const account = status?.kind === 'finished' && status.report.kind === 'ran' ? status.report.plan.options.account : undefined;
    const renewed: unknown = await vscode.commands.executeCommand(commandId.refreshToken, account);
    return renewed === true ? vscode.commands.executeCommand(commandId.run, document.uri, block.start) : undefined;
  }
}

import * as vscode from 'vscode';
import { commandId } from '../ids';
import type { Command } from './command';

/** `DT: Renew the Token and Retry` */
export class RenewAndRetryCommand implements Command {
  readonly id = commandId.renewAndRetry;

  async execute(...args: unknown[]): Promise<unknown> {
    const renewed: unknown = await vscode.commands.executeCommand(commandId.refreshToken);
    return renewed === true ? vscode.commands.executeCommand(commandId.run, ...args) : undefined;
  }
}

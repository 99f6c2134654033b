import * as vscode from 'vscode';
import { pages } from '../../api/hosts';
import { commandId } from '../ids';
import type { Command, CommandContext } from './command';

/** Opens DT's status page in the browser. */
export class OpenStatusPageCommand implements Command {
  readonly id = commandId.openStatusPage;

  async execute(): Promise<void> {
    await vscode.env.openExternal(vscode.Uri.parse(pages.status, true));
  }
}

/** Opens DT's page for support requests in the browser. */
export class OpenSupportCommand implements Command {
  readonly id = commandId.openSupport;

  async execute(): Promise<void> {
    await vscode.env.openExternal(vscode.Uri.parse(pages.support, true));
  }
}

/** `DT: Show Log` */
export class ShowLogCommand implements Command {
  readonly id = commandId.showLog;

  constructor(private readonly context: CommandContext) {}

  execute(): Promise<void> {
    this.context.host.channel.show();
    return Promise.resolve();
  }
}

import * as vscode from 'vscode';
import { commandId } from '../ids';
import { tellInfo } from '../messages';
import type { Command, CommandContext } from './command';

/**
 * `DT: Sign Out`: drops the token of the active account and signs nothing with it, in any window,
 * until it is chosen again or its token is refreshed. What is stored stays.
 */
export class SignOutCommand implements Command {
  readonly id = commandId.signOut;

  constructor(private readonly context: CommandContext) {}

  async execute(): Promise<void> {
    const { accounts } = this.context;
    const active = await accounts.active();
    if (active === undefined || active.signedOut === true) {
      void tellInfo(active ? `${active.name} is signed out already.` : 'No account is signed in.');
      return;
    }
    await accounts.signOut(active.name);
    void this.#tell(active.name);
  }

  async #tell(name: string): Promise<void> {
    const switchAccount = 'Switch Account';
    const choice = await tellInfo(`${name} is signed out. Requests go out unsigned until you choose an account.`, switchAccount);
    if (choice === switchAccount) await vscode.commands.executeCommand(commandId.switchAccount);
  }
}

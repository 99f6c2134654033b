import * as vscode from 'vscode';
import { askChoice } from '../asking/questions';
import { commandId } from '../ids';
import { agrees, tellInfo } from '../messages';
import type { Command, CommandContext } from './command';

/**
 * `DT: Remove Account`. After the active one was removed no account is active: none begins to sign
 * because another went.
 */
export class RemoveAccountCommand implements Command {
  readonly id = commandId.removeAccount;

  constructor(private readonly context: CommandContext) {}

  /** @param name The account to remove; asks when it is missing. */
  async execute(name?: unknown): Promise<void> {
    const { accounts } = this.context;
    const chosen = typeof name === 'string' ? name : await this.#choose();
    if (chosen === undefined) return;
    const isActive = (await accounts.active())?.name === chosen;
    const detail = `Its key ID and secret are deleted here. In DT Studio the key stays valid.${isActive ? ' Requests go out unsigned until you choose another account.' : ''}`;
    if (!(await agrees(`Remove the account "${chosen}"?`, detail, 'Remove'))) return;
    await accounts.remove(chosen);
    void this.#tell(chosen, isActive && !(await accounts.isEmpty()));
  }

  async #choose(): Promise<string | undefined> {
    const { accounts } = this.context;
    const active = (await accounts.active())?.name;
    const stored = (await accounts.list()).filter(({ account }) => account.sandbox !== true);
    const unreadable = await accounts.unreadable();
    const choices = [
      ...stored.map(({ name, account }) => ({ label: name, description: name === active ? `active · ${account.email}` : account.email })),
      ...unreadable.map((name) => ({ label: name, description: 'cannot be read' })),
    ];
    if (choices.length > 0) return (await askChoice('Remove Account', choices))?.label;
    void tellInfo('There is no account to remove.');
    return undefined;
  }

  async #tell(name: string, mustChoose: boolean): Promise<void> {
    if (!mustChoose) {
      await tellInfo(`${name} was removed.`);
      return;
    }
    const switchAccount = 'Switch Account';
    const choice = await tellInfo(`${name} was removed. Choose the account that signs from now on.`, switchAccount);
    if (choice === switchAccount) await vscode.commands.executeCommand(commandId.switchAccount);
  }
}

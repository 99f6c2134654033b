import * as vscode from 'vscode';
import { commandId } from '../ids';
import type { Command, CommandContext } from './command';

/** `DT: Switch Account` */
export class SwitchAccountCommand implements Command {
  readonly id = commandId.switchAccount;

  constructor(private readonly context: CommandContext) {}

  /** @param name The account to switch to; asks when it is missing. */
  async execute(name?: unknown): Promise<void> {
    const wanted = typeof name === 'string' ? name : await this.#ask();
    if (wanted !== undefined) await this.context.accounts.activate(wanted);
  }

  async #ask(): Promise<string | undefined> {
    const accounts = await this.context.accounts.list();
    const active = await this.context.accounts.active();
    const add = '$(add) Add a service account…';
    const items: vscode.QuickPickItem[] = accounts.map(({ name, account }) => ({
      label: name,
      description: account.sandbox === true ? 'sandbox' : account.email,
      ...(name === active?.name ? { detail: 'signs requests now' } : {}),
    }));
    const picked = await vscode.window.showQuickPick([...items, { label: add }], { title: 'Sign requests as', matchOnDescription: true });
    if (picked?.label !== add) return picked?.label;
    await vscode.commands.executeCommand(commandId.addAccount);
    return undefined;
  }
}

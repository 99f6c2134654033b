import * as vscode from 'vscode';
import type { NamedAccount } from '../../auth/accountBook';
import { commandId } from '../ids';
import type { Command, CommandContext } from './command';

interface Choice extends vscode.QuickPickItem {
  readonly isActive?: boolean;
  readonly choose?: () => Promise<unknown>;
}

/** `DT: Switch Account` */
export class SwitchAccountCommand implements Command {
  readonly id = commandId.switchAccount;

  constructor(private readonly context: CommandContext) {}

  /** @param name The account to switch to; asks when it is missing. */
  async execute(name?: unknown): Promise<void> {
    if (typeof name === 'string') return this.context.accounts.activate(name);
    const picked = await pick('Sign requests as', await this.#choices());
    await picked?.choose?.();
  }

  async #choices(): Promise<readonly Choice[]> {
    const accounts = await this.context.accounts.list();
    const active = await this.context.accounts.active();
    const own = accounts.filter(({ account }) => account.sandbox !== true);
    const sandbox = accounts.filter(({ account }) => account.sandbox === true);
    const others: readonly Choice[] = [
      { label: '$(add) Add a service account…', choose: async () => vscode.commands.executeCommand(commandId.addAccount) },
      ...(sandbox.length > 0 ? [] : [{ label: '$(beaker) Start the sandbox', description: 'no account needed', choose: async () => vscode.commands.executeCommand(commandId.startSandbox) }]),
    ];
    return [...this.#section('Service accounts', own, active), ...this.#section('Sandbox', sandbox, active), { label: '', kind: vscode.QuickPickItemKind.Separator }, ...others];
  }

  #section(label: string, accounts: readonly NamedAccount[], active: NamedAccount | undefined): readonly Choice[] {
    if (accounts.length === 0) return [];
    const choices = accounts.map(({ name, account }): Choice => {
      const isActive = name === active?.name;
      return {
        label: `$(${isActive ? 'check' : 'blank'}) ${name}`,
        isActive,
        description: isActive ? `active · ${account.email}` : account.email,
        choose: () => this.context.accounts.activate(name),
      };
    });
    return [{ label, kind: vscode.QuickPickItemKind.Separator }, ...choices];
  }
}

/** Lets a person choose; the active one is chosen already. */
function pick(title: string, choices: readonly Choice[]): Promise<Choice | undefined> {
  const box = vscode.window.createQuickPick<Choice>();
  box.title = title;
  box.matchOnDescription = true;
  box.items = choices;
  box.activeItems = choices.filter(({ isActive }) => isActive === true);
  return new Promise((resolve) => {
    box.onDidAccept(() => {
      resolve(box.selectedItems[0]);
      box.hide();
    });
    box.onDidHide(() => {
      resolve(undefined);
      box.dispose();
    });
    box.show();
  });
}

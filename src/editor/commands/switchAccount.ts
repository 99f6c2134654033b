import * as vscode from 'vscode';
import type { NamedAccount } from '../../auth/accountBook';
import { askChoice } from '../asking/questions';
import { commandId } from '../ids';
import { tokenText } from '../statusBar';
import type { Command, CommandContext } from './command';

interface Choice extends vscode.QuickPickItem {
  readonly isActive?: boolean;
  readonly choose?: () => Promise<unknown>;
}

/** `DT: Switch Account` */
export class SwitchAccountCommand implements Command {
  readonly id = commandId.switchAccount;

  constructor(private readonly context: CommandContext) {}

  /** @param name The account to switch to; asks when it is missing. One that was signed out is signed in by that. */
  async execute(name?: unknown): Promise<void> {
    if (typeof name === 'string') return this.context.accounts.activate(name);
    const choices = await this.#choices();
    const picked = await askChoice('Sign requests as', choices, choices.find(({ isActive }) => isActive === true));
    await picked?.choose?.();
  }

  async #choices(): Promise<readonly Choice[]> {
    const [accounts, active, unreadable, left] = await Promise.all([this.context.accounts.list(), this.context.accounts.active(), this.context.accounts.unreadable(), this.#tokenLeft()]);
    const choice = (named: NamedAccount): Choice => {
      const isActive = named.name === active?.name;
      return {
        label: `$(${isActive ? 'check' : 'blank'}) ${named.name}`,
        isActive,
        // The email last: it is long, and cut off first.
        description: [isActive ? 'active' : '', named.signedOut === true ? 'signed out' : tokenText(left(named)), named.account.email].filter((part) => part !== '').join(' · '),
        choose: () => this.context.accounts.activate(named.name),
      };
    };
    const own = accounts.filter(({ account }) => account.sandbox !== true).map(choice);
    const sandbox = accounts.filter(({ account }) => account.sandbox === true).map(choice);
    const broken = unreadable.map((name): Choice => ({
      label: `$(warning) ${name}`,
      description: 'cannot be read: remove it, then add it again',
      choose: async () => vscode.commands.executeCommand(commandId.removeAccount, name),
    }));
    return [...section('Service accounts', [...own, ...broken]), ...section('Sandbox', sandbox), ...section('', others(sandbox.length > 0, accounts.length > 0))];
  }

  /** How long the token of an account is valid, milliseconds; undefined without one. */
  async #tokenLeft(): Promise<(account: NamedAccount) => number | undefined> {
    const services = await this.context.engine.get();
    const now = this.context.host.clock.now();
    return (account) => {
      const expiresAt = services.tokenExpiry(account);
      return expiresAt === undefined ? undefined : expiresAt - now;
    };
  }
}

function others(sandboxRuns: boolean, hasAccount: boolean): readonly Choice[] {
  return [
    { label: '$(add) Add a service account…', choose: async () => vscode.commands.executeCommand(commandId.addAccount) },
    ...(sandboxRuns ? [] : [{ label: '$(beaker) Start the sandbox', description: 'no account needed', choose: async () => vscode.commands.executeCommand(commandId.startSandbox) }]),
    // Not in Restricted Mode, where the command does nothing.
    ...(hasAccount && vscode.workspace.isTrusted ? [{ label: '$(tag) Load names…', description: 'then ids are chosen by name', choose: async () => vscode.commands.executeCommand(commandId.loadNames) }] : []),
  ];
}

function section(label: string, choices: readonly Choice[]): readonly Choice[] {
  return choices.length === 0 ? [] : [{ label, kind: vscode.QuickPickItemKind.Separator }, ...choices];
}

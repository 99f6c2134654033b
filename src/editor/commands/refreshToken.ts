import * as vscode from 'vscode';
import type { Services } from '../../app/services';
import type { SignInResult } from '../../app/signIn';
import type { NamedAccount } from '../../auth/accountBook';
import { isCancelled } from '../../base/abort';
import { toSignal } from '../convert';
import { commandId } from '../ids';
import type { Command, CommandContext } from './command';

/** `DT: Refresh Access Token` */
export class RefreshTokenCommand implements Command {
  readonly id = commandId.refreshToken;

  constructor(private readonly context: CommandContext) {}

  /**
   * Resolves to true when there is a new token.
   *
   * @param name The account to sign in; the active one when it is missing.
   */
  async execute(name?: unknown): Promise<boolean> {
    const services = await this.context.engine.get();
    const account = await services.accountCalled(typeof name === 'string' ? name : undefined);
    if (!account) {
      void this.#offerToAdd();
      return false;
    }
    const result = await this.#renew(account, services);
    if (result === 'cancelled') return false;
    if (result.kind === 'signed-in') {
      void vscode.window.showInformationMessage(`${account.name}: new access token, valid until ${new Date(result.expiresAt).toLocaleTimeString()}.`);
      return true;
    }
    void vscode.window.showErrorMessage(`${account.name} could not sign in: ${result.message}`);
    return false;
  }

  async #renew(account: NamedAccount, services: Services): Promise<SignInResult | 'cancelled'> {
    try {
      return await vscode.window.withProgress(
        { location: vscode.ProgressLocation.Notification, title: `Signing in as ${account.name}`, cancellable: true },
        (_, token) => services.renewToken(account, toSignal(token)),
      );
    } catch (error) {
      if (isCancelled(error)) return 'cancelled';
      throw error;
    }
  }

  async #offerToAdd(): Promise<void> {
    const add = 'Add Service Account';
    const choice = await vscode.window.showInformationMessage('There is no account to sign in with.', add);
    if (choice === add) await vscode.commands.executeCommand(commandId.addAccount);
  }
}

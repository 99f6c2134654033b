import * as vscode from 'vscode';
import type { Services } from '../../app/services';
import type { SignInResult } from '../../app/signIn';
import type { NamedAccount } from '../../auth/accountBook';
import { isCancelled } from '../../base/abort';
import { toSignal } from '../convert';
import { commandId } from '../ids';
import { tellError, tellInfo, withCancel } from '../messages';
import type { Command, CommandContext } from './command';

/** `DT: Refresh Access Token`: also the way back in for an account that was signed out. */
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
      void this.#offerAccounts();
      return false;
    }
    const result = await this.#renew(account, services);
    if (result === 'cancelled') return false;
    if (result.kind === 'signed-in') {
      void tellInfo(`${account.name}: new access token, valid until ${new Date(result.expiresAt).toLocaleTimeString()}.`);
      return true;
    }
    void tellError(`${account.name} could not sign in: ${result.message}`);
    return false;
  }

  async #renew(account: NamedAccount, services: Services): Promise<SignInResult | 'cancelled'> {
    try {
      return await withCancel(`Signing in as ${account.name}`, (_, token) => services.renewToken(account, toSignal(token)));
    } catch (error) {
      if (isCancelled(error)) return 'cancelled';
      throw error;
    }
  }

  /** Accounts may be there, and none of them chosen. */
  async #offerAccounts(): Promise<void> {
    const [message, button, command] = (await this.context.accounts.isEmpty())
      ? ['There is no account to sign in with.', 'Add Service Account', commandId.addAccount]
      : ['No account is chosen.', 'Switch Account', commandId.switchAccount];
    if ((await tellInfo(message, button)) === button) await vscode.commands.executeCommand(command);
  }
}

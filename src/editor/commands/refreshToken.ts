import * as vscode from 'vscode';
import { commandId } from '../ids';
import type { Command, CommandContext } from './command';

/** `DT: Refresh Access Token` */
export class RefreshTokenCommand implements Command {
  readonly id = commandId.refreshToken;

  constructor(private readonly context: CommandContext) {}

  /** Resolves to true when there is a new token. */
  async execute(): Promise<boolean> {
    const active = await this.context.accounts.active();
    if (!active) {
      const add = 'Add Service Account';
      const choice = await vscode.window.showInformationMessage('There is no account to sign in with yet.', add);
      if (choice === add) await vscode.commands.executeCommand(commandId.addAccount);
      return false;
    }
    const services = await this.context.engine.get();
    const result = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Window, title: `Signing in as ${active.name}` },
      () => services.renewToken(active, new AbortController().signal),
    );
    if (result.kind === 'signed-in') {
      void vscode.window.showInformationMessage(`${active.name}: new access token, valid until ${new Date(result.expiresAt).toLocaleTimeString()}.`);
      return true;
    }
    void vscode.window.showErrorMessage(`${active.name} could not sign in: ${result.message}`);
    return false;
  }
}

import * as vscode from 'vscode';
import { tokenUrl } from '../../api/hosts';
import type { ServiceAccount } from '../../auth/account';
import { commandId } from '../ids';
import type { Command, CommandContext } from './command';

const title = 'Add Service Account';

/** `DT: Add Service Account`: asks for the three strings, proves them, and only then stores them. */
export class AddAccountCommand implements Command {
  readonly id = commandId.addAccount;

  constructor(private readonly context: CommandContext) {}

  async execute(): Promise<void> {
    const account = await this.#ask();
    if (!account) return;
    const name = await vscode.window.showInputBox({
      title: `${title} (4 of 4): name`,
      prompt: 'How requests and the status bar call this account',
      value: account.email.split('@')[0] ?? account.email,
      validateInput: (value) => (value.trim() === '' ? 'A name is needed.' : undefined),
      ignoreFocusOut: true,
    });
    if (name === undefined) return;
    await this.#prove(name.trim(), account);
  }

  async #ask(): Promise<ServiceAccount | undefined> {
    const keyId = await ask('1 of 4): key ID', 'Key ID from DT Studio, 20 characters', false);
    if (keyId === undefined) return undefined;
    const secret = await ask('2 of 4): secret', 'The secret that DT Studio showed once, when the key was made', true);
    if (secret === undefined) return undefined;
    const email = await ask('3 of 4): email', 'Email of the service account, ending in serviceaccount.d21s.com', false, (value) =>
      value.includes('@') ? undefined : 'An email has an @.',
    );
    return email === undefined ? undefined : { keyId, secret, email, tokenUrl };
  }

  async #prove(name: string, account: ServiceAccount): Promise<void> {
    const services = await this.context.engine.get();
    const abort = new AbortController();
    const result = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: `Signing in as ${name}`, cancellable: true },
      (_, token) => {
        token.onCancellationRequested(() => abort.abort());
        return services.prove(account, abort.signal);
      },
    );
    if (result.kind === 'signed-in') {
      await this.context.accounts.add({ name, account });
      void vscode.window.showInformationMessage(`${name} is signed in and was saved.`);
      return;
    }
    const again = 'Try again';
    const choice = await vscode.window.showErrorMessage(`Not saved. ${result.message}`, again);
    if (choice === again) await this.execute();
  }
}

async function ask(step: string, prompt: string, password: boolean, check?: (value: string) => string | undefined): Promise<string | undefined> {
  const value = await vscode.window.showInputBox({
    title: `${title} (${step}`,
    prompt,
    password,
    ignoreFocusOut: true,
    validateInput: (text) => (text.trim() === '' ? 'This is needed.' : check?.(text.trim())),
  });
  return value?.trim();
}

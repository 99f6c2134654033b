import * as vscode from 'vscode';
import type { ListedSecret } from '../../auth/secretBook';
import type { Engine } from '../engine';
import { commandId } from '../ids';
import { agrees, tellInfo } from '../messages';
import type { Command } from './command';

/** `DT: Remove Secret`: says where each may go, never what it is. */
export class RemoveSecretCommand implements Command {
  readonly id = commandId.removeSecret;

  constructor(private readonly context: { readonly engine: Pick<Engine, 'get'> }) {}

  async execute(): Promise<void> {
    const { secrets } = await this.context.engine.get();
    const stored = await secrets.list();
    if (stored.length === 0) {
      void tellInfo('No secret is stored. "DT: Store Secret" stores one.');
      return;
    }
    const picked = await vscode.window.showQuickPick(stored.map(choiceOf), { title: 'Remove Secret', placeHolder: 'Which one?', matchOnDescription: true });
    if (!picked) return;
    const detail = 'Its value is forgotten. Requests that use it are refused until it is stored again.';
    if (!(await agrees(`Remove the secret "${picked.name}"?`, detail, 'Remove'))) return;
    await secrets.remove(picked.name);
    void tellInfo(`The secret "${picked.name}" was removed.`);
  }
}

function choiceOf({ name, origins, damaged }: ListedSecret): vscode.QuickPickItem & { readonly name: string } {
  return { name, label: `$(${damaged ? 'warning' : 'lock'}) ${name}`, description: damaged ? 'cannot be read' : `may go to ${origins.join(', ')}` };
}

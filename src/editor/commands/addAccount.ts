import * as vscode from 'vscode';
import { tokenUrl } from '../../api/hosts';
import { isCancelled } from '../../base/abort';
import { toSignal } from '../convert';
import { commandId } from '../ids';
import type { Command, CommandContext } from './command';

/** What was typed, in memory only, until it is saved or given up. */
interface Draft {
  readonly keyId: string;
  readonly secret: string;
  readonly email: string;
  readonly name: string;
}

interface Question {
  readonly field: keyof Draft;
  readonly title: string;
  readonly prompt: string;
  readonly placeHolder?: string;
  readonly check?: (value: string) => string | undefined;
}

const questions: readonly Question[] = [
  { field: 'keyId', title: 'key ID', prompt: 'Key ID of the service account, from DT Studio', placeHolder: '20 characters' },
  { field: 'secret', title: 'secret', prompt: 'The secret that DT Studio showed once, when the key was made' },
  {
    field: 'email',
    title: 'email',
    prompt: 'Email of the service account, from DT Studio',
    placeHolder: '…@….serviceaccount.d21s.com',
    check: (value) => (/^[^@\s]+@[^@\s]+$/.test(value) ? undefined : 'This is not an email.'),
  },
  { field: 'name', title: 'name', prompt: 'How requests and the status bar call this account' },
];

/** `DT: Add Service Account`: asks for the three strings, proves them, and only then stores them. */
export class AddAccountCommand implements Command {
  readonly id = commandId.addAccount;

  constructor(private readonly context: CommandContext) {}

  async execute(): Promise<void> {
    let draft: Draft | undefined = { keyId: '', secret: '', email: '', name: '' };
    for (;;) {
      draft = await this.#ask(draft);
      if (!draft) return;
      const problem = await this.#prove(draft);
      if (problem === undefined) {
        await this.#save(draft);
        return;
      }
      const again = 'Try Again';
      // What was typed stands in the boxes of the next try.
      if ((await vscode.window.showErrorMessage(`${draft.name} was not saved. ${problem}`, again)) !== again) return;
    }
  }

  async #ask(known: Draft): Promise<Draft | undefined> {
    const taken = new Set((await this.context.accounts.list()).map(({ name }) => name));
    let draft = known;
    for (const [index, question] of questions.entries()) {
      const { field, title, prompt, placeHolder, check } = question;
      const value = await vscode.window.showInputBox({
        title: `Add Service Account (${index + 1} of ${questions.length}): ${title}`,
        prompt,
        ...(placeHolder === undefined ? {} : { placeHolder }),
        value: field === 'name' && draft.name === '' ? (draft.email.split('@')[0] ?? '') : draft[field],
        password: field === 'secret',
        ignoreFocusOut: true,
        validateInput: (text) => problemOf(text.trim(), check) ?? (field === 'name' && taken.has(text.trim()) ? replaces : undefined),
      });
      if (value === undefined) return undefined;
      draft = { ...draft, [field]: value.trim() };
    }
    return draft;
  }

  /** Why the token endpoint does not accept the account; undefined when it does. */
  async #prove({ name, keyId, secret, email }: Draft): Promise<string | undefined> {
    const services = await this.context.engine.get();
    try {
      const result = await vscode.window.withProgress(
        { location: vscode.ProgressLocation.Notification, title: `Signing in as ${name}`, cancellable: true },
        (_, token) => services.prove({ keyId, secret, email, tokenUrl }, toSignal(token)),
      );
      return result.kind === 'signed-in' ? undefined : result.message;
    } catch (error) {
      if (isCancelled(error)) return 'Signing in was cancelled.';
      throw error;
    }
  }

  async #save({ name, keyId, secret, email }: Draft): Promise<void> {
    await this.context.accounts.add({ name, account: { keyId, secret, email, tokenUrl } });
    void vscode.window.showInformationMessage(`${name} is signed in and was saved. It signs requests from now on.`);
  }
}

const replaces: vscode.InputBoxValidationMessage = { message: 'This replaces the account of that name.', severity: vscode.InputBoxValidationSeverity.Warning };

function problemOf(text: string, check: Question['check']): string | undefined {
  return text === '' ? 'This is needed.' : check?.(text);
}

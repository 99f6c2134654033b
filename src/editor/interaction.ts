import * as vscode from 'vscode';
import type { Asked, Interaction, Question } from '../app/session/interaction';
import { CancelledError, orCancelled, throwIfCancelled } from '../base/abort';
import type { Prompt } from '../language/plan/needs';
import { agrees, unlinked } from './messages';

/** Asks the person at the editor. What was answered to a prompt that is not secret is offered again, until the window closes. */
export class EditorInteraction {
  readonly #answers = new Map<string, string>();

  /** @param scope Whose prompts these are: URI of the request file. */
  of(scope: string): Interaction {
    return {
      prompt: (prompt, signal) => this.#prompt(JSON.stringify([scope, prompt.name]), prompt, signal),
      confirm,
    };
  }

  async #prompt(key: string, { name, text, secret }: Prompt, signal: AbortSignal): Promise<Asked<string>> {
    const before = secret ? undefined : this.#answers.get(key);
    const value = await inputBox({ title: `DT HTTP: ${name}`, prompt: unlinked(text), password: secret, ignoreFocusOut: true, ...(before !== undefined && { value: before }) }, signal);
    if (value === undefined) return { kind: 'dismissed' };
    if (!secret) this.#answers.set(key, value);
    return { kind: 'answered', value };
  }
}

/** The box is closed when `signal` is aborted. */
async function inputBox(options: vscode.InputBoxOptions, signal: AbortSignal): Promise<string | undefined> {
  throwIfCancelled(signal);
  const source = new vscode.CancellationTokenSource();
  const close = () => source.cancel();
  signal.addEventListener('abort', close, { once: true });
  try {
    const value = await vscode.window.showInputBox(options, source.token);
    if (signal.aborted) throw new CancelledError();
    return value;
  } finally {
    signal.removeEventListener('abort', close);
    source.dispose();
  }
}

/** The editor has no way to close a modal message; a run that is cancelled meanwhile ends without its answer. */
async function confirm({ text, detail, action }: Question, signal: AbortSignal): Promise<Asked<true>> {
  throwIfCancelled(signal);
  return (await orCancelled(agrees(text, detail, action), signal)) ? { kind: 'answered', value: true } : { kind: 'dismissed' };
}

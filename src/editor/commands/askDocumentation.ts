import * as vscode from 'vscode';
import { askDocumentation, longestQuestion } from '../../app/askDocumentation';
import { toSignal } from '../convert';
import { commandId } from '../ids';
import { tellError, tellWarning, withCancel } from '../messages';
import type { Command, CommandContext } from './command';

/** `DT: Ask the Documentation`: sends what is typed to the documentation's own search, and shows the answer as plain text. */
export class AskDocumentationCommand implements Command {
  readonly id = commandId.askDocumentation;

  constructor(private readonly context: CommandContext) {}

  async execute(): Promise<void> {
    const question = await vscode.window.showInputBox({
      title: 'Ask the Documentation',
      prompt: 'Sent to docs.developer.disruptive-technologies.com, unsigned: the question and nothing else.',
      placeHolder: 'e.g. Why does transferring a device answer 403?',
      ignoreFocusOut: true,
      validateInput: (text) => (text.trim().length > longestQuestion ? `At most ${longestQuestion} characters.` : undefined),
    });
    if (question === undefined || question.trim() === '') return;
    const services = await this.context.engine.get();
    const answer = await withCancel('Asking the documentation…', (_, token) => askDocumentation(services, question, toSignal(token)));
    switch (answer.kind) {
      case 'answered':
        return this.context.host.texts.show('Answer of the documentation', answer.document);
      case 'refused':
        return void tellWarning(answer.sentence);
      case 'failed':
        return void tellError(answer.sentence);
      case 'cancelled':
        return;
    }
  }
}

import { answerFor, secretsIn, tellNotKept } from '../answers/secretFields';
import { commandId } from '../ids';
import { tellInfo } from '../messages';
import { addAccountFrom } from './addAccount';
import type { Command, CommandContext } from './command';

/** `DT: Save as Service Account…`: adds the account whose new key the answer holds. */
export class SaveAsAccountCommand implements Command {
  readonly id = commandId.saveAsAccount;

  constructor(private readonly context: CommandContext) {}

  /** @param args URI of the answer; the active answer when it is missing. */
  async execute(...args: unknown[]): Promise<void> {
    const uri = answerFor(args[0]);
    if (!uri) return;
    const secrets = await secretsIn(this.context.answers, uri);
    if (!secrets) return tellNotKept();
    const { newKey } = secrets;
    if (!newKey) {
      void tellInfo("This answer brings no new key of a service account. Only answers of DT's own API are taken for that.");
      return;
    }
    (await this.context.engine.get()).redactor.addSecret(newKey.secret);
    await addAccountFrom(this.context, newKey);
  }
}

import * as vscode from 'vscode';
import { isCutShort, type MaskedField, revealedText } from '../../app/answerSecrets';
import { answerFor, secretsIn, tellNotKept } from '../answers/secretFields';
import { commandId } from '../ids';
import { agrees, tellInfo, withoutIcons } from '../messages';
import type { Command, CommandContext } from './command';

/** `DT: Reveal Secret Once…`: shows one masked field of an answer in a dialog, and nowhere else. */
export class RevealSecretCommand implements Command {
  readonly id = commandId.revealSecret;

  constructor(private readonly context: CommandContext) {}

  /** @param args URI of the answer and the path of the field; the active answer, and a choice, when they are missing. */
  async execute(...args: unknown[]): Promise<void> {
    const [given, path] = args;
    const uri = answerFor(given);
    if (!uri) return;
    const secrets = await secretsIn(this.context.answers, uri);
    if (!secrets) return tellNotKept();
    const { fields, isTooLong } = secrets;
    if (fields.length === 0) {
      void tellInfo(isTooLong ? 'This answer is too long to look for masked fields. Ask for less at a time.' : 'This answer has no masked field. Masked headers are not revealed.');
      return;
    }
    const field = fields.find((each) => each.path === path) ?? (await choose(fields));
    if (field) await this.#reveal(field);
  }

  async #reveal({ path, value }: MaskedField): Promise<void> {
    // From here on it is known by its value too, wherever it turns up.
    (await this.context.engine.get()).redactor.addSecret(value);
    const note = isCutShort(value) ? `\n\n${value.length} characters, of which the first are shown. Copy takes all of them.` : '';
    // A dialog is plain text; a notification would make links of what the server wrote, and keep it.
    if (await agrees(`Secret at ${revealedText(path, 200)}`, revealedText(value) + note, 'Copy')) await vscode.env.clipboard.writeText(value);
  }
}

async function choose(fields: readonly MaskedField[]): Promise<MaskedField | undefined> {
  if (fields.length === 1) return fields[0];
  const items = fields.map((field) => ({ label: withoutIcons(revealedText(field.path, 200)), field }));
  const chosen = await vscode.window.showQuickPick(items, { title: 'Reveal Which Field?' });
  return chosen?.field;
}

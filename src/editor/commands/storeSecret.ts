import type { StoredSecret } from '../../auth/secretBook';
import { askSecret, type KnownSecret } from '../asking/secretQuestions';
import type { Engine } from '../engine';
import { commandId } from '../ids';
import { tellInfo } from '../messages';
import type { Command, CommandContext } from './command';

/** `DT: Store Secret` */
export class StoreSecretCommand implements Command {
  readonly id = commandId.storeSecret;

  constructor(private readonly context: CommandContext) {}

  async execute(): Promise<void> {
    const stored = await storeSecret(this.context);
    if (!stored) return;
    const { name, origins } = stored;
    void tellInfo(`The secret "${name}" is stored. Use it in http-client.env.json as {"$secret": "${name}"}. It goes to ${origins.join(', ')} only.`);
  }
}

/**
 * Asks for a secret and stores it: its name and where it may go in any case, its value unless that
 * is known. Returns undefined when the person gave up; nothing was stored then.
 */
export async function storeSecret(context: { readonly engine: Pick<Engine, 'get'> }, known: KnownSecret = {}): Promise<Omit<StoredSecret, 'value'> | undefined> {
  const { secrets } = await context.engine.get();
  const answered = await askSecret(secrets, known);
  if (answered === undefined) return undefined;
  await secrets.save(answered);
  const { name, origins } = answered;
  return { name, origins };
}

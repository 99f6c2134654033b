import { commandId } from '../ids';
import type { Command, CommandContext } from './command';
import { placeOf } from './place';

/** `DT: Cancel Request` */
export class CancelCommand implements Command {
  readonly id = commandId.cancel;

  constructor(private readonly context: CommandContext) {}

  async execute(...args: unknown[]): Promise<void> {
    const place = await placeOf(args);
    const run = place && this.context.runs.of(place.document, place.block);
    if (run) this.context.runs.cancel(run);
  }
}

import { commandId } from '../ids';
import type { Command, CommandContext } from './command';
import { spotOf } from './place';

/** `DT: Cancel Request` */
export class CancelCommand implements Command {
  readonly id = commandId.cancel;

  constructor(private readonly context: CommandContext) {}

  async execute(...args: unknown[]): Promise<void> {
    const spot = await spotOf(args);
    const run = spot && this.context.runs.at(spot.document, spot.offset);
    if (run) this.context.runs.cancel(run);
  }
}

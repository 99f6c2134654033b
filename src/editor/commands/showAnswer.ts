import { showAnswer } from '../answers/showAnswer';
import { commandId } from '../ids';
import type { Command, CommandContext } from './command';
import { placeOf } from './place';

/** Opens the answer of the latest run again. */
export class ShowAnswerCommand implements Command {
  readonly id = commandId.showAnswer;

  constructor(private readonly context: CommandContext) {}

  /** @param args URI and offset of the request, and true to see an image's status and headers instead. */
  async execute(...args: unknown[]): Promise<void> {
    const place = await placeOf(args);
    const run = place && this.context.runs.of(place.document, place.block);
    if (!place || run?.status.kind !== 'finished' || run.status.report.kind !== 'ran') return;
    await showAnswer(this.context, place, run.status.report, args[2] === true);
  }
}

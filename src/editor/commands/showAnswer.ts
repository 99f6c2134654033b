import type { RunReport } from '../../app/report';
import { lenses } from '../../language/features/lenses';
import { answerTitle } from '../answerTitle';
import { commandId } from '../ids';
import type { Command, CommandContext } from './command';
import { type Place, placeOf } from './place';

/** Opens the answer of the latest run again. */
export class ShowAnswerCommand implements Command {
  readonly id = commandId.showAnswer;

  constructor(private readonly context: CommandContext) {}

  async execute(...args: unknown[]): Promise<void> {
    const place = await placeOf(args);
    const run = place && this.context.runs.of(place.document, place.block);
    if (!place || run?.status.kind !== 'finished' || run.status.report.kind !== 'ran') return;
    await showAnswer(this.context, place, run.status.report);
  }
}

/** Shows what came of a run in the document that belongs to its request. */
export async function showAnswer({ answers }: CommandContext, { document, file, block }: Place, report: Extract<RunReport, { kind: 'ran' }>): Promise<void> {
  const request = lenses(file).find(({ blockIndex }) => file.blocks[blockIndex] === block);
  await answers.show(document.uri, answerTitle(request ?? {}, report.title), report.document);
}

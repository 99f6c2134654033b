import { commandId } from '../ids';
import { tellInfo } from '../messages';
import type { Command, CommandContext } from './command';

/** `DT: Forget Names`: of all accounts, also what is kept for other windows. Nothing is loaded again by itself. */
export class ForgetNamesCommand implements Command {
  readonly id = commandId.forgetNames;

  constructor(private readonly context: CommandContext) {}

  async execute(): Promise<void> {
    const book = await this.context.engine.resources.book();
    const { isEmpty } = book;
    await book.forget();
    void tellInfo(isEmpty ? 'There are no names to forget.' : 'The names of projects and devices are forgotten.');
  }
}

import { commandId } from '../ids';
import { tellInfo, tellWarning } from '../messages';
import type { Command, CommandContext } from './command';
import { placeOf } from './place';

/** `DT: Show What Would Be Sent` */
export class PreviewCommand implements Command {
  readonly id = commandId.preview;

  constructor(private readonly context: CommandContext) {}

  /** @param args URI and offset of the request; the one at the cursor when they are missing. */
  async execute(...args: unknown[]): Promise<void> {
    const { launcher, answers } = this.context;
    const place = await placeOf(args);
    if (!place) return;
    if (!place.block.request) {
      void tellInfo('There is no request here, only comments and variables.');
      return;
    }
    const preview = await launcher.preview(place);
    switch (preview?.kind) {
      case 'preview': {
        const { titleOf } = await import('../answers/showAnswer');
        await answers.showPreview(place.document.uri, titleOf(place, preview.title), preview.document);
        return;
      }
      case 'disabled':
        void tellInfo('Nothing would be sent: this request is marked @disabled.');
        return;
      case 'refused':
      case 'skipped':
        void tellWarning(`Nothing would be sent: ${preview.findings[0]?.message ?? 'the request has errors.'}`);
        return;
      case 'ran':
      case undefined:
        return;
    }
  }
}

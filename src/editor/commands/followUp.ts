import * as vscode from 'vscode';
import type { FollowedUp, FollowUpName } from '../../app/followUp';
import type { Ran } from '../../app/report';
import { answerTitle } from '../answerTitle';
import { showAnswer } from '../answers/showAnswer';
import { toSignal } from '../convert';
import { commandId } from '../ids';
import { tellInfo, tellWarning, withCancel } from '../messages';
import { isTrusted } from '../running/launcher';
import type { Run } from '../runs';
import type { Command, CommandContext } from './command';
import { type Place, placeOf } from './place';

/** A finished run, where it stands, and what the API is asked about it. */
interface Asked {
  readonly place: Place;
  readonly run: Run;
  readonly report: Ran;
  readonly subject: string;
}

/** Asks the API one more question about a run that failed, and shows what that explains. Nothing is asked by itself. */
abstract class FollowUpCommand<Name extends FollowUpName> implements Command {
  abstract readonly id: string;
  protected abstract readonly name: Name;

  constructor(protected readonly context: CommandContext) {}

  /** @param args URI and offset of the request, and what is asked about. */
  async execute(...args: unknown[]): Promise<void> {
    if (!isTrusted()) return;
    const place = await placeOf(args);
    if (!place) return;
    const run = this.context.runs.of(place.document, place.block);
    if (run?.status.kind !== 'finished' || run.status.report.kind !== 'ran') {
      void tellInfo('Run the request first.');
      return;
    }
    const asked = { place, run, report: run.status.report, subject: typeof args[2] === 'string' ? args[2] : '' };
    const result = await this.#ask(asked);
    if (result) await this.tell(asked, result);
    else void tellInfo('The API cannot be asked about this request.');
  }

  /** Says what came of it. */
  protected abstract tell(asked: Asked, result: FollowedUp): Promise<void>;

  protected tellUnanswered({ failure, summary }: Ran): void {
    void tellWarning(`That could not be found out. ${failure?.explanation.headline ?? summary}.`);
  }

  /** Marks, hover, light bulb and the answer follow what was learned, unless the request was edited or run again meanwhile. */
  protected async tellLearned({ place, run }: Asked, report: Ran, sentence: string): Promise<void> {
    const { runs } = this.context;
    if (!runs.replace(place.document.uri, run.id, report)) {
      void tellInfo(sentence);
      return;
    }
    await showAnswer(this.context, place, report);
    void this.#offerExplanation(place, run, sentence);
  }

  async #offerExplanation({ document }: Place, { id }: Run, sentence: string): Promise<void> {
    const explain = 'Explain';
    if ((await tellInfo(sentence, explain)) !== explain) return;
    const now = this.context.runs.all(document).find((run) => run.id === id);
    if (now) await vscode.commands.executeCommand(commandId.explain, document.uri, now.block.start);
  }

  async #ask({ place, report, subject }: Asked): Promise<FollowedUp | undefined> {
    const services = await this.context.engine.get();
    const source = vscode.workspace.asRelativePath(place.document.uri);
    return withCancel('Asking the API', (_, token) => services.followUp(report, { name: this.name, subject }, { source }, toSignal(token)));
  }
}

/** Looks through all projects of the account for a device. */
export class FindIdCommand extends FollowUpCommand<'find-id'> {
  readonly id = commandId.findId;
  protected readonly name = 'find-id';

  protected async tell(asked: Asked, result: FollowedUp): Promise<void> {
    if (result.kind === 'unanswered') this.tellUnanswered(result.answer);
    if (result.kind !== 'learned' || !result.learned.whereabouts) return;
    const { id, name } = result.learned.whereabouts;
    const sentence = name === undefined ? `"${id}" is in no project that this account can see.` : `"${id}" is in the project "${name.split('/')[1] ?? ''}".`;
    await this.tellLearned(asked, result.report, sentence);
  }
}

/** Names of permissions that a message holds; the hover on the mark has what matters. */
const mostNamed = 8;

/** Asks what the account may do in a project or an organization. */
export class ShowPermissionsCommand extends FollowUpCommand<'show-permissions'> {
  readonly id = commandId.showPermissions;
  protected readonly name = 'show-permissions';

  protected async tell(asked: Asked, result: FollowedUp): Promise<void> {
    if (result.kind === 'unanswered') this.tellUnanswered(result.answer);
    if (result.kind !== 'learned' || !result.learned.permissions) return;
    const { scope, permissions } = result.learned.permissions;
    const rest = permissions.length - mostNamed;
    const named = permissions.slice(0, mostNamed).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
    await this.tellLearned(asked, result.report, permissions.length === 0 ? `This account may do nothing in ${scope}.` : `In ${scope} this account has: ${named}.`);
  }
}

/** Shows a resource as it is now, and offers to send the change to it once more. */
export class RereadCommand extends FollowUpCommand<'reread'> {
  readonly id = commandId.reread;
  protected readonly name = 'reread';

  protected async tell({ place, run, report }: Asked, result: FollowedUp): Promise<void> {
    const { document } = place;
    if (result.kind === 'cancelled' || result.kind === 'learned') return;
    await this.context.answers.show(document.uri, answerTitle({}, result.answer.title), result.answer);
    switch (result.kind) {
      case 'gone':
        void tellInfo(result.isAlreadySo ? 'It is gone already: there is nothing left to delete.' : 'It is not there now (404), so there is nothing to change.');
        return;
      case 'unanswered':
        this.tellUnanswered(result.answer);
        return;
      case 'read':
        if (result.isAlreadySo) void tellInfo('It already is as this request would make it. There is nothing to send.');
        else void this.#offerChange(document, run, report.plan.request.method);
    }
  }

  async #offerChange(document: vscode.TextDocument, { id }: Run, method: string): Promise<void> {
    const again = `Send the ${method} Again`;
    const choice = await tellInfo('This is how it is now. Send the change once more?', again);
    if (choice !== again) return;
    const now = this.context.runs.all(document).find((run) => run.id === id);
    if (now && !now.edited) await vscode.commands.executeCommand(commandId.run, document.uri, now.block.start);
    else void tellInfo('The request was edited, run again or closed meanwhile. Run it from its place.');
  }
}

import * as vscode from 'vscode';
import type { RunReport } from '../../app/report';
import type { Preview } from '../../app/session/preview';
import type { AnswerView } from '../answerView';
import { toSignal } from '../convert';
import { tellWarning } from '../messages';
import type { BatchContext, BatchInput, Ended } from './batch';

/** What launching needs of the window. */
export interface LaunchContext extends BatchContext {
  readonly answers: AnswerView;
}

/** A run that can be repeated. */
export interface Latest {
  readonly input: BatchInput;
  /** Version of the document when it was run. */
  readonly version: number;
  /** Of the runs of its requests, in their order: they know where the requests are now. */
  readonly runIds: readonly number[];
}

/** Starts runs for commands and the Test Explorer, and remembers the latest. What runs is loaded with the first of them. */
export class Launcher {
  #latest: Latest | undefined;

  constructor(private readonly context: LaunchContext) {}

  /** What a command ran last; undefined before the first run. */
  get latest(): Latest | undefined {
    return this.#latest;
  }

  /**
   * Runs requests, and shows what came of them. Resolves to nothing in Restricted Mode.
   *
   * @param onTickets Gets the ids of the runs, in their order, as soon as they have their places.
   */
  async launch(input: BatchInput, onTickets: (runIds: readonly number[]) => void = () => undefined): Promise<readonly Ended[]> {
    if (!isTrusted()) return [];
    const { version } = input.document;
    const ended = await this.run(input, (runIds) => {
      this.#latest = { input, version, runIds };
      onTickets(runIds);
    });
    const { showEnded } = await import('./showEnded');
    await showEnded(this.context, input, ended);
    return ended;
  }

  /** Runs requests without showing more than their lenses and marks. Ask {@link isTrusted} first. */
  async run(input: BatchInput, onTickets: (runIds: readonly number[]) => void = () => undefined): Promise<readonly Ended[]> {
    const { Batch } = await import('./batch');
    const batch = new Batch(this.context, input);
    onTickets(batch.runIds);
    return batch.run();
  }

  /** What running a request would send, or why it would not be sent. Sends and asks nothing. */
  async preview({ document, file, block }: { readonly document: vscode.TextDocument } & Pick<BatchInput, 'file'> & { readonly block: BatchInput['blocks'][number] }): Promise<Preview | RunReport | undefined> {
    if (!isTrusted()) return undefined;
    const { engine } = this.context;
    const [services, scope] = [await engine.get(), await engine.scope(document)];
    const session = services.session({ ...scope, file, source: vscode.workspace.asRelativePath(document.uri) });
    return vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title: 'Preparing the request' }, (_, token) => session.preview(block, toSignal(token)));
  }
}

/** Whether requests may be run here; says why not otherwise, in other words where it is about something else. */
export function isTrusted(whyNot = 'No request is run in Restricted Mode: the file may not be yours. Trust the workspace to run it.'): boolean {
  if (vscode.workspace.isTrusted) return true;
  void offerTrust(whyNot);
  return false;
}

async function offerTrust(whyNot: string): Promise<void> {
  const manage = 'Manage Workspace Trust';
  if ((await tellWarning(whyNot, manage)) === manage) await vscode.commands.executeCommand('workbench.trust.manage');
}

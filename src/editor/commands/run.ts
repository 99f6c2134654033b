import * as vscode from 'vscode';
import type { RunReport } from '../../app/report';
import type { Block, RequestFile } from '../../language/syntax/nodes';
import { spansOf } from '../convert';
import { parsedAsAsked } from '../documents';
import { commandId, languageId } from '../ids';
import { tellInfo } from '../messages';
import { runBackingOff } from '../running/backOff';
import { isTrusted } from '../running/launcher';
import { requestsFrom, requestsOf, requestsTouched } from '../running/selection';
import type { Command, CommandContext } from './command';
import { placeOf, tellEdited } from './place';

/** `DT: Run Request` */
export class RunCommand implements Command {
  readonly id = commandId.run;

  constructor(private readonly context: CommandContext) {}

  /**
   * @param args URI and offset of the request (default: at the cursor), the time before which it is
   *   not sent, in milliseconds since 1970 UTC, and the code of a failure: while the request fails
   *   with it, it is sent again after growing waits.
   */
  async execute(...args: unknown[]): Promise<RunReport | undefined> {
    if (!isTrusted()) return undefined;
    const place = await placeOf(args);
    if (!place) return undefined;
    const { document, file, block } = place;
    const [, , due = 0, code] = args;
    const [ended] =
      block.request && typeof due === 'number' && typeof code === 'string'
        ? await runBackingOff({ ...this.context, clock: this.context.host.clock }, { document, file, blocks: [block] }, due, code)
        : await launch(this.context, document, file, block.request ? [block] : [], typeof due === 'number' ? due : 0);
    return ended?.report;
  }
}

/** `DT: Run from Here`: the request and all below it. */
export class RunFromHereCommand implements Command {
  readonly id = commandId.runFromHere;

  constructor(private readonly context: CommandContext) {}

  async execute(...args: unknown[]): Promise<void> {
    if (!isTrusted()) return;
    const place = await placeOf(args);
    if (place) await launch(this.context, place.document, place.file, requestsFrom(place.file, place.block));
  }
}

/** `DT: Run All Requests` of a file. */
export class RunAllCommand implements Command {
  readonly id = commandId.runAll;

  constructor(private readonly context: CommandContext) {}

  async execute(...args: unknown[]): Promise<void> {
    if (!isTrusted()) return;
    const place = await placeOf(args);
    if (place) await launch(this.context, place.document, place.file, requestsOf(place.file));
  }
}

/** `DT: Run Selected Requests`: those whose blocks the selection touches. */
export class RunSelectedCommand implements Command {
  readonly id = commandId.runSelected;

  constructor(private readonly context: CommandContext) {}

  async execute(): Promise<void> {
    if (!isTrusted()) return;
    const editor = vscode.window.activeTextEditor;
    if (editor?.document.languageId !== languageId) {
      void tellInfo('Open a .dt.http file and select requests.');
      return;
    }
    const { document, selections } = editor;
    const spans = spansOf(document, selections);
    const file = await parsedAsAsked(document);
    if (file) await launch(this.context, document, file, requestsTouched(file, spans));
    else tellEdited();
  }
}

/** Runs blocks of a document; says so when there are none. */
function launch({ launcher }: CommandContext, document: vscode.TextDocument, file: RequestFile, blocks: readonly Block[], notBefore = 0) {
  if (blocks.length > 0) return launcher.launch({ document, file, blocks, notBefore });
  void tellInfo('There is no request here, only comments and variables.');
  return Promise.resolve([]);
}

import * as vscode from 'vscode';
import type { Block, RequestFile } from '../../language/syntax/nodes';
import { blockAt, textOf } from '../../language/syntax/queries';
import { parsed } from '../documents';
import { commandId } from '../ids';
import { tellInfo } from '../messages';
import type { BatchInput } from '../running/batch';
import { isTrusted, type Latest } from '../running/launcher';
import type { Runs } from '../runs';
import type { Command, CommandContext } from './command';

/** `DT: Rerun Last Request`: what was run last, as it is written now, wherever the cursor is. */
export class RerunLastCommand implements Command {
  readonly id = commandId.rerunLast;

  constructor(private readonly context: CommandContext) {}

  async execute(): Promise<void> {
    if (!isTrusted()) return;
    const { latest } = this.context.launcher;
    if (!latest) {
      void tellInfo('No request was run yet in this window.');
      return;
    }
    const input = await inputNow(latest, this.context.runs);
    if (input) await this.context.launcher.launch(input);
    else void tellInfo('What was run last is not there any more. Run it from its place.');
  }
}

/** The same requests in the text as it is now; undefined when one of them is gone. */
async function inputNow({ input, version, runIds }: Latest, runs: Runs): Promise<BatchInput | undefined> {
  const document = input.document.isClosed ? await reopened(input.document.uri) : input.document;
  if (!document) return undefined;
  // What was selected in a document of another language is known by its place alone.
  if (input.from !== undefined) return document === input.document && document.version === version ? { ...input, notBefore: 0 } : undefined;
  const file = await parsed(document);
  const known = new Map(runs.all(document).map((run) => [run.id, run]));
  const blocks = input.blocks.flatMap((block, index) => {
    const run = known.get(runIds[index] ?? 0);
    return (run ? blockAt(file, run.block.start) : sameBlock(file, input.file, block)) ?? [];
  });
  const isWhole = blocks.length === input.blocks.length && blocks.every(({ request }) => request !== undefined);
  return isWhole ? { document, file, blocks: [...new Set(blocks)] } : undefined;
}

async function reopened(uri: vscode.Uri): Promise<vscode.TextDocument | undefined> {
  try {
    return await vscode.workspace.openTextDocument(uri);
  } catch {
    // It was deleted, or was never saved: the caller says that it is gone.
    return undefined;
  }
}

/** The block of the same text. */
function sameBlock(file: RequestFile, before: RequestFile, block: Block): Block | undefined {
  const text = textOf(before, block);
  return file.blocks.find((candidate) => textOf(file, candidate) === text);
}

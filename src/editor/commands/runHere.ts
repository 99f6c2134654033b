import * as vscode from 'vscode';
import { parse } from '../../language/syntax/parser';
import { spansOf } from '../convert';
import { parsedAsAsked } from '../documents';
import { commandId, foreignLanguageIds, languageId } from '../ids';
import { tellInfo } from '../messages';
import type { BatchInput } from '../running/batch';
import { isTrusted } from '../running/launcher';
import { onlySelected, requestsOf, requestsTouched } from '../running/selection';
import type { Command, CommandContext } from './command';
import { tellEdited } from './place';

/**
 * `DT: Run with DT HTTP`: in another tool's request file what the cursor or the selection touches;
 * in any other document the selection alone.
 */
export class RunHereCommand implements Command {
  readonly id = commandId.runHere;

  constructor(private readonly context: CommandContext) {}

  async execute(): Promise<void> {
    if (!isTrusted()) return;
    const editor = vscode.window.activeTextEditor;
    const input = editor && (await inputOf(editor));
    if (input === 'edited') {
      tellEdited();
      return;
    }
    if (!input) {
      void tellInfo('Select the text of a request first.');
      return;
    }
    if (input.blocks.length > 0) await this.context.launcher.launch(input);
    else void tellInfo('There is no request here, only comments and variables.');
  }
}

/** Undefined when nothing is selected in a document that is no request file. */
async function inputOf({ document, selection, selections }: vscode.TextEditor): Promise<BatchInput | 'edited' | undefined> {
  const spans = spansOf(document, selections);
  if (isRequestFile(document)) {
    const file = await parsedAsAsked(document);
    if (!file) return 'edited';
    return { document, file, blocks: requestsTouched(file, spans) };
  }
  if (selection.isEmpty) return undefined;
  const [selected = { start: 0, end: 0 }] = spansOf(document, [selection]);
  const file = parse(onlySelected(document.getText(), selected));
  return { document, file, blocks: requestsOf(file), from: selected.start };
}

/** By its language, or by its name where no tool for such files is installed. */
function isRequestFile({ languageId: id, uri }: vscode.TextDocument): boolean {
  return [languageId, ...foreignLanguageIds].includes(id) || /\.(http|rest)$/i.test(uri.path);
}

import * as vscode from 'vscode';
import type { Ran } from '../../app/report';
import { fileNameFor } from '../answers/bodyType';
import { tellNotKept } from '../answers/secretFields';
import { answerScheme, commandId, imageScheme } from '../ids';
import { tellInfo } from '../messages';
import type { Command, CommandContext } from './command';
import { placeOf } from './place';

/** `DT: Save Answer Body…`: of the answer that is shown, or of the latest run of a request. */
export class SaveAnswerCommand implements Command {
  readonly id = commandId.saveAnswer;

  constructor(private readonly context: CommandContext) {}

  /** @param args URI and offset of the request, or the URI of an answer; the active answer, or the request at the cursor, when they are missing. */
  async execute(...args: unknown[]): Promise<void> {
    const found = await this.#find(args);
    if (!found) return;
    const { report, request } = found;
    const { outcome } = report.result;
    if (outcome.kind !== 'answered' || outcome.response.body.byteLength === 0) {
      void tellInfo('This answer has no body to save.');
      return;
    }
    const name = fileNameFor(outcome.response, outcome.exchange.request.target);
    const target = await vscode.window.showSaveDialog({ title: 'Save Answer Body', saveLabel: 'Save', defaultUri: placeFor(request, name) });
    if (!target) return;
    await vscode.workspace.fs.writeFile(target, outcome.response.body);
    const open = 'Open File';
    const choice = await tellInfo(`Saved as ${vscode.workspace.asRelativePath(target)}.`, open);
    if (choice === open) await vscode.commands.executeCommand('vscode.open', target);
  }

  async #find(args: readonly unknown[]): Promise<{ readonly report: Ran; readonly request: vscode.Uri } | undefined> {
    const shown = args.length > 1 && typeof args[1] === 'number' ? undefined : answerAmong(args[0], activeUri());
    if (shown) {
      const report = await this.context.answers.reportOf(shown);
      if (report) return { report, request: vscode.Uri.parse(shown.query, true) };
      tellNotKept();
      return undefined;
    }
    const place = await placeOf(args);
    const status = place && this.context.runs.of(place.document, place.block)?.status;
    if (place && status?.kind === 'finished' && status.report.kind === 'ran') return { report: status.report, request: place.document.uri };
    if (place) void tellInfo('There is no answer yet. Run the request first.');
    return undefined;
  }
}

/** The first of these that is an answer: menus of a tab name it, the palette does not. */
function answerAmong(...candidates: readonly unknown[]): vscode.Uri | undefined {
  return candidates.filter((each) => each instanceof vscode.Uri).find(({ scheme }) => scheme === answerScheme || scheme === imageScheme);
}

function activeUri(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputText || input instanceof vscode.TabInputCustom ? input.uri : undefined;
}

/** Beside the request file, or in the workspace when that was never saved. */
function placeFor(request: vscode.Uri, name: string): vscode.Uri {
  const folder = request.scheme === 'untitled' ? vscode.workspace.workspaceFolders?.[0]?.uri : vscode.Uri.joinPath(request, '..');
  return folder ? vscode.Uri.joinPath(folder, name) : vscode.Uri.file(name);
}

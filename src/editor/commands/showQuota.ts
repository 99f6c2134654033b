import * as vscode from 'vscode';
import { blockAt } from '../../language/syntax/queries';
import { troubleText } from '../../quota/trouble';
import { spanToRange } from '../convert';
import { columnOf, openedDocument, parsed } from '../documents';
import { commandId } from '../ids';
import { tellWarning } from '../messages';
import { QuotaBox } from '../quota/quotaBox';
import type { PermitWait, RowAction } from '../quota/rows';
import type { Command, CommandContext } from './command';

/** `DT: Show Quota`: who holds the places of the quota, and what waits for one. */
export class ShowQuotaCommand implements Command {
  readonly id = commandId.showQuota;

  constructor(private readonly context: CommandContext) {}

  async execute(): Promise<void> {
    const { engine, quotas, host } = this.context;
    // What other windows and terminals use is known without a request of this window.
    const services = await engine.get();
    const fail = (error: unknown) => host.log('error', `the quota's view: ${services.redactor.text(String(error))}`);
    // A run as its own *Cancel* ends it; what has none is only taken out of the line.
    const cancel = (wait: PermitWait) => {
      const run = this.context.runs.waiting(wait);
      if (run) run.cancel();
      else services.withdraw(wait.scope, wait.take);
    };
    // Lets go of itself when it is closed.
    new QuotaBox(quotas, host.clock, { cancel, go: (action) => this.#go(action) }, fail);
  }

  async #go(action: RowAction): Promise<boolean> {
    switch (action.kind) {
      case 'setting':
        await openSetting(action.name);
        return true;
      case 'trouble':
        void tellWarning(troubleText(action.trouble));
        return true;
      case 'request':
        return this.#goToRequest(action.wait);
      case 'file':
        return goToFile(action.source);
    }
  }

  async #goToRequest(wait: PermitWait): Promise<boolean> {
    const { uri } = this.context.runs.waiting(wait) ?? {};
    const document = uri && openedDocument(uri);
    if (!document) return false;
    const file = await parsed(document);
    const span = this.context.runs.waiting(wait)?.block;
    if (!span) return false;
    const block = blockAt(file, span.start);
    const { start } = spanToRange(document, block.request?.line ?? block);
    await vscode.window.showTextDocument(document, { ...columnFor(document), selection: new vscode.Range(start, start) });
    return true;
  }
}

/** Opens the settings where this one counts. The user's own of a remote window are in a place of their own. */
async function openSetting(name: string): Promise<void> {
  const query = `@id:${name}`;
  if (name === 'dtHttp.workspaceQuota') await vscode.commands.executeCommand('workbench.action.openWorkspaceSettings', { query });
  else if (vscode.env.remoteName === undefined) await vscode.commands.executeCommand('workbench.action.openSettings', { query });
  else await vscode.commands.executeCommand('workbench.action.openRemoteSettings', { query });
}

async function goToFile(source: string): Promise<boolean> {
  const document = vscode.workspace.textDocuments.find(({ uri }) => vscode.workspace.asRelativePath(uri) === source);
  if (!document) return false;
  await vscode.window.showTextDocument(document, columnFor(document));
  return true;
}

function columnFor(document: vscode.TextDocument): { readonly viewColumn?: vscode.ViewColumn } {
  const viewColumn = columnOf(document);
  return viewColumn === undefined ? {} : { viewColumn };
}

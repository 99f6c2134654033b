import * as vscode from 'vscode';
import { environmentFileName, environmentsFor, type KnownEnvironment } from '../environment/known';
import { requestDocument } from '../environment/environmentItem';
import { commandId } from '../ids';
import { tellInfo, withoutIcons } from '../messages';
import type { Command, CommandContext } from './command';

interface Choice extends vscode.QuickPickItem {
  readonly choose: () => Promise<unknown>;
}

/** `DT: Switch Environment`: for all request files of this window. */
export class SwitchEnvironmentCommand implements Command {
  readonly id = commandId.switchEnvironment;

  constructor(private readonly context: CommandContext) {}

  /** @param name The environment to switch to, empty for none; asks when it is missing. */
  async execute(name?: unknown): Promise<void> {
    const { environments } = this.context;
    if (typeof name === 'string') return environments.choose(name);
    const document = requestDocument();
    if (!document) {
      void tellInfo('Open a request file: its folder says which environments there are.');
      return;
    }
    const known = await environmentsFor(this.context.engine, document);
    const chosen = await vscode.window.showQuickPick(this.#choices(document, known.environments, known.hasFile), {
      title: 'Environment of Request Files',
      matchOnDescription: true,
    });
    await chosen?.choose();
  }

  #choices(document: vscode.TextDocument, known: readonly KnownEnvironment[], hasFile: boolean): readonly Choice[] {
    const { environments } = this.context;
    const active = environments.of(document);
    const setting = environments.setting(document);
    const separator: Choice = { label: '', kind: vscode.QuickPickItemKind.Separator, choose: () => Promise.resolve() };
    const choice = (name: string, label: string, description: string): Choice => {
      const isActive = (active ?? '') === name;
      return { label: `$(${isActive ? 'check' : 'blank'}) ${withoutIcons(label)}`, description, choose: () => environments.choose(name) };
    };
    return [
      ...known.map(({ name, places }) => choice(name, name, `${environments.isWarned(document, name) ? '$(warning) ' : ''}${withoutIcons(places.join(', '))}`)),
      choice('', 'none', '$shared variables only'),
      ...(environments.chosen === undefined || setting === '' ? [] : [separator, { label: '$(settings-gear) As the setting says', description: setting, choose: () => environments.choose(undefined) }]),
      ...(hasFile || document.isUntitled ? [] : [separator, { label: `$(add) Create ${environmentFileName}`, description: 'beside the request file', choose: () => createFile(document) }]),
    ];
  }
}

/** A request of `test` and one of `prod` differ in what stands here. */
const template = `{
  "$shared": {
    "pageSize": 100
  },
  "test": {
    "project": "id of a project to try things in"
  },
  "prod": {
    "project": "id of the real project"
  }
}
`;

/** Opens a new environment file, written to the disk so that it counts at once. */
async function createFile(document: vscode.TextDocument): Promise<void> {
  const uri = vscode.Uri.joinPath(document.uri, '..', environmentFileName);
  const edit = new vscode.WorkspaceEdit();
  // Never over one that is there: it may have come into being meanwhile.
  edit.createFile(uri, { ignoreIfExists: true, contents: new TextEncoder().encode(template) });
  if (!(await vscode.workspace.applyEdit(edit))) throw new Error(`${environmentFileName} could not be created.`);
  await vscode.window.showTextDocument(uri);
}

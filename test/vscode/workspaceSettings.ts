import * as vscode from 'vscode';
import { eventually, writeFile } from './support';

/** One of the settings comes from the workspace, so that it can be seen when the editor has read them. */
const marker = 'dtHttp.warnEnvironments';

/** Writes the settings of the workspace folder as somebody does who can write there; gives what takes them away. */
export async function setWorkspace(settings: Readonly<Record<string, unknown>>): Promise<() => Promise<void>> {
  const value = () => vscode.workspace.getConfiguration().inspect(marker)?.workspaceValue;
  const uri = await writeFile('.vscode/settings.json', JSON.stringify({ ...settings, [marker]: ['of the test'] }));
  await eventually('setting of the workspace', () => (value() === undefined ? undefined : true));
  return async () => {
    await vscode.workspace.fs.delete(vscode.Uri.joinPath(uri, '..'), { recursive: true, useTrash: false });
    await eventually('end of the settings of the workspace', () => (value() === undefined ? true : undefined));
  };
}

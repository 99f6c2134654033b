import * as vscode from 'vscode';
import type { Engine } from '../engine';
import { environmentFiles } from '../ids';

/** In environment files: the names of environments and variables that are there already. What their schema knows the editor proposes itself. */
export function registerEnvironmentCompletion(engine: Engine): vscode.Disposable {
  const provider: vscode.CompletionItemProvider = {
    async provideCompletionItems(document, position) {
      const [{ environmentFileCompletions }, { readEnvironments }, { toItems }] = await Promise.all([
        import('../../language/features/completion/environmentFile'),
        import('../../app/around/environments'),
        import('./completionItems'),
      ]);
      const text = document.getText();
      const offset = document.offsetAt(position);
      const uri = document.uri.toString();
      const { files } = await readEnvironments(engine.host.files, uri, vscode.workspace.getWorkspaceFolder(document.uri)?.uri.toString());
      // This one counts as it is shown.
      const found = environmentFileCompletions(text, offset, files.filter((file) => file.uri !== uri));
      return toItems(found, text, offset, position);
    },
  };
  return vscode.languages.registerCompletionItemProvider({ pattern: environmentFiles }, provider, '"');
}

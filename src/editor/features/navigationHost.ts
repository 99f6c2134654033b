import * as vscode from 'vscode';
import type { HostFiles } from '../../app/host';
import { keyOf, type NavigationHost } from '../../app/navigation/workspace';
import type { EnvironmentFile } from '../../language/plan/environment';
import { requestFiles } from '../ids';

/** Request files of the workspace that are looked through for a name. */
const mostFiles = 500;

/** The files of this window: documents that are open as they are shown, all others as they are on disk. */
export function navigationHost(files: HostFiles, moreEnvironments: readonly EnvironmentFile[]): NavigationHost {
  const open = new Map(vscode.workspace.textDocuments.map((document) => [keyOf(document.uri.toString()), document]));
  return {
    moreEnvironments,
    files: {
      ...files,
      read(uri, limit = Infinity) {
        const document = open.get(keyOf(uri));
        if (!document) return files.read(uri, limit);
        const bytes = new TextEncoder().encode(document.getText());
        return Promise.resolve(bytes.length > limit ? { kind: 'unreadable', reason: 'it is too large' } : { kind: 'content', bytes });
      },
    },
    async requestFiles() {
      const found = await vscode.workspace.findFiles(requestFiles, undefined, mostFiles + 1);
      return { uris: found.slice(0, mostFiles).map((uri) => uri.toString()), hasMore: found.length > mostFiles };
    },
    rootOf: (uri) => vscode.workspace.getWorkspaceFolder(vscode.Uri.parse(uri, true))?.uri.toString(),
  };
}

import * as vscode from 'vscode';
import type { Catalogues } from './catalogues';
import type { Engine } from './engine';
import { catalogueScheme } from './ids';

/** The catalogue's page about `code`: what the link of a diagnostic opens. Read-only, offline. */
export function catalogueUri(code: string): vscode.Uri {
  return vscode.Uri.from({ scheme: catalogueScheme, path: `/${code}.md` });
}

/** Serves the catalogue's pages as Markdown documents, those of the user's own codes as their files are, and plain texts beside them. */
export function registerCataloguePages({ host: { catalogues, texts } }: Pick<Engine, 'host'>): vscode.Disposable {
  const changed = new vscode.EventEmitter<vscode.Uri>();
  const refresh = () => {
    for (const { uri } of vscode.workspace.textDocuments) if (uri.scheme === catalogueScheme) changed.fire(uri);
  };
  return vscode.Disposable.from(
    changed,
    catalogues.onDidChange(refresh),
    texts.onDidChange((uri) => changed.fire(uri)),
    vscode.workspace.registerTextDocumentContentProvider(catalogueScheme, {
      onDidChange: changed.event,
      provideTextDocumentContent: async (uri) => texts.of(uri) ?? pageAt(uri, catalogues),
    }),
  );
}

async function pageAt(uri: vscode.Uri, catalogues: Catalogues): Promise<string> {
  const [{ pageMarkdown }] = await Promise.all([import('../insight/pages'), catalogues.ready()]);
  // The preview follows relative links, and none with a scheme of ours.
  return pageMarkdown(uri.path.replace(/^\/|\.md$/g, ''), { more: catalogues.entries, linkTo: (code) => `${code}.md` });
}

import * as vscode from 'vscode';
import type { Engine } from './engine';
import { catalogueScheme } from './ids';

/** The catalogue's page about `code`: what the link of a diagnostic opens. Read-only, offline. */
export function catalogueUri(code: string): vscode.Uri {
  return vscode.Uri.from({ scheme: catalogueScheme, path: `/${code}.md` });
}

/** Serves the catalogue's pages as Markdown documents. */
export function registerCataloguePages(engine: Engine): vscode.Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(catalogueScheme, {
    provideTextDocumentContent: async (uri) => (await engine.get()).cataloguePage(uri.path.replace(/^\/|\.md$/g, '')),
  });
}

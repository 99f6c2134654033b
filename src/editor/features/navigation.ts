import * as vscode from 'vscode';
import type { Link } from '../../language/features/navigation/links';
import { spanToRange, toRange, toSignal } from '../convert';
import { parsed, readable } from '../documents';
import type { Engine } from '../engine';
import { environmentFiles, languageId } from '../ids';
import { tellWarning } from '../messages';

/** Definition, references and rename, of request files and of the keys of environment files. */
class NameProvider implements vscode.DefinitionProvider, vscode.ReferenceProvider, vscode.RenameProvider {
  constructor(private readonly engine: Engine) {}

  async provideDefinition(document: vscode.TextDocument, position: vscode.Position): Promise<vscode.DefinitionLink[]> {
    const { names, at } = await this.#asked(document);
    const named = await names.at(at, document.offsetAt(position));
    const places = named ? await names.definitions(named, at) : [];
    return places.map(({ uri, range }) => ({ ...(named && { originSelectionRange: spanToRange(document, named.reach) }), targetUri: vscode.Uri.parse(uri, true), targetRange: toRange(range) }));
  }

  async provideReferences(document: vscode.TextDocument, position: vscode.Position, { includeDeclaration }: vscode.ReferenceContext, token: vscode.CancellationToken): Promise<vscode.Location[]> {
    const { names, at } = await this.#asked(document);
    const named = await names.at(at, document.offsetAt(position));
    if (!named) return [];
    const { all, isPartial } = await names.occurrences(named, at, toSignal(token));
    if (isPartial) vscode.window.setStatusBarMessage('DT HTTP: not all request files were looked through', 10_000);
    return all.filter(({ isDefinition }) => includeDeclaration || !isDefinition).map(({ uri, range }) => new vscode.Location(vscode.Uri.parse(uri, true), toRange(range)));
  }

  async prepareRename(document: vscode.TextDocument, position: vscode.Position): Promise<{ range: vscode.Range; placeholder: string }> {
    const { names, at, prepareRename } = await this.#asked(document);
    const named = await prepareRename(names, at, document.offsetAt(position));
    // The editor shows the message of an error.
    if (named.kind === 'refused') throw new Error(named.reason);
    return { range: spanToRange(document, named.span), placeholder: named.meaning.name };
  }

  async provideRenameEdits(document: vscode.TextDocument, position: vscode.Position, newName: string, token: vscode.CancellationToken): Promise<vscode.WorkspaceEdit> {
    const { names, at, rename } = await this.#asked(document);
    const renaming = await rename(names, at, document.offsetAt(position), newName, toSignal(token));
    if (renaming.kind === 'refused') throw new Error(renaming.reason);
    const warnings = [
      ...(renaming.isPartial ? ['Not all request files of the workspace were looked through: only the first 500, of at most 1 MB each. Others may still use the old name.'] : []),
      ...(renaming.isInserted ? ['Files that are inserted with <@ were not looked through: they may still use the old name.'] : []),
    ];
    if (warnings.length > 0) void tellWarning(warnings.join(' '));
    const edit = new vscode.WorkspaceEdit();
    for (const { uri, range } of renaming.places) edit.replace(vscode.Uri.parse(uri, true), toRange(range), newName);
    return edit;
  }

  async #asked(document: vscode.TextDocument) {
    const [{ Names }, { rename, prepareRename }, { navigationHost }, { uri, environment, moreEnvironments }] = await Promise.all([
      import('../../app/navigation/names'),
      import('../../app/navigation/rename'),
      import('./navigationHost'),
      this.engine.scope(document),
    ]);
    const file = document.languageId === languageId ? await parsed(document) : undefined;
    const at = { uri, file, ...(environment !== undefined && { environment }) };
    return { names: new Names(navigationHost(this.engine.host.files, moreEnvironments)), at, rename, prepareRename };
  }
}

/** The same name elsewhere in the file. */
class HighlightProvider implements vscode.DocumentHighlightProvider {
  async provideDocumentHighlights(document: vscode.TextDocument, position: vscode.Position): Promise<vscode.DocumentHighlight[]> {
    const { highlightsAt, isDefining } = await import('../../language/features/navigation/highlights');
    const { Read, Write } = vscode.DocumentHighlightKind;
    const file = await readable(document);
    return !file ? [] : highlightsAt(file, document.offsetAt(position)).map((mention) => new vscode.DocumentHighlight(spanToRange(document, mention.span), isDefining(mention) ? Write : Read));
  }
}

/** A link that is resolved when it is followed. */
class FileLink extends vscode.DocumentLink {
  constructor(document: vscode.TextDocument, readonly link: Link, readonly source: vscode.Uri) {
    super(spanToRange(document, link.span), link.kind === 'url' ? vscode.Uri.parse(link.target) : undefined);
  }
}

class LinkProvider implements vscode.DocumentLinkProvider<FileLink> {
  constructor(private readonly engine: Engine) {}

  async provideDocumentLinks(document: vscode.TextDocument): Promise<FileLink[]> {
    const { documentLinks } = await import('../../app/navigation/links');
    const file = await readable(document);
    return !file ? [] : documentLinks(file, document.uri.toString()).map((link) => new FileLink(document, link, document.uri));
  }

  async resolveDocumentLink(each: FileLink): Promise<FileLink> {
    const { linkTarget } = await import('../../app/navigation/links');
    const root = vscode.workspace.getWorkspaceFolder(each.source)?.uri.toString();
    const target = await linkTarget(this.engine.host.files, each.link, each.source.toString(), root);
    if (target !== undefined) each.target = vscode.Uri.parse(target, true);
    return each;
  }
}

/** Names in request files, links in them, and references and rename of the keys of environment files. */
export function registerNavigation(engine: Engine): vscode.Disposable {
  const names = new NameProvider(engine);
  const named = [{ language: languageId }, { pattern: environmentFiles }];
  return vscode.Disposable.from(
    vscode.languages.registerDefinitionProvider({ language: languageId }, names),
    vscode.languages.registerReferenceProvider(named, names),
    vscode.languages.registerRenameProvider(named, names),
    vscode.languages.registerDocumentHighlightProvider({ language: languageId }, new HighlightProvider()),
    vscode.languages.registerDocumentLinkProvider({ language: languageId }, new LinkProvider(engine)),
  );
}

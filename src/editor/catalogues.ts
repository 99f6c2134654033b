import path from 'node:path';
import * as vscode from 'vscode';
import type { HostFiles } from '../app/host';
import type { CatalogueFile, UserCatalogues } from '../app/userCatalogues';
import { DisposableBase } from '../base/disposable';
import type { Logger } from '../base/logger';
import { LineIndex } from '../base/text';
import type { CatalogueEntry } from '../insight/entry';
import { toRange } from './convert';

const setting = 'dtHttp.catalogues';

/**
 * The user's own catalogues of error codes, as `dtHttp.catalogues` names them. Read after the start when
 * there are any, and again when a file or the setting changes; what is wrong in a file is marked there.
 */
export class Catalogues extends DisposableBase {
  readonly #changed = this.register(new vscode.EventEmitter<void>());
  /** Fires when {@link entries} may have changed. */
  readonly onDidChange = this.#changed.event;
  readonly #marks = this.register(vscode.languages.createDiagnosticCollection('dt-http-catalogues'));
  #found: UserCatalogues = { entries: [], files: [] };
  /** When each file was written, as far as the editor can tell, by URI. */
  #stamps: ReadonlyMap<string, string> = new Map();
  #reading: Promise<void> | undefined;
  /** Of the latest reading: an earlier one may take longer. */
  #latest = 0;
  #watchers: vscode.Disposable = vscode.Disposable.from();
  /** What the log was told of each file, by URI: the same is not said twice. */
  readonly #told = new Map<string, string>();

  constructor(
    private readonly files: HostFiles,
    private readonly log: Logger,
  ) {
    super();
    this.register({ dispose: () => {
      // What is being read comes too late.
      this.#latest++;
      this.#watchers.dispose();
    } });
    this.register(vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(setting)) this.#reload();
    }));
    this.register(vscode.workspace.onDidGrantWorkspaceTrust(() => this.#reload()));
    this.register(vscode.workspace.onDidChangeWorkspaceFolders(() => this.#reload()));
    // Sooner than a watcher tells it.
    this.register(vscode.workspace.onDidSaveTextDocument(({ uri }) => {
      if (this.#found.files.some((file) => file.uri === uri.toString())) this.#reload();
    }));
    // The start of the extension does not wait for it.
    const start = setTimeout(() => void this.ready(), 0);
    this.register({ dispose: () => clearTimeout(start) });
  }

  /** Of all files that could be read; empty until then. */
  get entries(): readonly CatalogueEntry[] {
    return this.#found.entries;
  }

  /** The files that cannot be used as they are, each with its first problem as a clause or sentence. */
  get broken(): readonly { readonly uri: vscode.Uri; readonly problem: string }[] {
    return this.#found.files.flatMap((file) => {
      const problem = firstProblem(file);
      return problem === undefined ? [] : [{ uri: vscode.Uri.parse(file.uri, true), problem }];
    });
  }

  /** Resolves when all that is there now has been read. */
  async ready(): Promise<void> {
    this.#reading ??= this.#read();
    await this.#reading;
    if (await this.#isOld()) this.#reload();
    await this.#reading;
  }

  /** Not every file system tells of changes. */
  async #isOld(): Promise<boolean> {
    const stamps = this.#stamps;
    const now = await Promise.all([...stamps.keys()].map(async (uri) => [uri, await stampOf(vscode.Uri.parse(uri, true))] as const));
    return now.some(([uri, stamp]) => stamps.get(uri) !== stamp);
  }

  #reload(): void {
    if (this.disposed) return;
    this.#reading = this.#read();
  }

  async #read(): Promise<void> {
    const turn = ++this.#latest;
    try {
      const uris = await placesOfSetting((sentence) => this.log('warn', sentence));
      if (turn !== this.#latest || this.disposed) return;
      this.#watch(uris);
      // Before the files are read: what is written meanwhile is read again.
      const stamps = new Map(await Promise.all(uris.map(async (uri) => [uri.toString(), await stampOf(uri)] as const)));
      // Nothing of it is loaded for nobody.
      const found = uris.length === 0 ? { entries: [], files: [] } : await (await import('../app/userCatalogues')).readUserCatalogues(this.files, uris.map(String));
      if (turn !== this.#latest) return;
      this.#stamps = stamps;
      this.#show(found);
    } catch (error) {
      this.log('error', `${setting} cannot be read: ${String(error)}`);
    }
  }

  #show(found: UserCatalogues): void {
    this.#found = found;
    this.#marks.clear();
    const uris = new Set(found.files.map(({ uri }) => uri));
    for (const uri of this.#told.keys()) if (!uris.has(uri)) this.#told.delete(uri);
    for (const file of found.files) {
      const lines = new LineIndex(file.text);
      this.#marks.set(vscode.Uri.parse(file.uri, true), file.problems.map(({ severity, span, message }) => {
        const diagnostic = new vscode.Diagnostic(toRange({ start: lines.positionAt(span.start), end: lines.positionAt(span.end) }), message, severity === 'error' ? vscode.DiagnosticSeverity.Error : vscode.DiagnosticSeverity.Warning);
        diagnostic.source = 'DT HTTP';
        return diagnostic;
      }));
      this.#tell(file);
    }
    this.#changed.fire();
  }

  #tell(file: CatalogueFile): void {
    const problem = firstProblem(file) ?? '';
    if (problem !== '' && this.#told.get(file.uri) !== problem) this.log('warn', `Catalogue ${file.uri}: ${problem}`);
    this.#told.set(file.uri, problem);
  }

  /** The folders of the files: one that is not there yet may come. */
  #watch(uris: readonly vscode.Uri[]): void {
    this.#watchers.dispose();
    const wanted = new Set(uris.map(String));
    const folders = new Map(uris.map((uri) => [vscode.Uri.joinPath(uri, '..').toString(), vscode.Uri.joinPath(uri, '..')]));
    const changed = (uri: vscode.Uri) => {
      if (wanted.has(uri.toString())) this.#reload();
    };
    this.#watchers = vscode.Disposable.from(...[...folders.values()].flatMap((folder) => {
      const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, '*'));
      return [watcher, watcher.onDidChange(changed), watcher.onDidCreate(changed), watcher.onDidDelete(changed)];
    }));
  }
}

/** Undefined when nothing is wrong. */
function firstProblem({ unreadable, problems, text }: CatalogueFile): string | undefined {
  if (unreadable !== undefined) return `${unreadable}.`;
  const [first] = problems;
  if (!first) return undefined;
  const { line } = new LineIndex(text).positionAt(first.span.start);
  return `line ${line + 1}: ${first.message}${problems.length > 1 ? ` (and ${problems.length - 1} more)` : ''}`;
}

/** The files that the setting names. The editor leaves out what a workspace says that is not trusted. */
async function placesOfSetting(warn: (sentence: string) => void): Promise<readonly vscode.Uri[]> {
  const value = vscode.workspace.getConfiguration().get<unknown>(setting);
  const names = (Array.isArray(value) ? (value as readonly unknown[]) : []).filter((name) => typeof name === 'string').map((name) => name.trim());
  const folders = vscode.workspace.workspaceFolders ?? [];
  const uris = await Promise.all(names.filter((name) => name !== '').map((name) => placesOf(name, folders)));
  if (uris.some(({ length }) => length === 0)) warn(`${setting}: without an open folder only absolute paths lead somewhere.`);
  return uris.flat();
}

/** Where a name of the setting leads: with several folders a relative one to each that has such a file, else to the first. */
async function placesOf(name: string, folders: readonly vscode.WorkspaceFolder[]): Promise<readonly vscode.Uri[]> {
  if (path.isAbsolute(name)) return [vscode.Uri.file(name)];
  const candidates = folders.map(({ uri }) => vscode.Uri.joinPath(uri, path.sep === '\\' ? name.replaceAll('\\', '/') : name));
  if (candidates.length < 2) return candidates;
  const there = await Promise.all(candidates.map(isThere));
  const found = candidates.filter((_, index) => there[index]);
  return found.length === 0 ? candidates.slice(0, 1) : found;
}

async function isThere(uri: vscode.Uri): Promise<boolean> {
  return (await stampOf(uri)) !== '';
}

/** Differs when a file was written; empty for one that is not there, or cannot be asked about. */
async function stampOf(uri: vscode.Uri): Promise<string> {
  try {
    const { mtime, size } = await vscode.workspace.fs.stat(uri);
    return `${mtime} ${size}`;
  } catch {
    return '';
  }
}

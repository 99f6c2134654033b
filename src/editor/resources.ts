import * as vscode from 'vscode';
import type { ResourceBook } from '../app/resources/book';
import type { NameRefresher } from '../app/resources/refresh';
import type { Services } from '../app/services';
import type { AccountBook, NamedAccount } from '../auth/accountBook';
import { DisposableBase } from '../base/disposable';
import { Emitter } from '../base/event';
import { lastAttempt } from '../http/exchange';
import { noResources, type Resources } from '../language/features/resources';
import type { VariableContext } from '../language/plan/context';
import type { RequestFile } from '../language/syntax/nodes';
import { blockAt } from '../language/syntax/queries';
import type { AnswerView } from './answerView';
import { readable } from './documents';
import type { Engine } from './engine';

/** What may be shown at a place of a document. */
export type ResourcesAt = (offset: number) => Resources;

const nothing: ResourcesAt = () => noResources;

/** Octets of the largest file of names that is read. */
const longestCache = 64 * 1024 * 1024;

/**
 * What accounts were seen to have, in this window. Its code is loaded when it is first asked for, and
 * what is kept of earlier days with it. Asks the network only for accounts whose names a person has
 * loaded, and only while the engine is there anyway.
 */
export class EditorResources extends DisposableBase {
  readonly #engine: Pick<Engine, 'host' | 'accounts' | 'scope'>;
  readonly #changed = this.register(new Emitter<undefined>());
  /** Fires when something else may be shown: names were learned or forgotten, or another account signs. */
  readonly onDidChange = this.#changed.event;
  #made: Promise<ResourceBook> | undefined;
  #loaded: Promise<ResourceBook> | undefined;
  #signers: Promise<Signers> | undefined;
  #refresher: NameRefresher | undefined;

  constructor(engine: Engine) {
    super();
    this.#engine = engine;
    this.register(vscode.workspace.onDidGrantWorkspaceTrust(() => this.#changed.fire(undefined)));
    this.register(engine.accounts.onDidChange(() => this.#accountsChanged()));
    // Another window may have loaded names, or forgotten them.
    this.register(vscode.window.onDidChangeWindowState(({ focused }) => void (focused && this.#loaded?.then((book) => book.load()))));
    this.register(engine.onDidLoad((services) => void this.#followServices(services).catch((error: unknown) => this.#tell(error))));
  }

  /** The book, perhaps without what is kept of earlier days: enough to learn. */
  make(): Promise<ResourceBook> {
    return (this.#made ??= this.#make());
  }

  /** The book with what is kept. */
  book(): Promise<ResourceBook> {
    return (this.#loaded ??= this.#load());
  }

  /**
   * What may be shown in a request file: of each place what the account was seen to have that signs there. Nothing in Restricted Mode.
   *
   * @param variables What is known of the variables of the file. Default: they are read.
   * @param tree Of the text whose offsets are asked about. Default: as the text is in the end.
   */
  async of(document: vscode.TextDocument, variables?: VariableContext, tree?: RequestFile): Promise<ResourcesAt> {
    if (!vscode.workspace.isTrusted) return nothing;
    const book = await this.book();
    if (book.isEmpty) return nothing;
    const file = tree ?? (await readable(document));
    if (!file) return nothing;
    const [{ signersOf }, scope, signers] = await Promise.all([import('../app/resources/signers'), this.#engine.scope(document), this.#readSigners()]);
    const askedBy = await signersOf(this.#engine.host.files, { ...scope, file }, variables);
    return (offset) => {
      const asked = askedBy(blockAt(file, offset));
      return this.#shown(book, asked ? signers.called(asked.name) : signers.active);
    };
  }

  /** What may be shown in an answer or a preview: what the account was seen to have that asked. Nothing in Restricted Mode. */
  async inAnswer(uri: vscode.Uri, answers: AnswerView): Promise<ResourcesAt> {
    if (!vscode.workspace.isTrusted) return nothing;
    const [book, signers, report] = [await this.book(), await this.#readSigners(), await answers.reportOf(uri)];
    const signature = report && lastAttempt(report.result.outcome.exchange)?.signedAs;
    const asked = signature ? signers.called(signature.email) : signers.active;
    const known = report && !signature ? noResources : this.#shown(book, asked);
    return () => known;
  }

  #shown(book: ResourceBook, account: NamedAccount | undefined): Resources {
    if (account) this.#refresher?.used(account);
    return book.resourcesOf(account?.account);
  }

  async #make(): Promise<ResourceBook> {
    const [{ ResourceBook: Book }, { cacheFile }] = await Promise.all([import('../app/resources/book'), import('../disk/cacheFile')]);
    const { host } = this.#engine;
    const { clock, log, storage } = host;
    const cache = storage?.scheme === 'file' ? { cache: cacheFile(vscode.Uri.joinPath(storage, 'names.json').fsPath, longestCache) } : {};
    const book = this.register(new Book({ clock, log, ...cache }));
    this.register(book.onDidChange(() => this.#changed.fire(undefined)));
    host.resources = book;
    return book;
  }

  async #load(): Promise<ResourceBook> {
    const book = await this.make();
    await book.load();
    // An account may have been removed where nobody looked at names.
    await this.#retain(book).catch((error: unknown) => this.#tell(error));
    return book;
  }

  async #followServices(services: Services): Promise<void> {
    const { NameRefresher: Refresher } = await import('../app/resources/refresh');
    this.#refresher = this.register(new Refresher(services, await this.book()));
  }

  #accountsChanged(): void {
    this.#signers = undefined;
    this.#changed.fire(undefined);
    // Removed with its account, also where nothing of it was shown yet.
    const done = this.#loaded ? this.#loaded.then((book) => this.#retain(book)) : this.book();
    done.catch((error: unknown) => this.#tell(error));
  }

  #tell(error: unknown): void {
    this.#engine.host.log('error', `The names of projects and devices cannot be used: ${String(error)}`);
  }

  async #retain(book: ResourceBook): Promise<void> {
    const accounts = await this.#engine.accounts.list();
    if (!this.disposed) await book.retain(accounts.map(({ account }) => account));
  }

  #readSigners(): Promise<Signers> {
    const reading = (this.#signers ??= readSigners(this.#engine.accounts));
    reading.catch(() => {
      // The next who asks may have better luck.
      if (this.#signers === reading) this.#signers = undefined;
    });
    return reading;
  }
}

interface Signers {
  readonly active: NamedAccount | undefined;
  /** By name or email; undefined for a name that nobody has. */
  called(name: string | undefined): NamedAccount | undefined;
}

async function readSigners(accounts: AccountBook): Promise<Signers> {
  const [list, active] = await Promise.all([accounts.list(), accounts.active()]);
  return { active, called: (name) => list.find((each) => each.name === name) ?? list.find(({ account }) => account.email === name) };
}

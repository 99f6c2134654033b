import * as vscode from 'vscode';
import type { Diagnoser, FileCheck } from '../app/check';
import type { Services } from '../app/services';
import type { AccountBook } from '../auth/accountBook';
import { DisposableBase } from '../base/disposable';
import { Emitter } from '../base/event';
import type { Authoring } from '../language/features/authoring';
import { noResources } from '../language/features/resources';
import type { VariableContext } from '../language/plan/context';
import type { EnvironmentFile } from '../language/plan/environment';
import type { RequestFile } from '../language/syntax/nodes';
import { readable } from './documents';
import type { EnvironmentChoice } from './environment/environmentChoice';
import { EditorResources, type ResourcesAt } from './resources';
import type { VscodeHost } from './vscodeHost';

/** What holds for a document beside its text. */
export interface DocumentScope {
  readonly uri: string;
  readonly environment?: string;
  /** URI of the workspace folder. */
  readonly root?: string;
  readonly moreEnvironments: readonly EnvironmentFile[];
}

/**
 * The product behind the editor, loaded when it is first needed: the network, the catalogue and
 * the API description stay out of activation.
 */
export class Engine extends DisposableBase {
  readonly #loaded = this.register(new Emitter<Services>());
  /** Fires once, when the engine is there. */
  readonly onDidLoad = this.#loaded.event;
  /** What accounts were seen to have; it can be asked without loading the rest. */
  readonly resources: EditorResources;
  readonly #diagnosers = new WeakMap<vscode.TextDocument, Diagnoser>();
  #services: Promise<Services> | undefined;
  /** Once they are loaded. */
  #ready: Services | undefined;

  constructor(
    readonly host: VscodeHost,
    readonly accounts: AccountBook,
    readonly environments: EnvironmentChoice,
  ) {
    super();
    this.resources = this.register(new EditorResources(this));
  }

  get(): Promise<Services> {
    this.#services ??= this.#load().catch((error: unknown) => {
      // The next who asks may have better luck, e.g. after an update was completed.
      this.#services = undefined;
      throw error;
    });
    return this.#services;
  }

  /** What can be said about a document before a request is sent, in words. */
  async check(document: vscode.TextDocument): Promise<FileCheck> {
    const { checkFile, checkOfLongFile, Diagnoser } = await import('../app/check');
    const scope = await this.scope(document);
    const diagnoser = this.#diagnosers.get(document) ?? new Diagnoser({ isTyping: true });
    this.#diagnosers.set(document, diagnoser);
    // Nothing is loaded for this: without the engine there is no sandbox either.
    const services = await this.#services;
    const sandbox = services?.sandbox;
    const rights = await services?.rights();
    const file = await readable(document);
    if (!file) return checkOfLongFile({ start: 0, end: document.lineAt(0).text.length });
    return checkFile(this.host.files, { ...scope, file, now: this.host.clock.now(), ...(sandbox && { sandbox }), ...(rights && { rights }) }, diagnoser);
  }

  /** What is known beside the text for somebody who types at `offset` of a document. Loads nothing for it. */
  async authoring(document: vscode.TextDocument, offset: number, file: RequestFile): Promise<Authoring> {
    const [{ authoringAt }, scope] = await Promise.all([import('../app/authoring'), this.scope(document)]);
    const { host, accounts } = this;
    return authoringAt({ host, accounts, ...(this.#ready && { services: this.#ready }), resources: async (variables) => (await this.#resourcesOf(document, variables, file))(offset) }, { ...scope, file }, offset);
  }

  /** The environments and the folder that hold for a document. */
  async scope(document: vscode.TextDocument): Promise<DocumentScope> {
    const environment = this.environments.of(document);
    const folder = vscode.workspace.getWorkspaceFolder(document.uri);
    return {
      uri: document.uri.toString(),
      ...(environment === undefined ? {} : { environment }),
      ...(folder ? { root: folder.uri.toString() } : {}),
      moreEnvironments: await environmentsOfSettings(document),
    };
  }

  /** Without names everything else can still be proposed. */
  async #resourcesOf(document: vscode.TextDocument, variables: VariableContext, file: RequestFile): Promise<ResourcesAt> {
    try {
      return await this.resources.of(document, variables, file);
    } catch (error) {
      this.host.log('error', `The names of projects and devices cannot be read: ${String(error)}`);
      return () => noResources;
    }
  }

  async #load(): Promise<Services> {
    // The first explanation knows the user's codes already.
    const [{ createEditorServices }] = await Promise.all([import('./services'), this.host.catalogues.ready(), this.resources.make()]);
    const services = createEditorServices(this.host, this.accounts, (part) => this.register(part));
    this.#ready = services;
    this.#loaded.fire(services);
    return services;
  }
}

/** The environments that a user of REST Client has in the settings. */
async function environmentsOfSettings(document: vscode.TextDocument): Promise<readonly EnvironmentFile[]> {
  const value = vscode.workspace.getConfiguration('rest-client', document).get<unknown>('environmentVariables');
  if (typeof value !== 'object' || value === null || Object.keys(value).length === 0) return [];
  const { environmentFromSettings } = await import('../language/plan/environment');
  return [environmentFromSettings(value)];
}

import * as vscode from 'vscode';
import type { FileCheck } from '../app/check';
import type { Services } from '../app/services';
import type { AccountBook } from '../auth/accountBook';
import { DisposableBase } from '../base/disposable';
import { Emitter } from '../base/event';
import { parsed } from './documents';
import type { VscodeHost } from './vscodeHost';

/**
 * The product behind the editor, loaded when it is first needed: the network, the catalogue and
 * the API description stay out of activation.
 */
export class Engine extends DisposableBase {
  readonly #loaded = this.register(new Emitter<Services>());
  /** Fires once, when the engine is there. */
  readonly onDidLoad = this.#loaded.event;
  #services: Promise<Services> | undefined;

  constructor(
    readonly host: VscodeHost,
    readonly accounts: AccountBook,
  ) {
    super();
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
    const { checkFile } = await import('../app/check');
    return checkFile(this.host.files, { file: parsed(document), uri: document.uri.toString(), ...this.scope(document) });
  }

  /** The environment and the folder that hold for a document. */
  scope(document: vscode.TextDocument): { readonly environment?: string; readonly root?: string } {
    const environment = vscode.workspace.getConfiguration('dtHttp', document).get<string>('environment') ?? '';
    const folder = vscode.workspace.getWorkspaceFolder(document.uri);
    return {
      ...(environment === '' ? {} : { environment }),
      ...(folder ? { root: folder.uri.toString() } : {}),
    };
  }

  async #load(): Promise<Services> {
    const { createServices } = await import('../app/services');
    const { createUndiciTransport } = await import('../http/undiciTransport');
    const services = this.register(createServices(this.host, this.accounts, createUndiciTransport({ clock: this.host.clock })));
    this.#loaded.fire(services);
    return services;
  }
}

import { createServices, type Services } from '../app/services';
import type { AccountBook } from '../auth/accountBook';
import type { Disposable } from '../base/disposable';
import { createUndiciTransport } from '../http/undiciTransport';
import { editorNetwork, networkLines } from './network';
import { editorQuota } from './quotaHost';
import type { VscodeHost } from './vscodeHost';

/**
 * Puts together what runs requests in a window. The one way to all of that, so that it is loaded
 * as a whole when it is first needed.
 *
 * @param own Takes what is to be disposed of with the window.
 */
export function createEditorServices(host: VscodeHost, accounts: AccountBook, own: <T extends Disposable>(part: T) => T): Services {
  host.quota ??= own(editorQuota(host));
  host.networkLines ??= (origin) => networkLines(origin, process.env);
  const network = editorNetwork(host, process.env, (secret) => services.redactor.addSecret(secret));
  const services = own(createServices(host, accounts, createUndiciTransport({ clock: host.clock, ...network.options })));
  network.learnSecrets();
  return services;
}

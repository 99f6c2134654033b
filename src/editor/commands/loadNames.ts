import * as vscode from 'vscode';
import type { LoadProgress } from '../../app/resources/load';
import type { NamedAccount } from '../../auth/accountBook';
import { listed } from '../../insight/say';
import type { ResourceKind } from '../../language/features/resources';
import { toSignal } from '../convert';
import { commandId } from '../ids';
import { tellError, tellInfo, withCancel } from '../messages';
import { isTrusted } from '../running/launcher';
import type { Command, CommandContext } from './command';

/** `DT: Load Names of Projects and Devices`: from then on ids have faces, and completion offers them. */
export class LoadNamesCommand implements Command {
  readonly id = commandId.loadNames;

  constructor(private readonly context: CommandContext) {}

  /**
   * Resolves to true when all names were loaded.
   *
   * @param name The account whose names are loaded; the active one when it is missing.
   */
  async execute(name?: unknown): Promise<boolean> {
    if (!isTrusted('No names are loaded in Restricted Mode. Trust the workspace to load them.')) return false;
    const services = await this.context.engine.get();
    const account = await services.accountCalled(typeof name === 'string' ? name : undefined);
    if (!account || account.signedOut === true) {
      void this.#offerAccounts(account);
      return false;
    }
    return this.#load(account);
  }

  async #load(account: NamedAccount): Promise<boolean> {
    const { engine } = this.context;
    const [services, book, { loadNames }] = await Promise.all([engine.get(), engine.resources.book(), import('../../app/resources/load')]);
    const result = await withCancel(`Loading names as ${account.name}`, (progress, token) =>
      loadNames(services, { account, book, onProgress: (step) => progress.report({ message: stepText(step) }) }, toSignal(token)),
    );
    if (result.kind === 'failed') void tellError(`Not all names were loaded. ${result.message}.`);
    if (result.kind !== 'loaded') return false;
    const found = kinds.flatMap((kind) => (result.counts[kind] > 0 ? [countText(kind, result.counts[kind])] : []));
    const refused = result.refused.map((kind) => words[kind][1]);
    const hidden = refused.length === 0 ? '' : ` ${account.name} may not see all ${listed(refused)}.`;
    void tellInfo(`${found.length === 0 ? 'There is nothing with a name' : `Loaded the names of ${listed(found)}`}.${hidden} While you use them they are loaded again, once an hour at most.`);
    return true;
  }

  async #offerAccounts(account: NamedAccount | undefined): Promise<void> {
    const [message, button, command] = (await this.context.accounts.isEmpty())
      ? ['There is no account whose names could be loaded.', 'Add Service Account', commandId.addAccount]
      : [account ? `${account.name} is signed out.` : 'No account is chosen.', 'Switch Account', commandId.switchAccount];
    if ((await tellInfo(message, button)) === button) await vscode.commands.executeCommand(command);
  }
}

/** One, and several. */
const words: Readonly<Record<ResourceKind, readonly [one: string, several: string]>> = {
  organization: ['organization', 'organizations'],
  project: ['project', 'projects'],
  device: ['device', 'devices'],
  connector: ['Data Connector', 'Data Connectors'],
  'service-account': ['service account', 'service accounts'],
};

const kinds = Object.keys(words) as readonly ResourceKind[];

function countText(kind: ResourceKind, count: number): string {
  return `${count} ${words[kind][count === 1 ? 0 : 1]}`;
}

/** `devices, project 3 of 12` */
function stepText({ kind, done = 0, of }: LoadProgress): string {
  return of === undefined ? words[kind][1] : `${words[kind][1]}, project ${done + 1} of ${of}`;
}

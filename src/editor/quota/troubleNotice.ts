import * as vscode from 'vscode';
import { DisposableBase } from '../../base/disposable';
import { troubleText, type StoreTroubleCode } from '../../quota/trouble';
import { commandId } from '../ids';
import { tellWarning } from '../messages';
import type { Quotas } from './quotas';
import type { TitledQuota } from './rows';

/** Warns, once for each kind of trouble, when a request of this window uses a quota that cannot be shared. */
export class TroubleNotice extends DisposableBase {
  readonly #told = new Set<StoreTroubleCode>();

  constructor(quotas: Quotas) {
    super();
    this.register(quotas.onDidChange((now) => now.filter(isUsedHere).forEach((quota) => this.#look(quota))));
  }

  #look({ trouble }: TitledQuota): void {
    if (!trouble || this.#told.has(trouble.code)) return;
    this.#told.add(trouble.code);
    void offerView(troubleText(trouble));
  }
}

function isUsedHere({ waiting, holdings }: TitledQuota): boolean {
  return waiting.length > 0 || holdings.some(({ isOwn }) => isOwn);
}

async function offerView(text: string): Promise<void> {
  const show = 'Show Quota';
  if ((await tellWarning(text, show)) === show) await vscode.commands.executeCommand(commandId.showQuota);
}

import * as vscode from 'vscode';
import type { Clock } from '../../base/clock';
import { type Disposable, DisposableBase } from '../../base/disposable';
import { commandId } from '../ids';
import { withoutIcons } from '../messages';
import { isOursVisible } from '../statusBar';
import type { Quotas } from './quotas';
import { quotaTooltip } from './tooltip';
import { isInUse, quotaSign, untilNextSecond } from './words';

/** `12 of 75 used` in the status bar while a quota is in use, and who holds how many in its tooltip. Opens the view. */
export class QuotaItem extends DisposableBase {
  readonly #item = this.register(vscode.window.createStatusBarItem('dtHttp.quota', vscode.StatusBarAlignment.Right, 89));
  /** Armed only while it is shown: all that it says runs on. */
  #timer: Disposable | undefined;

  constructor(
    private readonly quotas: Quotas,
    private readonly clock: Clock,
  ) {
    super();
    this.#item.name = 'DT HTTP Quota';
    this.#item.command = commandId.showQuota;
    this.register({ dispose: () => this.#timer?.dispose() });
    this.register(quotas.onDidChange((now) => this.#write(now)));
    this.register(vscode.window.onDidChangeVisibleTextEditors(() => this.#write()));
  }

  #write(quotas = this.quotas.read()): void {
    this.#timer?.dispose();
    if (this.disposed) return;
    const used = isOursVisible() ? quotas.filter(isInUse) : [];
    const [first] = used;
    const sign = first && quotaSign(first);
    if (!first || !sign) {
      this.#item.hide();
      return;
    }
    // Only what is different goes to the window.
    const text = `$(${sign.icon}) ${withoutIcons(sign.text)}`;
    if (text !== this.#item.text) this.#item.text = text;
    const tooltip = this.quotas.hide(quotaTooltip(used));
    if (tooltip !== this.#item.tooltip) this.#item.tooltip = tooltip;
    this.#item.show();
    this.#timer = this.clock.after(untilNextSecond(Math.max(first.closedForMs, first.unknownForMs)), () => this.#write());
  }
}

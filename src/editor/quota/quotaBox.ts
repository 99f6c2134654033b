import * as vscode from 'vscode';
import type { Clock } from '../../base/clock';
import { type Disposable, DisposableBase } from '../../base/disposable';
import { withoutIcons } from '../messages';
import { Places } from './places';
import type { Quotas } from './quotas';
import { type PermitWait, quotaRows, type QuotaRow, type RowAction } from './rows';
import { isInUse, windowText } from './words';

/** Times are counted down by the second. */
const tickMs = 1000;

/** A line of the box. */
interface RowItem extends vscode.QuickPickItem {
  readonly row: QuotaRow;
}

/** What the view does for a person. */
export interface QuotaBoxActions {
  /** Ends a wait. */
  cancel(wait: PermitWait): void;
  /** Resolves to false when there is nowhere to go. */
  go(action: RowAction): Promise<boolean>;
}

const cancelButton: vscode.QuickInputButton = { iconPath: new vscode.ThemeIcon('close'), tooltip: 'Cancel this request' };

/** The view of the quota: a list that follows what happens as long as it is open. Gone when it is closed. */
export class QuotaBox extends DisposableBase {
  readonly #box = this.register(vscode.window.createQuickPick<RowItem>());
  /** What is shown, for comparison. */
  #shown = '';
  readonly #places: Places;
  /** Armed only while something is shown that runs on. */
  #timer: Disposable | undefined;

  constructor(
    private readonly quotas: Quotas,
    private readonly clock: Clock,
    private readonly actions: QuotaBoxActions,
    private readonly fail: (error: unknown) => void,
  ) {
    super();
    this.#places = new Places(clock);
    Object.assign(this.#box, { title: 'Quota', matchOnDescription: true, matchOnDetail: true, keepScrollPosition: true });
    this.register({ dispose: () => this.#timer?.dispose() });
    this.register(quotas.onDidChange((now) => this.#write(now)));
    this.register(this.#box.onDidTriggerItemButton(({ item }) => this.#cancel(item)));
    this.register(this.#box.onDidAccept(() => this.#accept()));
    this.register(this.#box.onDidHide(() => this.dispose()));
    this.#write();
    this.#box.show();
  }

  #write(quotas = this.quotas.read()): void {
    this.#timer?.dispose();
    if (this.disposed) return;
    if (quotas.some(isInUse)) this.#timer = this.clock.after(tickMs, () => this.#write());
    const [first] = quotas;
    if (first) this.#box.placeholder = `A request holds its place until ${windowText(first.rule.windowMs)} after its answer`;
    const rows = quotaRows(quotas);
    const text = JSON.stringify(rows);
    if (text === this.#shown) return;
    this.#shown = text;
    this.#replace(rows);
  }

  /** The editor would begin at the top again: the row that a person is at stays the same, wherever it is now. */
  #replace(rows: readonly QuotaRow[]): void {
    this.#places.show(rows.map(({ key }) => key));
    const at = this.#box.activeItems[0]?.row.key;
    const items = rows.map((row) => this.#item(row));
    this.#box.items = items;
    const active = items.find(({ row }) => row.key === at);
    if (active) this.#box.activeItems = [active];
  }

  #item(row: QuotaRow): RowItem {
    if (row.kind === 'section') return { row, label: this.#plain(row.label), kind: vscode.QuickPickItemKind.Separator };
    const { icon, label, description, detail, cancels } = row;
    return {
      row,
      label: `$(${icon}) ${this.#plain(label)}`,
      description: this.#plain(description),
      ...(detail !== undefined && { detail: this.#plain(detail) }),
      ...(cancels && { buttons: [cancelButton] }),
    };
  }

  /** Files and other programs have a say in these texts. */
  #plain(text: string): string {
    return withoutIcons(this.quotas.hide(text));
  }

  #cancel({ row }: RowItem): void {
    // Better nothing is done than the wrong request cancelled.
    if (row.kind === 'row' && row.cancels && this.#places.isCertain(row.key)) this.actions.cancel(row.cancels);
  }

  #accept(): void {
    const [item] = this.#box.selectedItems;
    const action = item?.row.kind === 'row' ? item.row.action : undefined;
    if (!action) return;
    this.actions.go(action).then((went) => {
      if (went) this.#box.hide();
    }, this.fail);
  }
}

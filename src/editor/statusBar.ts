import * as vscode from 'vscode';
import type { Services } from '../app/services';
import type { NamedAccount } from '../auth/accountBook';
import { DisposableBase } from '../base/disposable';
import type { QuotaSnapshot } from '../quota/permits';
import type { Engine } from './engine';
import { commandId, languageId } from './ids';

/** How often times are written anew, in milliseconds. */
const refreshMs = 1000;

/** `$(key) account · token 52 min · 12 of 75 used`: who signs, for how long, and how much of the quota is used. */
export class StatusBar extends DisposableBase {
  readonly #item = this.register(vscode.window.createStatusBarItem('dtHttp.account', vscode.StatusBarAlignment.Right, 90));
  #account: NamedAccount | undefined;
  #services: Services | undefined;

  constructor(private readonly engine: Engine) {
    super();
    this.#item.name = 'DT HTTP';
    this.#item.command = commandId.switchAccount;
    const { accounts } = engine;
    this.register(accounts.onDidChange(() => void this.#readAccount()));
    this.register(vscode.window.onDidChangeActiveTextEditor(() => this.#write()));
    this.register(engine.onDidLoad((services) => this.#watch(services)));
    void this.#readAccount();
  }

  async #readAccount(): Promise<void> {
    this.#account = await this.engine.accounts.active();
    if (!this.disposed) this.#write();
  }

  /** Until the engine is there, there are no tokens and no quota, and nothing to refresh. */
  #watch(services: Services): void {
    this.#services = services;
    this.register(services.onDidChange(() => this.#write()));
    const timer = setInterval(() => this.#write(), refreshMs);
    this.register({ dispose: () => clearInterval(timer) });
  }

  #write(): void {
    const isOurs = vscode.window.visibleTextEditors.some(({ document }) => document.languageId === languageId);
    if (!isOurs) {
      this.#item.hide();
      return;
    }
    const quota = this.#account && this.#services?.quota(this.#account);
    const parts = [this.#account ? `$(key) ${this.#account.name}` : '$(key) no account', this.#token(), quotaText(quota)];
    const text = parts.filter((part) => part !== '').join(' · ');
    if (text !== this.#item.text) this.#item.text = text;
    const tooltip = this.#tooltip(quota);
    if (tooltip !== this.#item.tooltip) this.#item.tooltip = tooltip;
    this.#item.show();
  }

  #token(): string {
    const expiresAt = this.#account && this.#services?.tokenExpiry(this.#account);
    if (expiresAt === undefined) return '';
    const left = expiresAt - Date.now();
    if (left <= 0) return 'token expired';
    return left < 60_000 ? `token ${Math.ceil(left / 1000)} s` : `token ${Math.floor(left / 60_000)} min`;
  }

  #tooltip(quota: QuotaSnapshot | undefined): string {
    const who = this.#account
      ? `Requests are signed as ${this.#account.name} (${this.#account.account.email}).`
      : 'Requests go out unsigned. Add a service account, or start the sandbox.';
    const limit = quota && `Quota: ${quota.used} of ${quota.rule.limit} requests used in ${quota.rule.windowMs / 1000} s.`;
    const holders = quota && quota.holders.length > 0 ? `Latest: ${quota.holders.slice(-5).map(({ label, source }) => `${label} (${source})`).join(', ')}` : '';
    return [who, limit ?? '', holders, 'Click to switch the account.'].filter((line) => line !== '').join('\n');
  }
}

function quotaText(quota: QuotaSnapshot | undefined): string {
  if (!quota) return '';
  if (quota.closedForMs > 0) return `$(clock) quota closed for ${Math.ceil(quota.closedForMs / 1000)} s`;
  if (quota.used === 0) return '';
  const waiting = quota.waiting > 0 ? `, ${quota.waiting} waiting` : '';
  return `${quota.used} of ${quota.rule.limit} used${waiting}`;
}

import * as vscode from 'vscode';
import type { Services } from '../app/services';
import type { NamedAccount } from '../auth/accountBook';
import { type Disposable, DisposableBase } from '../base/disposable';
import { formatDuration } from '../http/format';
import type { QuotaSnapshot } from '../quota/permits';
import type { Engine } from './engine';
import { answerScheme, commandId, languageId } from './ids';

const second = 1000;
const minute = 60 * second;

/** `$(key) account · token 52 min · 12 of 75 used`: who signs, for how long, and how much of the quota is used. */
export class StatusBar extends DisposableBase {
  readonly #item = this.register(vscode.window.createStatusBarItem('dtHttp.account', vscode.StatusBarAlignment.Right, 90));
  #account: NamedAccount | undefined;
  /** Of the latest reading of the accounts: an earlier one may take longer. */
  #reading = 0;
  #services: Services | undefined;
  /** Armed only while a time is shown that runs on. */
  #timer: Disposable | undefined;

  constructor(private readonly engine: Engine) {
    super();
    this.#item.name = 'DT HTTP';
    this.#item.command = commandId.switchAccount;
    this.register({ dispose: () => this.#timer?.dispose() });
    this.register(engine.accounts.onDidChange(() => this.#readAccount()));
    this.register(vscode.window.onDidChangeVisibleTextEditors(() => this.#write()));
    this.register(engine.onDidLoad((services) => {
      this.#services = services;
      this.register(services.onDidChange(() => this.#write()));
    }));
    this.#readAccount();
  }

  #readAccount(): void {
    const reading = ++this.#reading;
    this.engine.accounts.active().then(
      (account) => {
        if (reading !== this.#reading) return;
        this.#account = account;
        this.#write();
      },
      (error: unknown) => this.engine.host.log('error', `the accounts cannot be read: ${String(error)}`),
    );
  }

  #write(): void {
    if (this.disposed) return;
    this.#timer?.dispose();
    if (!isOursVisible()) {
      this.#item.hide();
      return;
    }
    const quota = this.#account && this.#services?.quota(this.#account);
    const expiresAt = this.#account && this.#services?.tokenExpiry(this.#account);
    const left = expiresAt === undefined ? undefined : expiresAt - this.engine.host.clock.now();
    this.#show(quota, left);
    const next = nextChange(quota, left);
    if (next !== undefined) this.#timer = this.engine.host.clock.after(next, () => this.#write());
  }

  /** Only what is different goes to the window. */
  #show(quota: QuotaSnapshot | undefined, tokenLeft: number | undefined): void {
    const parts = [this.#account ? `$(key) ${this.#account.name}` : '$(key) no account', tokenText(tokenLeft), quotaText(quota)];
    const text = parts.filter((part) => part !== '').join(' · ');
    if (text !== this.#item.text) this.#item.text = text;
    const tooltip = tooltipText(this.#account, quota);
    if (tooltip !== this.#item.tooltip) this.#item.tooltip = tooltip;
    this.#item.show();
  }
}

function isOursVisible(): boolean {
  return vscode.window.visibleTextEditors.some(({ document }) => document.languageId === languageId || document.uri.scheme === answerScheme);
}

/** Milliseconds until a time that is shown reads otherwise; undefined when none runs. The quota tells by itself when it is used less. */
function nextChange(quota: QuotaSnapshot | undefined, tokenLeft: number | undefined): number | undefined {
  if (quota && quota.closedForMs > 0) return second;
  if (tokenLeft === undefined || tokenLeft <= 0) return undefined;
  // Just after the minute is over, so that it never reads one too many for another minute.
  return tokenLeft < minute ? second : (tokenLeft % minute) + 1;
}

function tokenText(left: number | undefined): string {
  if (left === undefined) return '';
  if (left <= 0) return 'token expired';
  return left < minute ? `token ${Math.ceil(left / second)} s` : `token ${Math.floor(left / minute)} min`;
}

function quotaText(quota: QuotaSnapshot | undefined): string {
  if (!quota) return '';
  if (quota.closedForMs > 0) return `$(clock) quota closed for ${formatDuration(quota.closedForMs)}`;
  if (quota.used === 0) return '';
  const waiting = quota.waiting > 0 ? `, ${quota.waiting} waiting` : '';
  return `${quota.used} of ${quota.rule.limit} used${waiting}`;
}

function tooltipText(account: NamedAccount | undefined, quota: QuotaSnapshot | undefined): string {
  const who = account
    ? `Requests are signed as ${account.name} (${account.account.email}).`
    : 'Requests go out unsigned. Add a service account, or start the sandbox.';
  const limit = quota && `Quota: ${quota.used} of ${quota.rule.limit} requests used in ${quota.rule.windowMs / second} s.`;
  const holders = quota && quota.holders.length > 0 ? `Latest: ${quota.holders.slice(-5).map(({ label, source }) => `${label} (${source})`).join(', ')}` : '';
  return [who, limit ?? '', holders, 'Click to switch the account.'].filter((line) => line !== '').join('\n');
}

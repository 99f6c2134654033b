import * as vscode from 'vscode';
import type { Services } from '../app/services';
import type { AccountBook, NamedAccount } from '../auth/accountBook';
import { type Disposable, DisposableBase } from '../base/disposable';
import type { Engine } from './engine';
import { answerScheme, commandId, languageId } from './ids';

const second = 1000;
const minute = 60 * second;

/** `$(key) account · token 52 min`: who signs, and for how long. */
export class StatusBar extends DisposableBase {
  readonly #item = this.register(vscode.window.createStatusBarItem('dtHttp.account', vscode.StatusBarAlignment.Right, 90));
  #who: Who = { others: 0 };
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
    readWho(this.engine.accounts).then(
      (who) => {
        if (reading !== this.#reading) return;
        this.#who = who;
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
    const { account } = this.#who;
    const expiresAt = account && this.#services?.tokenExpiry(account);
    const left = expiresAt === undefined ? undefined : expiresAt - this.engine.host.clock.now();
    this.#show(left);
    const next = nextChange(left);
    if (next !== undefined) this.#timer = this.engine.host.clock.after(next, () => this.#write());
  }

  /** Only what is different goes to the window. */
  #show(tokenLeft: number | undefined): void {
    const text = [whoText(this.#who), tokenText(tokenLeft)].filter((part) => part !== '').join(' · ');
    if (text !== this.#item.text) this.#item.text = text;
    const tooltip = tooltipText(this.#who);
    if (tooltip !== this.#item.tooltip) this.#item.tooltip = tooltip;
    this.#item.show();
  }
}

/** Who signs. */
interface Who {
  /** The active account, perhaps signed out. */
  readonly account?: NamedAccount;
  /** How many accounts are there beside it. */
  readonly others: number;
}

async function readWho(accounts: AccountBook): Promise<Who> {
  const [account, list, unreadable] = await Promise.all([accounts.active(), accounts.list(), accounts.unreadable()]);
  const count = list.length + unreadable.length;
  return account ? { account, others: count - 1 } : { others: count };
}

/** Whether a request file or an answer is on screen. */
export function isOursVisible(): boolean {
  return vscode.window.visibleTextEditors.some(({ document }) => document.languageId === languageId || document.uri.scheme === answerScheme);
}

/** Milliseconds until a time that is shown reads otherwise; undefined when none runs. */
function nextChange(tokenLeft: number | undefined): number | undefined {
  if (tokenLeft === undefined || tokenLeft <= 0) return undefined;
  // Just after the minute is over, so that it never reads one too many for another minute.
  return tokenLeft < minute ? second : (tokenLeft % minute) + 1;
}

/**
 * `token 52 min`, `token 12 s`, `token expired`: how long a token is still valid; empty without one.
 *
 * @param left Milliseconds.
 */
export function tokenText(left: number | undefined): string {
  if (left === undefined) return '';
  if (left <= 0) return 'token expired';
  return left < minute ? `token ${Math.ceil(left / second)} s` : `token ${Math.floor(left / minute)} min`;
}

function whoText({ account, others }: Who): string {
  if (!account) return others > 0 ? '$(key) no account chosen' : '$(key) no account';
  return `$(key) ${account.name}${account.signedOut === true ? ' · signed out' : ''}`;
}

function whoTooltip({ account, others }: Who): string {
  if (!account) return others > 0 ? 'Requests go out unsigned: no account is chosen.' : 'Requests go out unsigned. Add a service account, or start the sandbox.';
  const { name, account: { email } } = account;
  if (account.signedOut === true) return `Requests go out unsigned: ${name} (${email}) is signed out.`;
  const more = others === 0 ? '' : ` ${others === 1 ? 'One other account is' : `${others} other accounts are`} kept.`;
  return `Requests are signed as ${name} (${email}).${more}`;
}

function tooltipText(whom: Who): string {
  const who = whoTooltip(whom);
  // The account decides it, not whether a sandbox runs.
  const where = whom.account?.account.sandbox === true ? 'Paths go to the sandbox.' : 'Paths go to DT unless apiBase says otherwise.';
  return [who, where, 'Click to switch the account.'].join('\n');
}

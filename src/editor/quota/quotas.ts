import * as vscode from 'vscode';
import type { Services } from '../../app/services';
import type { NamedAccount } from '../../auth/accountBook';
import { DisposableBase } from '../../base/disposable';
import { Emitter } from '../../base/event';
import type { Engine } from '../engine';
import { Pacer } from '../pacer';
import type { TitledQuota } from './rows';

/** Milliseconds between two looks at the quotas: a waiting request makes them change many times a second. */
const everyMs = 200;

/** The quotas that this window knows: what the status bar and the view of the quota show. */
export class Quotas extends DisposableBase {
  readonly #changed = this.register(new Emitter<readonly TitledQuota[]>());
  readonly #pacer: Pacer;
  #services: Services | undefined;
  #active: NamedAccount | undefined;
  /** The scope of the active account. */
  #first: string | undefined;
  /** Of the latest reading of the active account: an earlier one may take longer. */
  #reading = 0;

  /** Tells them as {@link read} does when one may be different; at most five times a second. Not told: that time goes by. */
  readonly onDidChange = this.#changed.event;

  constructor(private readonly engine: Engine) {
    super();
    this.#pacer = this.register(new Pacer(engine.host.clock, everyMs, () => this.#changed.fire(this.read())));
    const look = () => this.#pacer.ask();
    this.register(engine.accounts.onDidChange(() => this.#readActive()));
    this.register(
      engine.onDidLoad((services) => {
        this.#services = services;
        this.register(services.onDidChange(look));
        this.#follow();
      }),
    );
    // Who comes back from a terminal may have used some there, which no file system has to tell.
    this.register(vscode.window.onDidChangeWindowState(look));
    this.register(vscode.window.onDidChangeActiveTextEditor(look));
    this.#readActive();
  }

  /** The one of the active account first. Empty before the first request of the window. */
  read(): readonly TitledQuota[] {
    const isOfWorkspace = this.engine.host.quota?.isOfWorkspace === true;
    const all = (this.#services?.quotas() ?? []).map((quota): TitledQuota => ({ ...quota, ...(isOfWorkspace && { isOfWorkspace }) }));
    return [...all.filter(({ scope }) => scope === this.#first), ...all.filter(({ scope }) => scope !== this.#first)];
  }

  /** A text of a request without the values that are known to be secret. */
  hide(text: string): string {
    return this.#services?.redactor.text(text) ?? text;
  }

  /** From now on the quota of the active account is among them, whoever uses it. */
  #follow(): void {
    this.#first = this.#active && this.#services?.quota(this.#active)?.scope;
    this.#pacer.ask();
  }

  #readActive(): void {
    const reading = ++this.#reading;
    this.engine.accounts.active().then(
      (active) => {
        if (reading !== this.#reading) return;
        this.#active = active;
        this.#follow();
      },
      (error: unknown) => this.engine.host.log('error', `the accounts cannot be read: ${String(error)}`),
    );
  }
}

import { DisposableBase } from '../base/disposable';
import { type Event, Emitter } from '../base/event';
import { type Logger, silentLogger } from '../base/logger';
import type { ServiceAccount } from './account';
import { accountKey, activeKey, indexKey, isAccountKey, signedOutKey } from './accountKeys';

/** The host's safe place for secrets: the editor's SecretStorage, or memory in the terminal. */
export interface SecretStore {
  /** Undefined when nothing is stored under `key`. */
  get(key: string): Promise<string | undefined>;
  set(key: string, value: string): Promise<void>;
  delete(key: string): Promise<void>;
  /** All keys that the storage can tell; none where it cannot. Missing means the same. */
  keys?(): Promise<readonly string[]>;
  /** Fires with the key when a value changed, in this window or another. */
  readonly onDidChange: Event<string>;
}

/** A service account under the name by which settings, `@account` and the status bar call it. */
export interface NamedAccount {
  readonly name: string;
  readonly account: ServiceAccount;
  /** Set while nothing is signed with it, until somebody chooses it again. */
  readonly signedOut?: true;
}

/** How often the list is read again after it was written, for the write of another window that came between. */
const mendingRounds = 3;

/**
 * The accounts that a person has added, in secret storage, and those of a running sandbox, in
 * memory. One of them is active; after the active one was removed none is, until a person chooses:
 * no account begins to sign because another went.
 *
 * An account is there while its entry is. The list of names only gives the order and lets entries be
 * found: secret storage cannot compare and swap, so windows that add at the same time may write over
 * each other's list, and each puts back the names that it knows and whose entries are still there.
 */
export class AccountBook extends DisposableBase {
  readonly #store: SecretStore;
  readonly #log: Logger;
  readonly #changed = this.register(new Emitter<undefined>());
  /** Names that this process has seen in the list, for putting them back. */
  readonly #known = new Set<string>();
  /** Keys whose damage was told of. */
  readonly #reported = new Set<string>();
  #writes: Promise<unknown> = Promise.resolve();
  #sandbox: readonly NamedAccount[] = [];
  #activeSandbox: string | undefined;

  /** @param log Hears of stored accounts that cannot be read. Default: nobody does. */
  constructor(store: SecretStore, log: Logger = silentLogger) {
    super();
    this.#store = store;
    this.#log = log;
    this.register(store.onDidChange((key) => this.#heard(key)));
  }

  /** Fires when something of the accounts changed, in this window or another: also who is active or signed out. */
  get onDidChange(): Event<undefined> {
    return this.#changed.event;
  }

  /** Stored accounts that can be read, in the order they were added, then those of the sandbox. */
  async list(): Promise<readonly NamedAccount[]> {
    const stored = await Promise.all((await this.#names()).map((name) => this.#stored(name)));
    return [...stored.filter((entry) => typeof entry === 'object'), ...this.#sandbox];
  }

  /** Names of stored accounts whose entry is damaged: they can be removed, or added again. */
  async unreadable(): Promise<readonly string[]> {
    const names = await this.#names();
    const stored = await Promise.all(names.map((name) => this.#stored(name)));
    return names.filter((_, index) => stored[index] === 'unreadable');
  }

  /** Whether there is no account at all, not even one that cannot be read. */
  async isEmpty(): Promise<boolean> {
    return (await this.list()).length === 0 && (await this.unreadable()).length === 0;
  }

  /** The account that signs unless a request names another, perhaps signed out; undefined when none is chosen or it cannot be read. */
  async active(): Promise<NamedAccount | undefined> {
    const sandbox = this.#sandbox.find((entry) => entry.name === this.#activeSandbox);
    if (sandbox) return sandbox;
    const name = await this.#store.get(activeKey);
    return name === undefined ? undefined : readable(await this.#stored(name));
  }

  /** The account called `name`, or with that email; undefined when there is none. */
  async find(name: string): Promise<NamedAccount | undefined> {
    const entry = this.#sandbox.find((each) => each.name === name) ?? readable(await this.#stored(name));
    return entry ?? (await this.list()).find(({ account }) => account.email === name);
  }

  /** Stores an account and makes it the active one. One of the same name is replaced. */
  add({ name, account }: NamedAccount): Promise<void> {
    return this.#write(async () => {
      // First of all: a window that sees the name finds the account.
      const { writeAccount } = await forms();
      await this.#store.set(accountKey(name), writeAccount(account));
      await this.#clearSignOut(name);
      this.#known.add(name);
      const names = await this.#names();
      await this.#writeNames([...names.filter((each) => each !== name), name]);
      await this.#mend();
      await this.#choose(name);
    });
  }

  /** Forgets a stored account, also one that cannot be read. Nothing happens when it is not there. */
  remove(name: string): Promise<void> {
    return this.#write(async () => {
      // First of all: a name without an entry is put back by nobody.
      await this.#store.delete(accountKey(name));
      this.#known.delete(name);
      await this.#clearSignOut(name);
      if ((await this.#store.get(activeKey)) === name) await this.#store.delete(activeKey);
      const names = await this.#names();
      await this.#writeNames(names.filter((each) => each !== name));
      await this.#mend();
    });
  }

  /** Makes `name` the active account, signed in. Throws when there is no such account. */
  async activate(name: string): Promise<void> {
    await this.#require(name);
    await this.signIn(name);
    if (this.#isSandbox(name)) {
      this.#activeSandbox = name;
      this.#changed.fire(undefined);
      return;
    }
    await this.#write(() => this.#choose(name));
  }

  /** Nothing is signed with the account from now on, in all windows; what is stored stays. Throws when there is no such account. */
  async signOut(name: string): Promise<void> {
    await this.#require(name);
    if (this.#isSandbox(name)) return this.#replaceSandbox(name, (entry) => ({ ...entry, signedOut: true }));
    await this.#write(() => this.#store.set(signedOutKey(name), 'true'));
  }

  /** Undoes {@link signOut}. */
  async signIn(name: string): Promise<void> {
    if (this.#isSandbox(name)) return this.#replaceSandbox(name, ({ account }) => ({ name, account }));
    await this.#write(() => this.#clearSignOut(name));
  }

  /** Adds the accounts of a running sandbox and makes one of them active; an empty list takes them away. */
  useSandbox(accounts: readonly NamedAccount[], active?: string): void {
    this.#sandbox = accounts;
    this.#activeSandbox = active;
    this.#changed.fire(undefined);
  }

  #isSandbox(name: string): boolean {
    return this.#sandbox.some((entry) => entry.name === name);
  }

  #replaceSandbox(name: string, change: (entry: NamedAccount) => NamedAccount): void {
    this.#sandbox = this.#sandbox.map((entry) => (entry.name === name ? change(entry) : entry));
    this.#changed.fire(undefined);
  }

  async #require(name: string): Promise<void> {
    if (this.#isSandbox(name)) return;
    const entry = await this.#stored(name);
    if (entry === undefined) throw new Error(`There is no account called ${name}.`);
    if (entry === 'unreadable') throw new Error(`The stored account ${name} cannot be read: remove it and add it again.`);
  }

  async #choose(name: string): Promise<void> {
    this.#activeSandbox = undefined;
    await this.#store.set(activeKey, name);
  }

  async #clearSignOut(name: string): Promise<void> {
    if ((await this.#store.get(signedOutKey(name))) !== undefined) await this.#store.delete(signedOutKey(name));
  }

  /** Undefined when there is no such entry. */
  async #stored(name: string): Promise<NamedAccount | 'unreadable' | undefined> {
    const [text, signedOut] = await Promise.all([this.#store.get(accountKey(name)), this.#store.get(signedOutKey(name))]);
    if (text === undefined) return undefined;
    const { readAccount } = await forms();
    const account = readAccount(text);
    if (account) return { name, account, ...(signedOut === undefined ? {} : { signedOut: true }) };
    this.#report(accountKey(name), `The stored account ${name} cannot be read. Remove it and add it again.`);
    return 'unreadable';
  }

  /** Of a damaged list what is left of it, and the accounts that can be found otherwise. */
  async #names(): Promise<readonly string[]> {
    const text = await this.#store.get(indexKey);
    if (text === undefined) return [];
    const { names, damaged } = (await forms()).readNames(text);
    for (const name of names) this.#known.add(name);
    if (!damaged) return names;
    this.#report(indexKey, 'The stored list of accounts is damaged. It is mended when an account is added or removed.');
    return [...names, ...(await this.#dropped(names))];
  }

  async #writeNames(names: readonly string[]): Promise<void> {
    const { writeNames } = await forms();
    await this.#store.set(indexKey, writeNames(names));
  }

  /** Names that the list lacks though their entries are there. */
  async #dropped(names: readonly string[]): Promise<readonly string[]> {
    const prefix = accountKey('');
    const stored = (await this.#store.keys?.()) ?? [];
    const candidates = new Set([...this.#known, ...stored.flatMap((key) => (key.startsWith(prefix) ? [key.slice(prefix.length)] : []))]);
    for (const name of names) candidates.delete(name);
    const found: string[] = [];
    for (const name of candidates) {
      if ((await this.#store.get(accountKey(name))) === undefined) this.#known.delete(name);
      else found.push(name);
    }
    return found;
  }

  /** Puts back names that another window wrote over. */
  async #mend(): Promise<void> {
    for (let round = 0; round < mendingRounds; round++) {
      const names = await this.#names();
      const dropped = await this.#dropped(names);
      if (dropped.length === 0) return;
      await this.#writeNames([...names, ...dropped]);
    }
  }

  #heard(key: string): void {
    if (!isAccountKey(key)) return;
    this.#reported.delete(key);
    if (key === indexKey) this.#mendSoon();
    this.#changed.fire(undefined);
  }

  #mendSoon(): void {
    this.#write(() => (this.disposed ? Promise.resolve() : this.#mend())).catch((error: unknown) => {
      this.#log('warn', 'The list of accounts could not be compared with what is stored.', { error: String(error) });
    });
  }

  /** One after the other: each reads what the one before has written. The caller hears of a failure. */
  #write<T>(action: () => Promise<T>): Promise<T> {
    const written = this.#writes.then(action);
    this.#writes = written.catch(() => undefined);
    return written;
  }

  #report(key: string, message: string): void {
    if (this.#reported.has(key)) return;
    this.#reported.add(key);
    this.#log('error', message);
  }
}

/** Loaded when there is something to read: without an account nothing is validated. */
function forms() {
  return import('./storedAccounts');
}

function readable(entry: NamedAccount | 'unreadable' | undefined): NamedAccount | undefined {
  return entry === 'unreadable' ? undefined : entry;
}

/** A store that forgets everything with the process. */
export class MemorySecretStore implements SecretStore {
  readonly #values = new Map<string, string>();
  readonly #changed = new Emitter<string>();
  readonly onDidChange = this.#changed.event;

  get(key: string): Promise<string | undefined> {
    return Promise.resolve(this.#values.get(key));
  }

  set(key: string, value: string): Promise<void> {
    this.#values.set(key, value);
    this.#changed.fire(key);
    return Promise.resolve();
  }

  delete(key: string): Promise<void> {
    this.#values.delete(key);
    this.#changed.fire(key);
    return Promise.resolve();
  }
}

import { type Event, Emitter } from '../base/event';
import type { ServiceAccount } from './account';

/** The host's safe place for secrets: the editor's SecretStorage, or memory in the terminal. */
export interface SecretStore {
  /** Undefined when nothing is stored under `key`. */
  get(key: string): Promise<string | undefined>;
  set(key: string, value: string): Promise<void>;
  delete(key: string): Promise<void>;
  /** Fires with the key when a value changed, in this window or another. */
  readonly onDidChange: Event<string>;
}

/** A service account under the name by which settings, `@account` and the status bar call it. */
export interface NamedAccount {
  readonly name: string;
  readonly account: ServiceAccount;
}

const indexKey = 'accounts';
const accountKey = (name: string) => `account:${name}`;

interface Index {
  readonly names: readonly string[];
  readonly active?: string;
}

/**
 * The accounts that a person has added, in secret storage, and those of a running sandbox, in
 * memory. One of them is active.
 */
export class AccountBook {
  readonly #store: SecretStore;
  readonly #changed = new Emitter<undefined>();
  #sandbox: readonly NamedAccount[] = [];
  #activeSandbox: string | undefined;

  constructor(store: SecretStore) {
    this.#store = store;
    store.onDidChange((key) => {
      if (key === indexKey || key.startsWith(accountKey(''))) this.#changed.fire(undefined);
    });
  }

  /** Fires when accounts were added or removed, or another became active. */
  get onDidChange(): Event<undefined> {
    return this.#changed.event;
  }

  /** Stored accounts in the order they were added, then those of the sandbox. */
  async list(): Promise<readonly NamedAccount[]> {
    const { names } = await this.#index();
    const stored = await Promise.all(names.map((name) => this.#stored(name)));
    return [...stored.filter((entry) => entry !== undefined), ...this.#sandbox];
  }

  /** The account that signs unless a request names another; undefined when there is none. */
  async active(): Promise<NamedAccount | undefined> {
    const sandbox = this.#sandbox.find((entry) => entry.name === this.#activeSandbox);
    if (sandbox) return sandbox;
    const { names, active } = await this.#index();
    const name = active !== undefined && names.includes(active) ? active : names[0];
    return name === undefined ? undefined : this.#stored(name);
  }

  /** The account called `name`, or with that email; undefined when there is none. */
  async find(name: string): Promise<NamedAccount | undefined> {
    return (await this.list()).find((entry) => entry.name === name || entry.account.email === name);
  }

  /** Stores an account and makes it the active one. One of the same name is replaced. */
  async add(entry: NamedAccount): Promise<void> {
    const { names } = await this.#index();
    await this.#store.set(accountKey(entry.name), JSON.stringify(entry.account));
    const others = names.filter((name) => name !== entry.name);
    this.#activeSandbox = undefined;
    await this.#writeIndex({ names: [...others, entry.name], active: entry.name });
  }

  /** Makes `name` the active account. Throws when there is no such account. */
  async activate(name: string): Promise<void> {
    if (this.#sandbox.some((entry) => entry.name === name)) {
      this.#activeSandbox = name;
      this.#changed.fire(undefined);
      return;
    }
    const { names } = await this.#index();
    if (!names.includes(name)) throw new Error(`There is no account called ${name}.`);
    this.#activeSandbox = undefined;
    await this.#writeIndex({ names, active: name });
    this.#changed.fire(undefined);
  }

  /** Adds the accounts of a running sandbox and makes one of them active; an empty list takes them away. */
  useSandbox(accounts: readonly NamedAccount[], active?: string): void {
    this.#sandbox = accounts;
    this.#activeSandbox = active;
    this.#changed.fire(undefined);
  }

  async #index(): Promise<Index> {
    const text = await this.#store.get(indexKey);
    return text === undefined ? { names: [] } : (JSON.parse(text) as Index);
  }

  async #writeIndex(index: Index): Promise<void> {
    await this.#store.set(indexKey, JSON.stringify(index));
  }

  async #stored(name: string): Promise<NamedAccount | undefined> {
    const text = await this.#store.get(accountKey(name));
    return text === undefined ? undefined : { name, account: JSON.parse(text) as ServiceAccount };
  }
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

import * as z from 'zod/mini';
import { DisposableBase } from '../base/disposable';
import { type Event, Emitter } from '../base/event';
import { isLoopback } from '../http/loopback';
import type { SecretStore } from './accountBook';
import { connectOrigin } from './credentialScope';
import { parseStored } from './storedJson';

/** A value that a person stored under a name, for `{"$secret": "name"}` in an environment. */
export interface StoredSecret {
  readonly name: string;
  readonly value: string;
  /** Where it may go, each as {@link secretOrigin} writes it; never empty when it was stored. */
  readonly origins: readonly string[];
}

/** What there is under a name. `damaged`: an entry that cannot be read, so nobody knows where it may go. */
export type FoundSecret = { readonly kind: 'stored'; readonly secret: StoredSecret } | { readonly kind: 'damaged' } | undefined;

/** Where `{"$secret": "name"}` comes from in a host that has no secret storage. */
export interface SecretSource {
  find(name: string): Promise<FoundSecret>;
  /** What to do, as clauses, when the secret is not there, and when it may not go where a request goes; and where it may go, in words. */
  advice(name: string): { readonly supply: string; readonly allow: string; readonly hosts: string };
}

/** A secret as it may be shown. */
export interface ListedSecret {
  readonly name: string;
  /** Empty when it is damaged. */
  readonly origins: readonly string[];
  /** Whether it cannot be read: it can be stored again, or removed. */
  readonly damaged: boolean;
}

const prefix = 'secret:';
const indexKey = 'secrets';

/** Whether a key of secret storage belongs to stored secrets. */
function isSecretKey(key: string): boolean {
  return key === indexKey || key.startsWith(prefix);
}

/** Whether a secret can be called so: a letter or `_`, then letters, digits, `_` and `-`; at most 80 characters. */
export function isNameForSecret(name: string): boolean {
  return /^[A-Za-z_][\w-]{0,79}$/.test(name);
}

/**
 * An origin that a secret may go to, in the form in which connections are compared. Undefined for
 * what is no plain origin, and for http to another machine, where everybody on the way could read it.
 */
export function secretOrigin(text: string): string | undefined {
  const origin = connectOrigin(text);
  return origin !== undefined && (origin.startsWith('https://') || isLoopback(new URL(origin).hostname)) ? origin : undefined;
}

const entry = z.object({
  value: z.string().check(z.minLength(1)),
  origins: z.array(z.string().check(z.refine((origin) => secretOrigin(origin) === origin))).check(z.minLength(1)),
});
const index = z.array(z.string());

/** What is stored under `name`. */
export async function findSecret(store: Pick<SecretStore, 'get'>, name: string): Promise<FoundSecret> {
  const text = await store.get(prefix + name);
  if (text === undefined) return undefined;
  const { data } = entry.safeParse(parseStored(text));
  return data ? { kind: 'stored', secret: { name, ...data } } : { kind: 'damaged' };
}

/**
 * The stored secrets, each with the origins that a person chose for it. A secret is there while its
 * entry is: the list of names only lets entries be found where the editor cannot name its keys.
 */
export class SecretBook extends DisposableBase {
  readonly #store: SecretStore;
  readonly #changed = this.register(new Emitter<undefined>());
  /** Names that this process knows of, should another window write over the list. */
  readonly #known = new Set<string>();
  #writes: Promise<unknown> = Promise.resolve();

  constructor(store: SecretStore) {
    super();
    this.#store = store;
    this.register(store.onDidChange((key) => {
      if (isSecretKey(key)) this.#changed.fire(undefined);
    }));
  }

  /** Fires when a secret was stored, changed or removed, in this window or another. */
  get onDidChange(): Event<undefined> {
    return this.#changed.event;
  }

  /** All stored secrets, damaged ones too, in the order of their names. */
  async list(): Promise<readonly ListedSecret[]> {
    const listed: ListedSecret[] = [];
    for (const name of await this.#names()) {
      const found = await this.find(name);
      if (found) listed.push(found.kind === 'stored' ? { name, origins: found.secret.origins, damaged: false } : { name, origins: [], damaged: true });
    }
    return listed;
  }

  /** What is stored under `name`. */
  find(name: string): Promise<FoundSecret> {
    return findSecret(this.#store, name);
  }

  /**
   * Stores a secret, in place of the one of that name.
   *
   * @throws For a name or an origin that cannot be one, an empty value, and no origin: whoever asks
   *   a person has looked at them before.
   */
  async save({ name, value, origins }: StoredSecret): Promise<void> {
    const folded = [...new Set(origins.map((origin) => secretOrigin(origin) ?? origin))];
    const stored = { value, origins: folded };
    if (!isNameForSecret(name) || !entry.safeParse(stored).success) throw new Error(`"${name}" cannot be stored: its name, value or origins are not allowed.`);
    await this.#write(async () => {
      await this.#store.set(prefix + name, JSON.stringify(stored));
      this.#known.add(name);
      await this.#writeIndex();
    });
  }

  /** Forgets a secret, also a damaged one. Nothing happens when it is not there. */
  async remove(name: string): Promise<void> {
    await this.#write(async () => {
      await this.#store.delete(prefix + name);
      this.#known.delete(name);
      await this.#writeIndex();
    });
  }

  /** Names whose entries are there. */
  async #names(): Promise<readonly string[]> {
    const { data = [] } = index.safeParse(parseStored((await this.#store.get(indexKey)) ?? '[]'));
    const keys = (await this.#store.keys?.()) ?? [];
    const candidates = new Set([...data, ...this.#known, ...keys.flatMap((key) => (key.startsWith(prefix) ? [key.slice(prefix.length)] : []))]);
    const names: string[] = [];
    for (const name of candidates) if ((await this.#store.get(prefix + name)) !== undefined) names.push(name);
    return names.sort();
  }

  /** Looks once more after the write: another window may have written its own list meanwhile. */
  async #writeIndex(): Promise<void> {
    for (let round = 0; round < 3; round++) {
      const names = JSON.stringify(await this.#names());
      if ((await this.#store.get(indexKey)) === names) return;
      await this.#store.set(indexKey, names);
    }
  }

  /** One after the other: each reads what the one before has written. The caller hears of a failure. */
  #write(action: () => Promise<void>): Promise<void> {
    const written = this.#writes.then(action);
    this.#writes = written.catch(() => undefined);
    return written;
  }
}

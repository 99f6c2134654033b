import { createHash } from 'node:crypto';
import type { HostKind } from '../../api/hosts';
import type { ServiceAccount } from '../../auth/account';
import type { Clock } from '../../base/clock';
import { type Disposable, DisposableBase } from '../../base/disposable';
import { Emitter } from '../../base/event';
import type { Logger } from '../../base/logger';
import { lastAttempt, type Outcome } from '../../http/exchange';
import { noResources, type ResourceKind, type Resources } from '../../language/features/resources';
import { quotaScope } from '../../quota/scope';
import { apply, type Kept, merge, type NamesOfAccount, nothingKept, noNames, readKept, writeKept } from './kept';
import { type Learned, learnedFrom, withoutSecrets } from './learn';
import { parentOf, resourcesFrom } from './snapshot';

/** Keeps one text for later windows and days, e.g. in a file that only the user can read. */
export interface TextCache {
  /** Octets of the longest text that is read again. Default: there is no limit. */
  readonly limit?: number;
  /** Undefined when nothing is kept. Rejects when it cannot be read. */
  read(): Promise<string | undefined>;
  /** Whole or not at all. Rejects when it cannot be written. */
  write(text: string): Promise<void>;
}

/** What a book is made of. */
export interface BookParts {
  readonly clock: Clock;
  readonly log: Logger;
  /** Default: what is learned is forgotten with the process. */
  readonly cache?: TextCache;
}

/** Whose resources: as much of an account as counts for that. */
export type ResourceOwner = Pick<ServiceAccount, 'email' | 'sandbox'>;

/** Milliseconds between what is learned and its being written, for what comes meanwhile. */
const writeDelayMs = 2000;
/** Milliseconds by which a clock may have been ahead when something was kept. */
const mostAhead = 3_600_000;

/**
 * What accounts were seen to have, by account: learned from every answer that passes, and so also from
 * lists that a person asked for. What DT's accounts have is kept for the time offline and for other
 * windows; what the sandbox has goes with it. Asks nobody for anything.
 */
export class ResourceBook extends DisposableBase {
  readonly #parts: BookParts;
  readonly #changed = this.register(new Emitter<undefined>());
  /** Fires when something that can be looked up is different. */
  readonly onDidChange = this.#changed.event;
  #kept: Kept = nothingKept;
  readonly #snapshots = new WeakMap<NamesOfAccount, Resources>();
  #timer: Disposable | undefined;
  #writes: Promise<void> = Promise.resolve();
  /** Stands for the text that was read or written last. */
  #digest = '';
  /** Whether that was the text of another version of the product: it stays as it is. */
  #isOthers = false;

  constructor(parts: BookParts) {
    super();
    this.#parts = parts;
    // What was just learned is written all the same, whole or not at all.
    this.register({ dispose: () => void (this.#timer && this.flush()) });
  }

  /** What an account was seen to have; nothing without one. The same object until something of it changes. */
  resourcesOf(owner: ResourceOwner | undefined): Resources {
    const names = owner && this.#kept.accounts.get(keyOf(owner));
    if (!names || names.resources.size === 0) return noResources;
    const known = this.#snapshots.get(names) ?? resourcesFrom(names.resources);
    this.#snapshots.set(names, known);
    return known;
  }

  /** Whether nothing is known of any account. */
  get isEmpty(): boolean {
    return [...this.#kept.accounts.values()].every(({ resources }) => resources.size === 0);
  }

  /** When all names of an account were last loaded, milliseconds since 1970 UTC; undefined when nobody ever asked for that. */
  loadedAt(owner: ResourceOwner): number | undefined {
    return this.#kept.accounts.get(keyOf(owner))?.loadedAt;
  }

  /**
   * Takes in what an answer tells about the account that asked. Quick for answers that tell nothing.
   *
   * @param hide Takes secrets out of a text.
   */
  note(outcome: Outcome, hostKind: HostKind, hide: (text: string) => string): void {
    const email = lastAttempt(outcome.exchange)?.signedAs?.email;
    const learned = email === undefined ? undefined : learnedFrom(outcome, hostKind, this.#parts.clock.now());
    if (email !== undefined && learned) this.#take(keyOf({ email, sandbox: hostKind === 'sandbox' }), withoutSecrets(learned, hide));
  }

  /**
   * All of a kind were read from the API since `since`: what was not seen since then is no more.
   *
   * @param parent Resource name of what they are in. Default: wherever they are.
   */
  completed(owner: ResourceOwner, kind: ResourceKind, since: number, parent?: string): void {
    const stale = [...(this.#namesOf(keyOf(owner)).resources.values())].filter((each) => each.kind === kind && each.readAt < since && (parent === undefined || parentOf(each.name) === parent));
    if (stale.length > 0) this.#take(keyOf(owner), { at: since, gone: stale.map(({ id }) => id) });
  }

  /** Says that all names of an account were loaded just now, and keeps them. */
  async loaded(owner: ResourceOwner): Promise<void> {
    const key = keyOf(owner);
    this.#put(key, { ...this.#namesOf(key), loadedAt: this.#parts.clock.now() });
    await this.flush();
  }

  /** Reads what is kept: also what other windows have learned since, and that they were told to forget. Never rejects: what goes wrong is in the log. */
  load(): Promise<void> {
    return this.#inTurn(async () => {
      await this.#read();
    });
  }

  /** Forgets DT's accounts but these: also what this version has kept of them. */
  async retain(owners: readonly ResourceOwner[]): Promise<void> {
    const keys = new Set(owners.map(keyOf));
    const others = [...this.#kept.accounts.keys()].filter((key) => isKept(key) && !keys.has(key));
    if (others.length > 0) await this.#without(others);
  }

  /** The sandbox has gone, and all that was in it. */
  leaveSandbox(): void {
    this.#drop([...this.#kept.accounts.keys()].filter((key) => !isKept(key)));
  }

  /** Forgets everything, in other windows too when they look next, and that anybody asked to load names. */
  async forget(): Promise<void> {
    this.#kept = { forgottenAt: this.#parts.clock.now(), accounts: new Map() };
    this.#changed.fire(undefined);
    // What cannot be read is to be forgotten too.
    await this.#without([], () => true);
    // Who had read before that, and writes only now, brings it back: so this is looked at again.
    if (this.#parts.cache && !this.disposed) this.#flushLater();
  }

  /** Writes what was learned, now. Never rejects: what goes wrong is in the log. */
  flush(): Promise<void> {
    return this.#without([]);
  }

  #namesOf(key: string): NamesOfAccount {
    return this.#kept.accounts.get(key) ?? noNames;
  }

  #take(key: string, learned: Learned): void {
    const before = this.#namesOf(key);
    const now = apply(before, learned);
    if (now === before) return;
    this.#put(key, now);
    this.#changed.fire(undefined);
    if (isKept(key) && !this.disposed) this.#flushLater();
  }

  #flushLater(): void {
    this.#timer ??= this.#parts.clock.after(writeDelayMs, () => void this.flush());
  }

  #put(key: string, names: NamesOfAccount): void {
    const accounts = new Map(this.#kept.accounts);
    // Who was heard of last is last.
    accounts.delete(key);
    this.#kept = { ...this.#kept, accounts: accounts.set(key, names) };
  }

  #drop(keys: readonly string[]): void {
    if (keys.length === 0) return;
    const accounts = new Map(this.#kept.accounts);
    for (const key of keys) accounts.delete(key);
    this.#kept = { ...this.#kept, accounts };
    this.#changed.fire(undefined);
  }

  /**
   * Writes what is known, with what others have written meanwhile, and without some accounts.
   *
   * @param whenUnreadable Whether something is taken to be kept that cannot be read; what another version has kept is replaced too. Default: both stay as they are.
   */
  #without(keys: readonly string[], whenUnreadable?: () => boolean): Promise<void> {
    this.#timer?.dispose();
    this.#timer = undefined;
    return this.#inTurn(async () => {
      const isThere = await (whenUnreadable ? this.#read().catch(whenUnreadable) : this.#read());
      this.#drop(keys.filter((key) => this.#kept.accounts.has(key)));
      const accounts = new Map([...this.#kept.accounts].filter(([key]) => isKept(key)));
      if (this.#isOthers && !whenUnreadable) return;
      const text = writeKept({ ...this.#kept, accounts }, this.#parts.cache?.limit);
      const digest = digestOf(text);
      // Where nothing was ever learned, nothing is left on the disk either.
      if (digest === this.#digest || (!isThere && accounts.size === 0)) return;
      await this.#parts.cache?.write(text);
      this.#digest = digest;
      this.#isOthers = false;
    });
  }

  /** Takes in what is kept; false when nothing is. */
  async #read(): Promise<boolean> {
    const text = await this.#parts.cache?.read();
    if (text === undefined) {
      this.#digest = '';
      this.#isOthers = false;
      return false;
    }
    const digest = digestOf(text);
    if (digest === this.#digest) return true;
    this.#digest = digest;
    const found = readKept(text, this.#parts.clock.now() + mostAhead);
    this.#isOthers = found === 'other-version';
    if (this.#isOthers) this.#parts.log('warn', 'The names that were loaded earlier were kept by another version of DT HTTP: they are left as they are, and what is learned now is not kept.');
    else if (!found) this.#parts.log('warn', 'The names that were loaded earlier are damaged: they are left aside, and loaded again when you ask for it.');
    const now = found && found !== 'other-version' ? merge(this.#kept, found) : this.#kept;
    if (now === this.#kept) return true;
    this.#kept = now;
    this.#changed.fire(undefined);
    return true;
  }

  /** One after the other: each sees what the one before has written. */
  #inTurn(action: () => Promise<void>): Promise<void> {
    this.#writes = this.#writes.then(action).catch((error: unknown) => this.#parts.log('warn', `The names of projects and devices could not be kept: ${String(error)}`));
    return this.#writes;
  }
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** What the sandbox has goes with it. */
function isKept(key: string): boolean {
  return key.startsWith('dt:');
}

/** As the quota's scope of the account: holds no email in the clear. */
function keyOf({ email, sandbox = false }: ResourceOwner): string {
  const scope = quotaScope({ email, hostKind: 'api', origin: '' })?.scope ?? '';
  return sandbox ? `sandbox ${scope}` : scope;
}

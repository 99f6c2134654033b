import type { NamedAccount } from '../../auth/accountBook';
import { sleep } from '../../base/abort';
import { DisposableBase } from '../../base/disposable';
import type { QuotaSnapshot } from '../../quota/permits';
import type { Services } from '../services';
import type { ResourceBook } from './book';
import { loadNames, type LoadServices } from './load';

/** Milliseconds between two loads that nobody asked for. */
const everyMs = 3_600_000;
/** Milliseconds after which a quota that was in use is looked at again. */
const againMs = 1000;

/** Milliseconds in which nobody used names before they are loaded: never while somebody types. */
const quietMs = 5000;

/** Whether a request that nobody waits for may go: at least half of the quota is free, nobody waits for it, and nothing is wrong with it. */
export function isSpare({ rule, used, waiting, closedForMs, unknownForMs, trouble }: QuotaSnapshot): boolean {
  return used * 2 < rule.limit && waiting.length === 0 && closedForMs === 0 && unknownForMs === 0 && trouble === undefined;
}

/**
 * Loads names again while they are used: of accounts whose names a person has loaded, at most once an
 * hour, with what is left of the quota, and never while somebody types.
 */
export class NameRefresher extends DisposableBase {
  readonly #abort = new AbortController();
  /** When each account's turn was, by name. */
  readonly #tried = new Map<string, number>();
  #going = false;
  #usedAt = 0;

  constructor(
    private readonly services: LoadServices & Pick<Services, 'quota'>,
    private readonly book: ResourceBook,
  ) {
    super();
    this.register({ dispose: () => this.#abort.abort() });
  }

  /** The names of an account are being used. Quick; what it starts goes on behind, and what goes wrong is in the log. */
  used(account: NamedAccount): void {
    this.#usedAt = this.services.host.clock.now();
    if (this.#going || this.disposed || account.signedOut === true || !this.#isDue(account)) return;
    this.#going = true;
    const { host } = this.services;
    this.#tried.set(account.name, host.clock.now());
    this.#load(account)
      .catch((error: unknown) => host.log('warn', `The names of ${account.name} could not be loaded again: ${String(error)}`))
      .finally(() => (this.#going = false));
  }

  #isDue({ name, account }: NamedAccount): boolean {
    const loadedAt = this.book.loadedAt(account);
    const now = this.services.host.clock.now();
    return loadedAt !== undefined && now - Math.max(loadedAt, this.#tried.get(name) ?? 0) >= everyMs;
  }

  async #load(account: NamedAccount): Promise<void> {
    await this.#untilQuiet(this.#abort.signal);
    // Another window may have had its turn.
    await this.book.load();
    const loadedAt = this.book.loadedAt(account.account);
    if (loadedAt === undefined || this.services.host.clock.now() - loadedAt < everyMs) return;
    const result = await loadNames(this.services, { account, book: this.book, before: (signal) => this.#untilSpare(account, signal) }, this.#abort.signal);
    if (result.kind === 'failed') this.services.host.log('info', `The names of ${account.name} were not loaded again: ${result.message}.`);
  }

  /** Names are used with each key that is pressed, and no key is to send anything. */
  async #untilQuiet(signal: AbortSignal): Promise<void> {
    const { clock } = this.services.host;
    for (;;) {
      const left = this.#usedAt + quietMs - clock.now();
      if (left <= 0) return;
      await sleep(clock, left, signal);
    }
  }

  async #untilSpare(account: NamedAccount, signal: AbortSignal): Promise<void> {
    for (;;) {
      const quota = this.services.quota(account);
      if (!quota || isSpare(quota)) return;
      await sleep(this.services.host.clock, againMs, signal);
    }
  }
}

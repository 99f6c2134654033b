// A window of the editor without its surface: the product put together as `src/editor` does, over the
// disk and the network, and somebody who uses it. Started by `quotaChaos.ts` with {@link HostOrders}.
import { once } from 'node:events';
import process from 'node:process';
import type { Host } from '../../src/app/host';
import { createServices, type Services } from '../../src/app/services';
import { AccountBook, MemorySecretStore } from '../../src/auth/accountBook';
import type { ServiceAccount } from '../../src/auth/account';
import { sleep } from '../../src/base/abort';
import type { Clock } from '../../src/base/clock';
import { systemRandom } from '../../src/base/random';
import { diskFiles } from '../../src/disk/diskFiles';
import { DiskPermitStore } from '../../src/disk/quota/permitStore';
import { stateFolder } from '../../src/disk/quota/stateFolder';
import { createUndiciTransport } from '../../src/http/undiciTransport';
import { parse } from '../../src/language/syntax/parser';
import { FallbackPermitStore } from '../../src/quota/fallback';
import type { Priority } from '../../src/quota/permits';
import { documentedRules } from '../../src/quota/scope';
import { fastClock } from './quotaFastClock';

export interface HostOrders {
  /** Stands in the query of every request. */
  readonly by: string;
  readonly account: ServiceAccount;
  readonly proxyUrl: string;
  /** PEM of the authority to trust. */
  readonly authority: string;
  /** How many times as fast as the machine's the clock is. */
  readonly speed: number;
}

/** What the window is told: to go on as people do until it is told `finish`, or to send so many at once and be done. */
export type HostMessage = 'work' | 'finish' | { readonly atOnce: number };

export interface HostReport {
  /** Requests that were answered with 200. */
  readonly answered: number;
  /** How the others ended. */
  readonly others: readonly string[];
  /** Requests that were told to wait for the quota. */
  readonly waited: number;
  /** How often one was run again because it had never left: its process was stopped while it connected. */
  readonly runAgain: number;
}

class EditorHost {
  readonly #going = new Set<Promise<void>>();
  #answered = 0;
  #waited = 0;
  #runAgain = 0;
  readonly #others: string[] = [];
  readonly #stop = new AbortController();

  constructor(
    private readonly services: Services,
    private readonly clock: Clock,
    private readonly by: string,
  ) {}

  /** A file of many at once, then two bulk runs at a time, and single requests and handfuls of them in between; until {@link finish}. */
  work(): void {
    for (let left = mostAtOnce; left > 0; left--) void this.send('interactive');
    for (const each of [() => this.#bulk(), () => this.#bulk(), () => this.#interactive()]) void this.#again(each);
  }

  /** Waits for everything that was begun. */
  async finish(): Promise<HostReport> {
    this.#stop.abort();
    while (this.#going.size > 0) await Promise.all(this.#going);
    return { answered: this.#answered, others: this.#others, waited: this.#waited, runAgain: this.#runAgain };
  }

  send(priority: Priority): Promise<void> {
    const sending = this.#send(priority).finally(() => this.#going.delete(sending));
    this.#going.add(sending);
    return sending;
  }

  async #again(part: () => Promise<void>): Promise<void> {
    while (!this.#stop.signal.aborted) await part();
  }

  async #bulk(): Promise<void> {
    for (let left = 20; left > 0 && !this.#stop.signal.aborted; left--) await this.send('bulk');
  }

  async #interactive(): Promise<void> {
    if (this.#going.size < mostGoing) for (let left = Math.random() ** 2 * mostAtOnce; left > 0; left--) void this.send('interactive');
    await sleep(this.clock, Math.random() * 2000, this.#stop.signal).catch(() => undefined);
  }

  async #send(priority: Priority, tries = 1): Promise<void> {
    const file = parse(`# @timeout 2m\nGET https://api.disruptive-technologies.com/v2/projects?by=${this.by}\n`);
    const block = file.blocks.find(({ request }) => request !== undefined);
    if (!block) throw new Error('The text holds no request.');
    const session = this.services.session({ file, uri: 'file:///nowhere/work.dt.http', source: 'work.dt.http', priority });
    const told = new Set<string>();
    const report = await session.run(block, new AbortController().signal, ({ kind }) => void told.add(kind));
    if (told.has('waiting-for-quota')) this.#waited++;
    const outcome = report.kind === 'ran' ? report.result.outcome : undefined;
    if (outcome?.kind === 'answered' && outcome.response.status === 200) this.#answered++;
    else if (outcome?.kind === 'failed' && !outcome.failure.maybeSent && tries < mostTries) {
      // A connection that did not stand in time: the product says so, and a person presses Run again.
      this.#runAgain++;
      await this.#send(priority, tries + 1);
    } else this.#others.push(JSON.stringify(outcome?.kind === 'failed' ? outcome.failure : (outcome ?? report), (_, value: unknown) => (value instanceof Uint8Array ? '…' : value)));
  }
}

/** With as many under way no more interactive ones are begun. */
const mostGoing = 60;
const mostAtOnce = 60;
const mostTries = 5;

async function start({ by, account, proxyUrl, authority, speed }: HostOrders): Promise<EditorHost> {
  const clock = fastClock(speed);
  const secrets = new MemorySecretStore();
  const accounts = new AccountBook(secrets);
  await accounts.add({ name: 'work', account });
  const log: Host['log'] = (level, message, data) => {
    // Attempts that fail are warnings: what becomes of their requests is reported.
    if (level === 'error') process.stderr.write(`${level} ${message} ${JSON.stringify(data ?? {})}\n`);
  };
  const disk = new DiskPermitStore({ folder: stateFolder(), clock, log });
  const store = new FallbackPermitStore(disk, { clock, onTrouble: (trouble) => log('error', 'The quota is not shared', { trouble }) });
  const host: Host = {
    clock,
    random: systemRandom,
    log,
    files: diskFiles,
    secrets,
    processEnv: (name) => process.env[name],
    userAgent: 'dt-http/test',
    allowedOrigins: [],
    quota: { self: { id: by, name: `window "${by}"` }, store, ...documentedRules, pace: 'spread' },
  };
  const transport = createUndiciTransport({ clock, ca: [authority], proxyFor: () => ({ value: proxyUrl, source: { kind: 'variable', name: 'HTTPS_PROXY' } }) });
  return new EditorHost(createServices(host, accounts, transport), clock, by);
}

async function main(orders: HostOrders): Promise<void> {
  // Whoever started it has gone: nobody would end it.
  process.once('disconnect', () => process.exit(1));
  const host = await start(orders);
  process.send?.('ready');
  const [message] = (await once(process, 'message')) as [HostMessage];
  if (message === 'work') {
    host.work();
    await once(process, 'message');
  } else if (message !== 'finish') {
    for (let left = message.atOnce; left > 0; left--) void host.send('interactive');
  }
  process.send?.(await host.finish(), () => process.exit(0));
}

void main(JSON.parse(process.argv[2] ?? '') as HostOrders);

import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { documentedQuota } from '../../src/quota/permits';
import { doubtMarginMs, leaseMs } from '../../src/quota/window';
import { CountingApi } from './quotaApi';
import { type Child, Children } from './quotaChildren';
import type { HostMessage, HostOrders, HostReport } from './quotaEditorHost';
import { seeded } from './seeded';

/** The same as in the tests of the terminal; its secret proves nothing to anybody. */
const account = { keyId: 'bkeyidbkeyidbkeyidbk', secret: 'secret-of-the-test', email: 'b0@c0.serviceaccount.d21s.com' };
const tokenUrl = 'https://identity.disruptive-technologies.com/oauth2/token';

export interface ChaosOptions {
  /** How many times as fast as the machine's the clock of everybody but the server is. */
  readonly speed: number;
  /** Arguments of Node.js that run the terminal tool, without those of the tool. */
  readonly terminal: readonly string[];
  /** How often a process is killed or stopped. Default: 50. */
  readonly blows?: number;
  /** Decides who is hit when. Default: another one each time. */
  readonly seed?: number;
  /** It fails when it is not over after this long, in milliseconds. */
  readonly limitMs: number;
}

export interface ChaosReport {
  readonly seed: number;
  readonly kills: number;
  /** Stopped and continued; of these longer than a lease. */
  readonly stops: number;
  readonly longStops: number;
  /** Requests that reached the server before all was over, and the most of them that any window held. */
  readonly requests: number;
  readonly mostInWindow: number;
  /** 429s, those at the very end too. */
  readonly refused: number;
  /** Processes that came to their end on their own, windows and runs of the terminal. */
  readonly survivors: number;
  /** How often a window ran a request again that had never left it, because it was stopped while it connected. */
  readonly runAgain: number;
  /** What survivors say of requests that were not answered with 200, and of themselves when they ended badly. */
  readonly problems: readonly string[];
  /** Of as many requests as the quota has, all at once, after everything has come free: how many had to wait, and how many were answered. */
  readonly waitedAtEnd: number;
  readonly answeredAtEnd: number;
  readonly tookMs: number;
}

type Blow = 'kill' | 'stop' | 'long stop';

/** One of the four: its process, which is started again whenever it has ended. */
interface Slot {
  readonly kind: 'window' | 'terminal';
  child: Child | undefined;
  by: string;
  isStopped: boolean;
  wasKilled: boolean;
}

/**
 * Two windows and two terminals, which are started again and again, share one account; random ones are
 * killed or stopped and continued. Needs a system with SIGSTOP. All times below are those of a
 * clock of normal speed.
 */
export async function runChaos(options: ChaosOptions): Promise<ChaosReport> {
  const { speed } = options;
  const folder = await mkdtemp(path.join(tmpdir(), 'dt-http-chaos-'));
  const api = await CountingApi.start({ limit: documentedQuota.limit, windowMs: documentedQuota.windowMs / speed, jitterMs: [5, 80] });
  const children = new Children();
  let limit: NodeJS.Timeout | undefined;
  try {
    const late = new Promise<never>((_, reject) => {
      limit = setTimeout(() => reject(new Error(`Not over after ${options.limitMs} ms: ${api.seen.length} requests, ${api.refused} refused.`)), options.limitMs);
    });
    return await Promise.race([new Chaos(options, folder, api, children).run(), late]);
  } finally {
    clearTimeout(limit);
    children.dispose();
    api.dispose();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

class Chaos {
  readonly #seed: number;
  readonly #random: () => number;
  readonly #slots: readonly Slot[];
  readonly #counts = { kills: 0, stops: 0, longStops: 0, survivors: 0, runAgain: 0 };
  readonly #problems: string[] = [];
  readonly #continuing = new Set<Promise<void>>();
  #started = 0;
  #isOver = false;

  constructor(
    private readonly options: ChaosOptions,
    private readonly folder: string,
    private readonly api: CountingApi,
    private readonly children: Children,
  ) {
    this.#seed = options.seed ?? Date.now() % 1_000_000;
    this.#random = seeded(this.#seed);
    this.#slots = (['window', 'window', 'terminal', 'terminal'] as const).map((kind) => ({ kind, child: undefined, by: '', isStopped: false, wasKilled: false }));
  }

  async run(): Promise<ChaosReport> {
    const begun = performance.now();
    await this.#write();
    const lives = this.#slots.map((slot) => this.#live(slot));
    try {
      // A failure of ours ends it at once; otherwise the lives end after the last blow.
      await Promise.race([this.#blows(), Promise.all(lives)]);
      await Promise.race([Promise.all(this.#continuing), Promise.all(lives)]);
    } finally {
      this.#isOver = true;
    }
    for (const { kind, child } of this.#slots) if (kind === 'window') tell(child, 'finish');
    await Promise.all(lives);
    const [requests, mostInWindow] = [this.api.seen.length, this.api.mostInWindow()];
    await this.#wait(leaseMs + documentedQuota.windowMs + doubtMarginMs + 1000);
    const end = await this.#allAtOnce();
    return {
      seed: this.#seed,
      ...this.#counts,
      requests,
      mostInWindow,
      refused: this.api.refused,
      problems: [...this.#problems, ...end.others],
      waitedAtEnd: end.waited,
      answeredAtEnd: end.answered,
      tookMs: performance.now() - begun,
    };
  }

  async #write(): Promise<void> {
    const serviceAccount = { ...account, algorithm: 'HS256', tokenEndpoint: tokenUrl };
    await mkdir(path.join(this.folder, 'home'));
    await writeFile(this.#at('authority.pem'), this.api.authority.cert);
    await writeFile(this.#at('credentials.json'), JSON.stringify({ serviceAccount }));
  }

  /** Starts a process in a slot, and another one when it has ended, until it is over. */
  async #live(slot: Slot): Promise<void> {
    while (!this.#isOver) {
      slot.by = `${slot.kind}-${++this.#started}`;
      slot.wasKilled = false;
      slot.isStopped = false;
      await (slot.kind === 'window' ? this.#window(slot) : this.#terminal(slot));
    }
  }

  async #window(slot: Slot): Promise<void> {
    const child = (slot.child = this.#startWindow(slot.by));
    try {
      await child.message();
      tell(child, this.#isOver ? 'finish' : 'work');
      const { others, runAgain } = (await child.message()) as HostReport;
      this.#counts.runAgain += runAgain;
      this.#problems.push(...others.map((other) => `${slot.by}: ${other}`));
      this.#counts.survivors++;
    } catch (error) {
      if (!slot.wasKilled) throw error;
    }
    const { output } = await child.ended;
    if (output !== '') this.#problems.push(`${slot.by}: ${output}`);
  }

  async #terminal(slot: Slot): Promise<void> {
    const file = this.#at(`${slot.by}.dt.http`);
    await writeFile(file, `### One of several\n# @timeout 2m\nGET https://api.disruptive-technologies.com/v2/projects?by=${slot.by}\n\n`.repeat(10));
    const env = { DT_CREDENTIALS_FILE: this.#at('credentials.json'), HTTPS_PROXY: this.api.proxy.url, NODE_EXTRA_CA_CERTS: this.#at('authority.pem'), ...this.#home };
    slot.child = this.children.node([...this.options.terminal, 'run', file], { ...env, DT_TEST_CLOCK_SPEED: String(this.options.speed) }, this.folder);
    const { code, signal, output } = await slot.child.ended;
    if (slot.wasKilled) return;
    if (code === 0) this.#counts.survivors++;
    else this.#problems.push(`${slot.by} ended with ${signal ?? code}: ${output}`);
  }

  #startWindow(by: string): Child {
    const orders: HostOrders = { by, account: { ...account, tokenUrl }, proxyUrl: this.api.proxy.url, authority: this.api.authority.cert, speed: this.options.speed };
    return this.children.fork(path.join(__dirname, 'quotaEditorHost.js'), [JSON.stringify(orders)], this.#home);
  }

  /** The folder of the user, whatever the system asks for it; and no coverage, which those who are killed cannot write. */
  get #home(): Readonly<Record<string, string>> {
    const home = this.#at('home');
    return { HOME: home, USERPROFILE: home, LOCALAPPDATA: home, NODE_V8_COVERAGE: '' };
  }

  #at(name: string): string {
    return path.join(this.folder, name);
  }

  /** Two in five blows kill, one in ten stops for longer than a lease. */
  async #blows(): Promise<void> {
    const { blows = 50 } = this.options;
    for (let blow = 0; blow < blows; blow++) {
      await this.#wait(2000 + this.#random() * 6000);
      await this.#strike(blow % 5 < 2 ? 'kill' : blow % 10 === 3 ? 'long stop' : 'stop');
    }
  }

  /** Hits a random process; waits until there is one to hit. One that is stopped may be killed. */
  async #strike(blow: Blow): Promise<void> {
    while (!this.#isOver) {
      const able = this.#slots.filter((slot) => isRunning(slot.child) && !slot.wasKilled && (blow === 'kill' || (!slot.isStopped && this.api.hasHeardOf(slot.by))));
      const slot = able[Math.floor(this.#random() * able.length)];
      if (slot?.child) {
        if (blow === 'kill') this.#kill(slot, slot.child);
        else this.#stop(slot, slot.child, blow);
        return;
      }
      await sleep(5);
    }
  }

  #kill(slot: Slot, child: Child): void {
    slot.wasKilled = true;
    child.process.kill('SIGKILL');
    this.#counts.kills++;
  }

  #stop(slot: Slot, child: Child, blow: Blow): void {
    slot.isStopped = true;
    child.process.kill('SIGSTOP');
    this.#counts.stops++;
    if (blow === 'long stop') this.#counts.longStops++;
    const forMs = blow === 'long stop' ? leaseMs + 1000 + this.#random() * 20_000 : 50 + this.#random() ** 2 * 10_000;
    const continuing = this.#wait(forMs).then(() => {
      child.process.kill('SIGCONT');
      if (slot.child === child) slot.isStopped = false;
      this.#continuing.delete(continuing);
    });
    this.#continuing.add(continuing);
  }

  /** A new window sends as many requests as the quota has, none of which should have to wait. */
  async #allAtOnce(): Promise<HostReport> {
    const child = this.#startWindow('end');
    await child.message();
    tell(child, { atOnce: documentedQuota.limit });
    return (await child.message()) as HostReport;
  }

  /** Does not keep this process alive, when everything else of it is over. */
  async #wait(ms: number): Promise<void> {
    await sleep(ms / this.options.speed, undefined, { ref: false });
  }
}

function isRunning(child: Child | undefined): boolean {
  return child !== undefined && child.process.exitCode === null && child.process.signalCode === null;
}

/** One that has just been killed does not hear it. */
function tell(child: Child | undefined, message: HostMessage): void {
  if (child?.process.connected === true) child.process.send(message, () => undefined);
}


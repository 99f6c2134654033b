import type PQueue from 'p-queue';
import Bottleneck from 'bottleneck';
import { sleep } from '../../../src/base/abort';
import { systemClock } from '../../../src/base/clock';
import type { Disposable } from '../../../src/base/disposable';
import { DiskPermitStore } from '../../../src/disk/quota/permitStore';
import { Limiter } from '../../../src/quota/limiter';
import type { QuotaRule } from '../../../src/quota/permits';
import { bundled } from '../bundled';

/** Who keeps to the quota, or does not. The two libraries are set up as their manuals say for a limit per time. */
export type ClientKind = 'ours' | 'p-queue' | 'bottleneck' | 'naive';

/** Sends once; the milliseconds to wait when it was refused, else undefined. */
export type Send = (onHeaders: (status: number) => void) => Promise<number | undefined>;

export interface Client extends Disposable {
  /** Sends in its turn, again and again until it is accepted. */
  run(send: Send): Promise<void>;
}

export interface ClientOptions {
  readonly rule: QuotaRule;
  /** The state folder that the processes share. */
  readonly folder: string;
  readonly scope: string;
}

const never = new AbortController().signal;

/** Makes one; works from the project's root. */
export async function createClient(kind: ClientKind, options: ClientOptions): Promise<Client> {
  const { rule: { limit, windowMs } } = options;
  switch (kind) {
    case 'ours':
      return ours(options);
    case 'p-queue': {
      // An ES module: bundled, so that every supported Node.js can load it.
      const library = (await bundled('export { default as PQueue } from "p-queue";')) as { readonly PQueue: typeof PQueue };
      const queue = new library.PQueue({ intervalCap: limit, interval: windowMs, strict: true });
      return taking((send) => queue.add(send), () => queue.clear());
    }
    case 'bottleneck': {
      // Its manual adds `maxConcurrent` and `minTime` "for safety"; with its figures a run would take three times as long.
      const limiter = new Bottleneck({ reservoir: limit, reservoirRefreshAmount: limit, reservoirRefreshInterval: windowMs });
      return taking((send) => limiter.schedule(send), () => void limiter.disconnect());
    }
    case 'naive':
      return taking((send) => send(), () => undefined);
  }
}

/** Permits from a store on disk, as fast as they last and with none kept back. */
function ours({ rule, folder, scope }: ClientOptions): Client {
  const store = new DiskPermitStore({ folder, clock: systemClock });
  const limiter = new Limiter({ clock: systemClock, store, pace: 'burst', reserve: () => 0, self: { id: String(process.pid), name: 'bench' } });
  return {
    async run(send) {
      for (;;) {
        const permit = await limiter.take({ scope, rule, priority: 'bulk', holder: { label: 'GET /', source: 'bench' } }, never);
        const waitMs = await send((status) => permit.answered(status));
        if (waitMs === undefined) return;
        limiter.refused(scope, waitMs);
      }
    },
    dispose() {
      limiter.dispose();
      store.dispose();
    },
  };
}

/** Asks `queue` for a turn each time, and waits between two as long as the server says. */
function taking(queue: (send: () => Promise<number | undefined>) => Promise<number | undefined>, dispose: () => void): Client {
  return {
    async run(send) {
      for (;;) {
        const waitMs = await queue(() => send(() => undefined));
        if (waitMs === undefined) return;
        await sleep(systemClock, waitMs, never);
      }
    },
    dispose,
  };
}

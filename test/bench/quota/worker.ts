// One of the processes of a load: sends its part from a given moment on, and says when it was done.
// Started by `load.ts` with a {@link WorkerLoad} as its argument.
import { once } from 'node:events';
import { Agent, get } from 'node:http';
import process from 'node:process';
import { sleep } from '../../../src/base/abort';
import { systemClock } from '../../../src/base/clock';
import { parseRetryAfter } from '../../../src/http/retryAfter';
import { type ClientKind, type ClientOptions, createClient, type Send } from './clients';

/** What one process sends. */
export interface WorkerLoad extends Omit<ClientOptions, 'scope'> {
  readonly client: ClientKind;
  readonly origin: string;
  /** Whether each request opens its own connection. */
  readonly cold: boolean;
  /** How many requests arrive how long after the start, in milliseconds. */
  readonly arrivals: readonly Arrivals[];
}

export interface Arrivals {
  readonly count: number;
  readonly atMs: number;
}

async function main(load: WorkerLoad): Promise<void> {
  process.once('disconnect', () => process.exit(1));
  const agent = new Agent({ keepAlive: !load.cold });
  const client = await createClient(load.client, { ...load, scope: load.origin });
  process.send?.('ready');
  const [startAt] = (await once(process, 'message')) as [number];
  const one = async (atMs: number) => {
    await sleep(systemClock, Math.max(0, startAt + atMs - systemClock.monotonic()), new AbortController().signal);
    await client.run(sender(load, agent));
  };
  await Promise.all(load.arrivals.flatMap(({ count, atMs }) => Array.from({ length: count }, () => one(atMs))));
  const endedAt = systemClock.monotonic();
  client.dispose();
  agent.destroy();
  process.removeAllListeners('disconnect');
  process.send?.(endedAt, () => process.disconnect());
}

/** One GET. */
function sender({ origin, rule }: WorkerLoad, agent: Agent): Send {
  return (onHeaders) =>
    new Promise((resolve, reject) => {
      get(origin, { agent }, (response) => {
        const status = response.statusCode ?? 0;
        onHeaders(status);
        const { 'retry-after': retryAfter, date } = response.headers;
        response.resume();
        response.on('error', reject);
        response.on('end', () => resolve(status === 429 ? (parseRetryAfter(retryAfter, date) ?? rule.windowMs) : undefined));
      }).on('error', reject);
    });
}

void main(JSON.parse(process.argv[2] ?? '') as WorkerLoad);

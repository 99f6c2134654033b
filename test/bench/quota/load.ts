import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { systemClock } from '../../../src/base/clock';
import type { QuotaRule } from '../../../src/quota/permits';
import { Children } from '../../helpers/quotaChildren';
import { type QuotaServerKind, startQuotaServer } from '../../helpers/quotaServers';
import type { ClientKind } from './clients';
import type { Arrivals, WorkerLoad } from './worker';

/** `burst`: all requests at once. `late burst`: half of them at once, half when nine tenths of the first window are over. */
export type Pattern = 'burst' | 'late burst';

export interface Load {
  readonly server: QuotaServerKind;
  readonly client: ClientKind;
  /** How many processes share the requests evenly, and one state folder. */
  readonly processes: number;
  readonly requests: number;
  readonly pattern: Pattern;
  readonly rule: QuotaRule;
  /** Whether each request opens its own connection. */
  readonly cold: boolean;
}

export interface LoadResult {
  /** From the moment of the first requests to the last answer. */
  readonly makespanMs: number;
  /** To {@link optimum}. */
  readonly ratio: number;
  /** How many 429s there were. */
  readonly refused: number;
}

/** Milliseconds until the first request after every process is ready. */
const headStartMs = 50;

/** Runs real processes with a client each against a fresh server (jitter 5–80 ms each way) in this one. */
export async function runLoad(load: Load): Promise<LoadResult> {
  const { processes, requests, rule } = load;
  const server = await startQuotaServer({ kind: load.server, ...rule });
  const folder = await mkdtemp(path.join(tmpdir(), 'dt-http-bench-'));
  const children = new Children();
  const optimalMs = optimum(arrivals(requests, load), rule);
  // One that hangs is killed, and so is the run.
  const limit = setTimeout(() => children.dispose(), 60_000 + 5 * optimalMs);
  try {
    const workers = Array.from({ length: processes }, (_, index) => {
      const part = Math.floor(((index + 1) * requests) / processes) - Math.floor((index * requests) / processes);
      const given: WorkerLoad = { client: load.client, origin: server.origin, rule, cold: load.cold, folder, arrivals: arrivals(part, load) };
      return children.fork(path.join(__dirname, 'worker.js'), [JSON.stringify(given)]);
    });
    await Promise.all(workers.map((worker) => worker.message()));
    const startAt = systemClock.monotonic() + headStartMs;
    const ends = workers.map((worker) => worker.message() as Promise<number>);
    for (const { process } of workers) process.send(startAt);
    const makespanMs = Math.max(...(await Promise.all(ends))) - startAt;
    return { makespanMs, ratio: makespanMs / optimalMs, refused: server.refused };
  } finally {
    clearTimeout(limit);
    children.dispose();
    await server.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** When `requests` arrive, in time order. */
function arrivals(requests: number, { pattern, rule }: Load): readonly Arrivals[] {
  if (pattern === 'burst') return [{ count: requests, atMs: 0 }];
  const early = Math.ceil(requests / 2);
  return [{ count: early, atMs: 0 }, { count: requests - early, atMs: rule.windowMs * 0.9 }];
}

/**
 * The shortest time, in milliseconds, until the last of the requests can start when no window holds
 * more than the limit and nothing takes any time; at least 1.
 *
 * Exact: in order of arrival a_i, the start s_i of any schedule that keeps to the limit is at least
 * a_i, and at least s_(i - limit) + window; starting each at the later of the two keeps to the limit,
 * so by induction no other schedule starts any request earlier. It holds for what the
 * documentation promises, "in any window"; of the three servers only the sliding log is that strict
 * throughout, and a client that knew the phase of a fixed window could begin its second burst earlier.
 */
export function optimum(arrivals: readonly Arrivals[], { limit, windowMs }: QuotaRule): number {
  const starts: number[] = [];
  for (const { count, atMs } of arrivals) {
    for (let left = count; left > 0; left--) starts.push(Math.max(atMs, (starts[starts.length - limit] ?? -Infinity) + windowMs));
  }
  return Math.max(1, starts.at(-1) ?? 0);
}

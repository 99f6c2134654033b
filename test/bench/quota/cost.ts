import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Children } from '../../helpers/quotaChildren';
import { median } from '../statistics';
import { type PermitLoad, permitCosts } from './permits';

/** What a permit costs, taken and settled, in milliseconds. */
export interface PermitCost {
  readonly medianMs: number;
  readonly p95Ms: number;
  readonly rounds: number;
}

/** In memory, with nobody else there. */
export async function measureInMemory(rounds = 5000): Promise<PermitCost> {
  return costOf(await permitCosts({ rounds, fill: true }));
}

/** On disk, with nobody else there. */
export function measureOnDisk(rounds = 5000): Promise<PermitCost> {
  return withFolder(async (folder) => costOf(await permitCosts({ folder, rounds, fill: true })));
}

/** On disk, while `processes` do the same in the same scope, of all of them together. */
export function measureContended(processes = 4, rounds = 5000): Promise<PermitCost> {
  return withFolder(async (folder) => {
    const children = new Children();
    try {
      const workers = Array.from({ length: processes }, (_, index) => {
        const load: PermitLoad = { folder, rounds, fill: index === 0 };
        return children.fork(path.join(__dirname, 'permitWorker.js'), [JSON.stringify(load)]);
      });
      await Promise.all(workers.map((worker) => worker.message()));
      const costs = workers.map((worker) => worker.message() as Promise<readonly number[]>);
      for (const { process } of workers) process.send('go');
      return costOf((await Promise.all(costs)).flat());
    } finally {
      children.dispose();
    }
  });
}

async function withFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), 'dt-http-bench-'));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function costOf(costs: readonly number[]): PermitCost {
  const sorted = [...costs].sort((a, b) => a - b);
  return { medianMs: median(costs), p95Ms: sorted[Math.floor(sorted.length * 0.95)] ?? Number.NaN, rounds: costs.length };
}

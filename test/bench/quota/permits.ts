import process from 'node:process';
import { systemClock } from '../../../src/base/clock';
import { DiskPermitStore } from '../../../src/disk/quota/permitStore';
import { Limiter } from '../../../src/quota/limiter';
import { documentedQuota, type QuotaRule } from '../../../src/quota/permits';
import { MemoryPermitStore } from '../../../src/quota/store';

/** As many permits as the documented quota may have in use while one more is taken. */
const heldBefore = documentedQuota.limit - 1;
/** A limit that is never reached, so that the store is measured and not the wait. */
const roomy: QuotaRule = { limit: 10_000, windowMs: documentedQuota.windowMs };

/** @param folder The state folder; without one: in memory. */
export interface PermitLoad {
  readonly folder?: string;
  /** How many permits are taken and settled, one after the other. */
  readonly rounds: number;
  /** Whether others fill the quota first. */
  readonly fill: boolean;
}

/** Milliseconds of each take with its settling. The permits are given back, so that all rounds find as many in use. */
export async function permitCosts({ folder, rounds, fill }: PermitLoad): Promise<readonly number[]> {
  const store = folder === undefined ? new MemoryPermitStore() : new DiskPermitStore({ folder, clock: systemClock });
  const limiter = new Limiter({ clock: systemClock, store, self: { id: String(process.pid), name: 'bench' } });
  const { signal } = new AbortController();
  const take = () => limiter.take({ scope: 'bench', rule: roomy, priority: 'interactive', holder: { label: 'GET /v2/projects', source: 'bench.dt.http' } }, signal);
  for (let held = 0; fill && held < heldBefore; held++) await take();
  const costs: number[] = [];
  for (let round = -warmUp; round < rounds; round++) {
    const begun = performance.now();
    const permit = await take();
    permit.neverSent();
    // The next look at the state comes after the settling: both count.
    if (round >= 0) costs.push(performance.now() - begun);
  }
  limiter.dispose();
  if ('dispose' in store) store.dispose();
  return costs;
}

/** Rounds before those that count. */
const warmUp = 200;

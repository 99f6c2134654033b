import { documentedQuota, type QuotaRule } from '../../src/quota/permits';
import { formatQuotaRule } from '../../src/quota/rule';
import { type QuotaServerKind, quotaServerKinds } from '../helpers/quotaServers';
import type { ClientKind } from './quota/clients';
import { measureContended, measureInMemory, measureOnDisk, type PermitCost } from './quota/cost';
import { type LoadResult, type Pattern, runLoad } from './quota/load';
import { median } from './statistics';

/** The rule of a quick run: the documented limit in a tenth of its window. */
export const quickRule: QuotaRule = { limit: documentedQuota.limit, windowMs: documentedQuota.windowMs / 10 };

/** How many runs go on at once, which begin at different moments: long ones in real time are idle nine tenths of it. */
const manyAtOnce = 8;
/** The same of short ones, and of those on a scaled window. */
const fewAtOnce = 4;

/** One client against all servers. */
export interface QuotaRow {
  readonly requests: number;
  readonly pattern: Pattern;
  readonly client: ClientKind;
  readonly processes: number;
  readonly cold: boolean;
  readonly rule: QuotaRule;
  /** Runs per server. */
  readonly runs: number;
  readonly servers: readonly ServerFigures[];
}

export interface ServerFigures {
  readonly server: QuotaServerKind;
  /** Median of the runs. */
  readonly ratio: number;
  /** 429s of all runs together. */
  readonly refused: number;
}

type Series = Omit<QuotaRow, 'servers' | 'rule'>;

const ours: readonly Pick<Series, 'client' | 'processes'>[] = [
  { client: 'ours', processes: 1 },
  { client: 'ours', processes: 3 },
];
const others: readonly Pick<Series, 'client' | 'processes'>[] = (['p-queue', 'bottleneck', 'naive'] as const).map((client) => ({ client, processes: 1 }));

/** @param full Real time, as the numbers to reach say; otherwise a tenth of the window, where latency weighs ten times as much. */
export async function measure(full = false): Promise<readonly QuotaRow[]> {
  const everybody = [...ours, ...others];
  if (!full) return measureAll([...long('burst', ours), ...short('burst', everybody, 1), ...short('late burst', everybody, 1)], quickRule, fewAtOnce);
  const rows = await measureAll([...long('burst', everybody), ...long('late burst', everybody)], documentedQuota, manyAtOnce);
  // Apart from the long ones: each of these starts processes every few seconds, which others feel.
  const bursts = await measureAll(short('burst', ours, 10), documentedQuota, fewAtOnce);
  // Half of a late one is waiting.
  return [...rows, ...bursts, ...(await measureAll(short('late burst', ours, 10), documentedQuota, manyAtOnce))];
}

function long(pattern: Pattern, clients: typeof ours): readonly Series[] {
  return clients.map((client) => ({ requests: 750, pattern, ...client, cold: false, runs: 1 }));
}

function short(pattern: Pattern, clients: typeof ours, runs: number): readonly Series[] {
  return clients.map((client) => ({ requests: 150, pattern, ...client, cold: true, runs }));
}

async function measureAll(series: readonly Series[], rule: QuotaRule, atOnce: number): Promise<readonly QuotaRow[]> {
  const jobs = series.flatMap((each) => quotaServerKinds.flatMap((server) => Array.from({ length: each.runs }, () => ({ each, load: { ...each, server, rule } }))));
  const results = await inLanes(jobs, ({ load }) => runLoad(load), atOnce, rule.windowMs / atOnce);
  return series.map((each) => ({ ...each, rule, servers: quotaServerKinds.map((server) => figuresOf(server, results.filter(({ job }) => job.each === each && job.load.server === server))) }));
}

function figuresOf(server: QuotaServerKind, results: readonly { readonly result: LoadResult }[]): ServerFigures {
  return { server, ratio: median(results.map(({ result }) => result.ratio)), refused: results.reduce((sum, { result }) => sum + result.refused, 0) };
}

/** Runs jobs, so many at once; the lanes begin `staggerMs` after each other, so that their bursts do not meet. */
async function inLanes<Job, Result>(jobs: readonly Job[], run: (job: Job) => Promise<Result>, atOnce: number, staggerMs: number) {
  const waiting = [...jobs];
  const done: { readonly job: Job; readonly result: Result }[] = [];
  const lane = async (index: number) => {
    await new Promise((resolve) => setTimeout(resolve, index * staggerMs));
    for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) done.push({ job, result: await run(job) });
  };
  await Promise.all(Array.from({ length: atOnce }, (_, index) => lane(index)));
  return done;
}

/** A line of the table of `index.ts`. */
export interface PrintedRow {
  readonly what: string;
  readonly figure: string;
  readonly reach: string;
  readonly n: string;
}

/** The quota's part of the table. Costs come first, while nothing else runs. */
export async function quotaRows(full: boolean): Promise<readonly PrintedRow[]> {
  const costs = [
    costRow('a permit, alone, in memory', await measureInMemory(), '≤ 0.3 ms'),
    costRow('a permit, alone, on disk', await measureOnDisk(), '≤ 0.3 ms'),
    costRow('a permit, on disk, four processes in one scope', await measureContended(), '≤ 2 ms'),
  ];
  return [...costs, ...(await measure(full)).map((row) => printed(row, full))];
}

function costRow(what: string, { medianMs, p95Ms, rounds }: PermitCost, reach: string): PrintedRow {
  return { what, figure: `${medianMs.toFixed(3)} ms, p95 ${p95Ms.toFixed(3)} ms`, reach, n: rounds.toLocaleString('en') };
}

function printed({ requests, pattern, client, processes, cold, rule, runs, servers }: QuotaRow, full: boolean): PrintedRow {
  const who = client === 'ours' ? `ours, ${processes} ${processes === 1 ? 'process' : 'processes'}` : client;
  const ratios = servers.map(({ server, ratio }) => `${server} ${ratio.toFixed(3)} ×`).join(', ');
  return {
    what: `${requests} requests under ${formatQuotaRule(rule)}, ${pattern}${cold ? ', cold' : ''}, ${who}`,
    figure: `${ratios} the optimum; ${servers.map(({ refused }) => refused.toLocaleString('en')).join(', ')} × 429`,
    // Elsewhere the latency of one burst weighs more than the reach allows for the optimum of ten windows.
    reach: client !== 'ours' ? '' : full && requests === 750 ? '≤ 1.03 ×, no 429' : 'no 429',
    n: String(runs),
  };
}

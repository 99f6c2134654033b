import { Agent, get } from 'node:http';
import { sleep } from '../../src/base/abort';
import { systemClock } from '../../src/base/clock';
import { Limiter } from '../../src/quota/limiter';
import { documentedQuota, type Permit, type QuotaRule } from '../../src/quota/permits';
import { parseRetryAfter } from '../../src/http/retryAfter';
import { type QuotaServer, type QuotaServerKind, quotaServerKinds, startQuotaServer } from '../helpers/quotaServers';

/** The rule of a quick run: the documented limit in a tenth of its window. */
export const quickRule: QuotaRule = { limit: documentedQuota.limit, windowMs: documentedQuota.windowMs / 10 };

export interface QuotaMeasureOptions {
  /** 150 by default. */
  readonly requests?: number;
  /** The documented quota by default; 75 per 1 s when `quick`. */
  readonly rule?: QuotaRule;
  /** All three by default. */
  readonly servers?: readonly QuotaServerKind[];
  /** Scales the window down so that a run takes a second or two. Its ratio is not the one to reach: latency weighs ten times as much. */
  readonly quick?: boolean;
  /** Whether each request opens its own connection; connections are kept by default. */
  readonly cold?: boolean;
}

export interface QuotaRow {
  readonly server: QuotaServerKind;
  /** `ours` takes a permit for each send; `naive` sends everything and repeats what is refused. */
  readonly client: 'ours' | 'naive';
  readonly requests: number;
  readonly makespanMs: number;
  /** Whole windows between bursts of the limit, with no latency at all; at least 1. */
  readonly optimalMs: number;
  readonly ratio: number;
  /** How many 429s there were. */
  readonly refused: number;
}

/** Sends `requests` at once to each kind of server, with permits (burst, no reserve) and, for comparison, without. */
export async function measure(options: QuotaMeasureOptions = {}): Promise<QuotaRow[]> {
  const { requests = 150, servers = quotaServerKinds, quick = false, cold = false } = options;
  const rule = options.rule ?? (quick ? quickRule : documentedQuota);
  const rows: QuotaRow[] = [];
  for (const server of servers) {
    for (const client of ['ours', 'naive'] as const) rows.push(await measureOne(server, client, requests, rule, cold));
  }
  return rows;
}

/** Runs one client against a fresh server of its own. */
export async function measureOne(kind: QuotaServerKind, client: QuotaRow['client'], requests: number, rule: QuotaRule, cold = false): Promise<QuotaRow> {
  const server = await startQuotaServer({ kind, ...rule });
  const agent = new Agent({ keepAlive: !cold });
  const limiter = new Limiter({ clock: systemClock, pace: 'burst', reserve: () => 0 });
  try {
    const begun = performance.now();
    const one = client === 'ours' ? () => sendWithPermit(server, agent, limiter, rule) : () => sendNaively(server, agent, rule);
    await Promise.all(Array.from({ length: requests }, one));
    const makespanMs = performance.now() - begun;
    const optimalMs = optimum(requests, rule);
    return { server: kind, client, requests, makespanMs, optimalMs, ratio: makespanMs / optimalMs, refused: server.refused };
  } finally {
    limiter.dispose();
    agent.destroy();
    await server.close();
  }
}

/** Median cost of a permit taken and settled when nobody else wants one, in milliseconds. */
export async function measurePermitCost(rounds = 5000): Promise<number> {
  // The limit is never reached, and the window is short so that old permits go.
  const rule: QuotaRule = { limit: 10_000, windowMs: 100 };
  return permitCost(rule, rounds, (permit) => permit.answered(200));
}

/** The same with as many permits held as the documented quota has. */
export async function measureFullPermitCost(rounds = 5000): Promise<number> {
  return permitCost(documentedQuota, rounds, (permit) => permit.neverSent(), documentedQuota.limit - 1);
}

async function permitCost(rule: QuotaRule, rounds: number, settle: (permit: Permit) => void, heldBefore = 0): Promise<number> {
  const limiter = new Limiter({ clock: systemClock });
  const { signal } = new AbortController();
  const take = () =>
    limiter.take({ scope: 'bench', rule, priority: 'interactive', holder: { label: 'GET /v2/projects', source: 'bench' } }, signal);
  for (let held = 0; held < heldBefore; held++) await take();
  const costs: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const begun = performance.now();
    settle(await take());
    costs.push(performance.now() - begun);
  }
  limiter.dispose();
  costs.sort((a, b) => a - b);
  return costs[costs.length >> 1] ?? 0;
}

async function sendWithPermit(server: QuotaServer, agent: Agent, limiter: Limiter, rule: QuotaRule): Promise<void> {
  for (;;) {
    const permit = await limiter.take(
      { scope: server.origin, rule, priority: 'bulk', holder: { label: 'GET /', source: 'bench' } },
      new AbortController().signal,
    );
    const waitMs = await send(server, agent, rule, (status) => permit.answered(status));
    if (waitMs === undefined) return;
    limiter.refused(server.origin, waitMs);
  }
}

async function sendNaively(server: QuotaServer, agent: Agent, rule: QuotaRule): Promise<void> {
  for (;;) {
    const waitMs = await send(server, agent, rule, () => undefined);
    if (waitMs === undefined) return;
    await sleep(systemClock, waitMs, new AbortController().signal);
  }
}

/** One GET. Undefined when it was accepted, else the milliseconds to wait. */
function send(server: QuotaServer, agent: Agent, rule: QuotaRule, onHeaders: (status: number) => void): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    get(server.origin, { agent }, (response) => {
      const status = response.statusCode ?? 0;
      onHeaders(status);
      const { 'retry-after': retryAfter, date } = response.headers;
      response.resume();
      response.on('error', reject);
      response.on('end', () => resolve(status === 429 ? (parseRetryAfter(retryAfter, date) ?? rule.windowMs) : undefined));
    }).on('error', reject);
  });
}

/**
 * The shortest time in which a server can accept `requests`: whole windows between bursts of the
 * limit. Exact for the log, and for the bucket when `requests` is a multiple of the limit; a fixed
 * window takes less from a client that happens to start right before its end.
 */
function optimum(requests: number, { limit, windowMs }: QuotaRule): number {
  return Math.max(1, Math.floor((requests - 1) / limit) * windowMs);
}

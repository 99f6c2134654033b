import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { QuotaRule } from '../../../src/quota/permits';
import { QuotaRig } from '../../helpers/quotaRig';
import { type QuotaServer, type QuotaServerKind, startQuotaServer } from '../../helpers/quotaServers';

const rule: QuotaRule = { limit: 75, windowMs: 1000 };

/** Uses half of the quota, evenly; whether it is refused is its own business. Returns how to end it. */
function startStranger(server: QuotaServer): () => Promise<void> {
  const going: Promise<unknown>[] = [];
  const timer = setInterval(() => going.push(fetch(`${server.origin}/stranger`).then((answer) => answer.text())), (rule.windowMs * 2) / rule.limit);
  return async () => {
    clearInterval(timer);
    await Promise.all(going);
  };
}

/**
 * Reads the wire as the design says a gate must be: after a 429 no send until `Retry-After` (as the
 * server's log has it), then one, and the rest when that one was accepted. Knows nothing of `src/quota`.
 */
function assertGateWasKept({ wire }: QuotaRig, { log }: QuotaServer): void {
  const waits = new Map(log.map(({ send, waitMs }) => [send, Math.ceil(waitMs / 1000) * 1000]));
  let closedUntil = -Infinity;
  let gate: 'open' | 'closed' | { readonly probe: number } = 'open';
  for (const event of wire) {
    if (event.kind === 'sent') {
      assert.ok(event.at >= closedUntil, `send ${event.send} went ${(closedUntil - event.at).toFixed(1)} ms before Retry-After was over`);
      assert.ok(typeof gate === 'string', `send ${event.send} did not wait for the answer of the first one after a closure`);
      if (gate === 'closed') gate = { probe: event.send };
    } else if (event.status === 429) {
      closedUntil = Math.max(closedUntil, event.at + (waits.get(event.send) ?? 0));
      gate = 'closed';
    } else if (typeof gate === 'object' && gate.probe === event.send) gate = 'open';
  }
}

describe('a stranger uses half of the quota, at a server that counts refused requests too', () => {
  for (const kind of ['sliding log', 'token bucket'] satisfies QuotaServerKind[]) {
    it(`${kind}: all of ours are answered in the end, and none is sent while the gate is closed`, async () => {
      const server = await startQuotaServer({ kind, ...rule, countRefused: true });
      const rig = new QuotaRig(rule);
      const endStranger = startStranger(server);
      try {
        // From now on any window holds half a quota of theirs.
        await sleep(rule.windowMs);
        const targets = Array.from({ length: 150 }, (_, index) => `/ours/${index}`);
        const outcomes = await Promise.all(targets.map((target) => rig.get(server.origin, target)));
        assert.deepEqual([...new Set(outcomes.map((outcome) => (outcome.kind === 'answered' ? outcome.response.status : outcome.kind)))], [200]);
        const accepted = server.log.filter(({ target, waitMs }) => target.startsWith('/ours/') && waitMs === 0).map(({ target }) => target);
        assert.deepEqual(accepted.sort(), targets.sort(), 'each was accepted once');
        assert.ok(rig.wire.some((event) => event.kind === 'headers' && event.status === 429), 'the stranger was felt');
        assertGateWasKept(rig, server);
      } finally {
        await endStranger();
        rig.dispose();
        await server.close();
      }
    }).timeout(60_000);
  }
});

describe('what a 429 says of when to come back', () => {
  const hours = 3_600_000;
  const cases = [
    { what: 'seconds', retryAfter: 'seconds', clockAheadMs: 0 },
    { what: 'seconds, the clock of the server 7 h behind', retryAfter: 'seconds', clockAheadMs: -7 * hours },
    { what: 'a date, the clock of the server 5 h ahead', retryAfter: 'date', clockAheadMs: 5 * hours },
    { what: 'a date, the clock of the server 3 h behind', retryAfter: 'date', clockAheadMs: -3 * hours },
    // Then the whole window is waited for.
    { what: 'nothing', retryAfter: 'absent', clockAheadMs: 0 },
  ] as const;
  for (const { what, ...options } of cases) {
    it(`${what}: not a moment too soon, and not for hours`, async () => {
      const server = await startQuotaServer({ kind: 'sliding log', limit: 1, windowMs: 1000, ...options });
      const rig = new QuotaRig(rule);
      try {
        // Somebody else has just used it all.
        await fetch(`${server.origin}/stranger`).then((answer) => answer.text());
        const outcome = await rig.get(server.origin, '/ours');
        assert.deepEqual([outcome.kind, outcome.kind === 'answered' && outcome.response.status], ['answered', 200]);
        assert.deepEqual(rig.wire.map((event) => (event.kind === 'sent' ? 'sent' : event.status)), ['sent', 429, 'sent', 200]);
        assertGateWasKept(rig, server);
      } finally {
        rig.dispose();
        await server.close();
      }
    }).timeout(20_000);
  }
});

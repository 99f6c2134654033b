import assert from 'node:assert/strict';
import { quickRule } from '../../bench/quota';
import { type Load, optimum, runLoad } from '../../bench/quota/load';
import { quotaServerKinds, startQuotaServer } from '../../helpers/quotaServers';

/** Enough for two bursts: the second is where clients that count from the send go over. */
const requests = 150;

const ours: readonly Pick<Load, 'processes' | 'pattern'>[] = ([1, 3] as const).flatMap((processes) => (['burst', 'late burst'] as const).map((pattern) => ({ processes, pattern })));

describe('quota over real sockets, 75 per 1 s, jitter 5–80 ms each way, a connection each', () => {
  for (const server of quotaServerKinds) {
    it(`${server}: no 429 for ${requests} requests at once, nor for half of them late, of one process and of three`, async () => {
      const results = await Promise.all(ours.map(async (load) => ({ ...load, ...(await runLoad({ ...load, server, client: 'ours', requests, rule: quickRule, cold: true })) })));
      for (const { processes, pattern, refused, makespanMs } of results) {
        const what = `${processes} × ${pattern}`;
        assert.equal(refused, 0, what);
        assert.ok(makespanMs >= quickRule.windowMs, `${what}: the second half waited for its window`);
      }
    }).timeout(60_000);
  }

  it('a client without permits is refused by the same server', async () => {
    const { refused } = await runLoad({ server: 'sliding log', client: 'naive', processes: 1, requests, pattern: 'burst', rule: quickRule, cold: false });
    assert.ok(refused >= requests - quickRule.limit);
  }).timeout(20_000);
});

describe('the optimum that runs are compared with', () => {
  const cases = [
    { what: 'as many as the limit', arrivals: [{ count: 75, atMs: 0 }], is: 1 },
    { what: 'one more', arrivals: [{ count: 76, atMs: 0 }], is: 1000 },
    { what: 'ten times the limit', arrivals: [{ count: 750, atMs: 0 }], is: 9000 },
    { what: 'half of twice the limit late', arrivals: [{ count: 75, atMs: 0 }, { count: 75, atMs: 900 }], is: 1000 },
    { what: 'most of it late', arrivals: [{ count: 10, atMs: 0 }, { count: 140, atMs: 900 }], is: 1900 },
    { what: 'after the first window', arrivals: [{ count: 75, atMs: 0 }, { count: 75, atMs: 1500 }], is: 1500 },
  ];
  for (const { what, arrivals, is } of cases) {
    it(`${what}: ${is} ms`, () => assert.equal(optimum(arrivals, quickRule), is));
  }
});

describe('the test servers themselves', () => {
  for (const kind of quotaServerKinds) {
    for (const countRefused of [false, true]) {
      it(`${kind}${countRefused ? ', counting what it refuses,' : ''} accepts the limit, then answers 429 with Retry-After`, async () => {
        const server = await startQuotaServer({ kind, limit: 3, windowMs: 60_000, jitterMs: [0, 0], countRefused, random: () => 0.5 });
        try {
          const answers: [number, string | null][] = [];
          for (let sent = 0; sent < 4; sent++) {
            const answer = await fetch(server.origin);
            answers.push([answer.status, answer.headers.get('retry-after')]);
            await answer.text();
          }
          assert.deepEqual(answers.slice(0, 3), [[200, null], [200, null], [200, null]]);
          assert.equal(answers[3]?.[0], 429);
          assert.match(answers[3][1] ?? '', /^\d+$/);
          assert.deepEqual([server.judged, server.refused], [4, 1]);
          assert.deepEqual(server.log.map(({ waitMs }) => waitMs > 0), [false, false, false, true]);
        } finally {
          await server.close();
        }
      });
    }
  }
});

import assert from 'node:assert/strict';
import { quotaServerKinds, startQuotaServer } from '../../helpers/quotaServers';
import { measureOne, quickRule } from '../../bench/quota';

/** Enough for two bursts: the second is where clients that count from the send go over. */
const requests = 150;

describe('quota over real sockets, 75 per 1 s, jitter 5–80 ms each way', () => {
  for (const kind of quotaServerKinds) {
    for (const cold of [false, true]) {
      it(`${kind}, ${cold ? 'a connection each' : 'kept connections'}: no 429 for ${requests} requests at once`, async () => {
        const { refused, makespanMs } = await measureOne(kind, 'ours', requests, quickRule, cold);
        assert.equal(refused, 0);
        assert.ok(makespanMs >= quickRule.windowMs, 'the second burst waited for its window');
      }).timeout(20_000);
    }
  }

  it('a client without permits is refused by the same server', async () => {
    const { refused } = await measureOne('sliding log', 'naive', requests, quickRule);
    assert.ok(refused >= requests - quickRule.limit);
  }).timeout(20_000);
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
        } finally {
          await server.close();
        }
      });
    }
  }
});

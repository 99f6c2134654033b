import assert from 'node:assert/strict';
import path from 'node:path';
import { documentedQuota } from '../../../src/quota/permits';
import { runChaos } from '../../helpers/quotaChaos';

const fromHere = (name: string) => path.resolve(__dirname, '../..', name);

/** From the tests' build, on a clock that is ten times as fast: a window takes 1 s, and a lease 3 s. */
const terminal = ['--require', fromHere('helpers/quotaFastTerminal.js'), fromHere('../src/cli/main.js')];

// Windows cannot stop and continue a process. `npm run bench -- --chaos` does the same in real time.
if (process.platform !== 'win32') {
  describe('two windows and two terminals in one account, killed and stopped at random', () => {
    it('no window over the quota, everything answered, and no permit lost', async () => {
      const { seed, kills, stops, requests, refused, mostInWindow, survivors, problems, waitedAtEnd, answeredAtEnd } = await runChaos({ speed: 10, terminal, limitMs: 120_000 });
      const story = `seed ${seed}: ${kills} killed, ${stops} stopped, ${requests} requests, at most ${mostInWindow} in a window`;
      assert.deepEqual(problems, [], story);
      assert.ok(mostInWindow <= documentedQuota.limit, story);
      assert.equal(refused, 0, story);
      assert.equal(kills + stops, 50);
      assert.ok(survivors >= 2, 'the windows at least');
      assert.ok(mostInWindow > documentedQuota.limit / 2, `${story}: the quota was not felt`);
      assert.deepEqual({ waitedAtEnd, answeredAtEnd }, { waitedAtEnd: 0, answeredAtEnd: documentedQuota.limit }, 'the whole quota can be used at once');
    }).timeout(180_000);
  });
}

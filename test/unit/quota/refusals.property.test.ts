import assert from 'node:assert/strict';
import { Limiter } from '../../../src/quota/limiter';
import type { Permit, QuotaRule } from '../../../src/quota/permits';
import { ManualClock } from '../../helpers/manualClock';

const cases = 150;
const rule: QuotaRule = { limit: 6, windowMs: 1000 };

/** A sliding log that a stranger uses too; may count what it refuses. Judges when a request arrives. */
class SharedServer {
  readonly #counted: number[] = [];

  constructor(private readonly countRefused: boolean) {}

  /** Undefined when accepted, else milliseconds to wait. */
  judge(now: number): number | undefined {
    const inside = this.#counted.filter((at) => at > now - rule.windowMs);
    const accepted = inside.length < rule.limit;
    if (accepted || this.countRefused) this.#counted.push(now);
    return accepted ? undefined : inside[inside.length - rule.limit]! + rule.windowMs - now;
  }
}

describe('quota/limiter, with a stranger on the account', () => {
  for (const countRefused of [false, true]) {
    it(`answers everything in the end, whatever is refused${countRefused ? ' and counted' : ''} (${cases} cases)`, async () => {
      for (let seed = 1; seed <= cases; seed++) await play(seed, countRefused);
    }).timeout(60_000);
  }
});

async function play(seed: number, countRefused: boolean): Promise<void> {
  const clock = new ManualClock();
  const server = new SharedServer(countRefused);
  const limiter = new Limiter({ clock, pace: 'burst', reserve: () => 0 });
  const random = (most: number) => (seed = (seed * 48_271) % 2_147_483_647) % (most + 1);
  const requests = 10 + random(20);
  let answered = 0;
  let closedUntil = 0;
  // While one goes first, nobody else may: the number out since the gate opened, and whether it is known to be open.
  let outSinceOpening = 0;
  let known = true;

  const send = (permit: Permit, inbound: number, outbound: number) => {
    assert.ok(clock.monotonic() >= closedUntil, 'nothing goes while the gate is closed');
    const first = !known && outSinceOpening === 0;
    if (!known) assert.equal(outSinceOpening, 0, 'one goes first');
    outSinceOpening++;
    clock.after(inbound, () => {
      const wait = server.judge(clock.monotonic());
      clock.after(outbound, () => {
        permit.answered(wait === undefined ? 200 : 429);
        if (wait === undefined) {
          answered++;
          if (first && clock.monotonic() >= closedUntil) known = true;
          return;
        }
        limiter.refused('s', wait);
        closedUntil = Math.max(closedUntil, clock.monotonic() + wait);
        known = false;
        outSinceOpening = 0;
        ask();
      });
    });
  };
  const ask = () => {
    const holder = { label: 'GET /v2/projects', source: 'test' };
    void limiter
      .take({ scope: 's', rule, priority: 'bulk', holder }, new AbortController().signal)
      .then((permit) => send(permit, random(80), random(80)));
  };

  for (let stranger = 0; stranger < 40; stranger++) clock.after(random(8000), () => void server.judge(clock.monotonic()));
  for (let request = 0; request < requests; request++) clock.after(random(500), ask);
  for (let second = 0; answered < requests; second++) {
    assert.ok(second < 120, `${answered} of ${requests} answered`);
    await clock.advance(1000);
  }
  limiter.dispose();
}

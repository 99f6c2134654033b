import assert from 'node:assert/strict';
import { FallbackPermitStore } from '../../../src/quota/fallback';
import { Limiter } from '../../../src/quota/limiter';
import { documentedQuota } from '../../../src/quota/permits';
import { emptyScope, type ScopeState } from '../../../src/quota/scopeState';
import { MemoryPermitStore } from '../../../src/quota/store';
import { StoreTroubleError } from '../../../src/quota/trouble';
import { ManualClock } from '../../helpers/manualClock';

const scope = 'dt:1';

/** A store that cannot be shared, and how often that was found out. */
class Broken extends MemoryPermitStore {
  tries = 0;

  constructor(private readonly seen: ScopeState) {
    super();
  }

  override update<T>(): Promise<T> {
    this.tries++;
    return Promise.reject(new StoreTroubleError({ code: 'full', path: '/state', detail: 'ENOSPC' }));
  }

  override peek(): ScopeState {
    return this.seen;
  }
}

function start(clock: ManualClock, seen = emptyScope) {
  const broken = new Broken(seen);
  const fallback = new FallbackPermitStore(broken, { clock });
  const limiter = new Limiter({ clock, store: fallback, pace: 'burst' });
  const sent: number[] = [];
  const send = (count: number) => {
    for (let each = 0; each < count; each++) {
      const permit = limiter.take({ scope, rule: documentedQuota, priority: 'interactive', holder: { label: 'GET /', source: 'a' } }, new AbortController().signal);
      permit.then(
        (taken) => {
          sent.push(clock.monotonic());
          taken.answered(200);
        },
        () => undefined,
      );
    }
  };
  const end = () => {
    limiter.dispose();
    fallback.dispose();
  };
  return { broken, sent, send, end };
}

describe('a process that cannot share the quota', () => {
  it('does not ask again and again while it is not known what was sent before', async () => {
    const clock = new ManualClock();
    const { broken, sent, send, end } = start(clock, { ...emptyScope, unknownBefore: 30_000 });
    send(2);
    await clock.advance(44_999);
    assert.deepEqual(sent, []);
    assert.ok(broken.tries < 10, `${broken.tries} tries`);
    await clock.advance(10_000);
    assert.equal(sent.length, 2);
    end();
  });

  it('keeps to its fifth together with all that come after it', async () => {
    const clock = new ManualClock();
    const all: number[] = [];
    for (let process = 0; process < 30; process++) {
      const { sent, send, end } = start(clock);
      send(40);
      await clock.advance(1000);
      end();
      all.push(...sent);
    }
    assert.ok(all.length >= 30, `${all.length} were sent`);
    for (const from of all) {
      const within = all.filter((at) => at >= from && at < from + documentedQuota.windowMs).length;
      assert.ok(within <= documentedQuota.limit / 5, `${within} in a window from ${from} on`);
    }
  });
});

import assert from 'node:assert/strict';
import type { TokenResult } from '../../../src/auth/tokenExchange';
import { TokenSource } from '../../../src/auth/tokenSource';
import { CancelledError } from '../../../src/base/abort';
import { silentLogger } from '../../../src/base/logger';
import { ManualClock, settled } from '../../helpers/manualClock';

/** A signal of its own for each caller, as each run has. */
const never = () => new AbortController().signal;
const failure: TokenResult = { kind: 'failed', failure: { code: 'dns', detail: '', maybeSent: false } };

class Exchanges {
  readonly pending: { resolve: (result: TokenResult) => void; reject: (error: Error) => void; signal: AbortSignal }[] = [];
  count = 0;

  readonly exchange = (signal: AbortSignal): Promise<TokenResult> => {
    this.count++;
    return new Promise((resolve, reject) => {
      this.pending.push({ resolve, reject, signal });
      signal.addEventListener('abort', () => reject(new CancelledError()), { once: true });
    });
  };

  /** Answers the oldest exchange. */
  async answer(result: TokenResult): Promise<void> {
    await settled();
    this.pending.shift()?.resolve(result);
    await settled();
  }
}

function setUp() {
  const clock = new ManualClock();
  const exchanges = new Exchanges();
  const source = new TokenSource({ exchange: exchanges.exchange, clock, log: silentLogger });
  let changes = 0;
  source.onDidChange(() => changes++);
  const token = (accessToken: string, seconds = 3600): TokenResult => ({
    kind: 'token',
    accessToken,
    expiresAt: clock.now() + seconds * 1000,
    lifetimeMs: seconds * 1000,
  });
  /** Gets a token at once; undefined when it has to be waited for. */
  const held = async () => {
    const abort = new AbortController();
    const got = source.get(abort.signal).catch(() => undefined);
    await settled();
    abort.abort();
    const result = await got;
    return result?.kind === 'token' ? result.accessToken : undefined;
  };
  const begin = async (seconds?: number) => {
    const first = source.get(never());
    await exchanges.answer(token('one', seconds));
    await first;
  };
  return { clock, exchanges, source, token, held, begin, changes: () => changes };
}

describe('TokenSource', () => {
  it('makes one exchange however many ask: 200 with an expired token', async () => {
    const { clock, exchanges, source, token, begin } = setUp();
    await begin();
    await clock.advance(3_600_000);
    const all = Array.from({ length: 200 }, () => source.get(never()));
    await exchanges.answer(token('two'));
    const results = await Promise.all(all);
    assert.equal(exchanges.count, 2);
    assert.ok(results.every((result) => result.kind === 'token' && result.accessToken === 'two'));
  });

  it('makes one exchange for 200 refused signatures of one token', async () => {
    const { clock, exchanges, source, token, begin } = setUp();
    await begin();
    const old = source.expiresAt ?? 0;
    await clock.advance(1000);
    const all = Array.from({ length: 200 }, (_, index) => {
      source.invalidate(old);
      if (index === 100) void exchanges.answer(token('two'));
      return source.get(never());
    });
    await Promise.all(all);
    source.invalidate(old);
    assert.equal(exchanges.count, 2);
    assert.equal((await source.get(never())).kind, 'token');
  });

  it('uses the token while it lives, renews it behind, waits when it is nearly over', async () => {
    const { clock, exchanges, source, token, held, begin } = setUp();
    await begin();
    await clock.advance(55 * 60_000);
    assert.equal(await held(), 'one');
    assert.equal(exchanges.count, 1, 'five minutes are enough');
    await clock.advance(1);
    assert.equal(await held(), 'one');
    assert.equal(await held(), 'one');
    assert.equal(exchanges.count, 2, 'renewed behind, once');
    await exchanges.answer(token('two'));
    assert.equal(await held(), 'two');
    await clock.advance(3600_000 - 29_999);
    const waiting = source.get(never());
    await exchanges.answer(token('three'));
    assert.deepEqual((await waiting).kind === 'token' && exchanges.count, 3);
  });

  it('keeps the old token when renewing behind fails, and pauses', async () => {
    const { clock, exchanges, held, begin } = setUp();
    await begin();
    await clock.advance(56 * 60_000);
    assert.equal(await held(), 'one');
    await exchanges.answer(failure);
    assert.equal(await held(), 'one');
    assert.equal(exchanges.count, 2);
    await clock.advance(10_000);
    assert.equal(await held(), 'one');
    assert.equal(exchanges.count, 3);
  });

  it('survives a renewal behind that throws', async () => {
    const { clock, exchanges, held, begin } = setUp();
    await begin();
    await clock.advance(56 * 60_000);
    await held();
    exchanges.pending[0]?.reject(new Error('a bug'));
    assert.equal(await held(), 'one');
  });

  it('forgets a failed renewal', async () => {
    const { exchanges, source, token } = setUp();
    const [first, second] = [source.get(never()), source.get(never())];
    await exchanges.answer(failure);
    assert.deepEqual([await first, await second], [failure, failure]);
    const third = source.get(never());
    await exchanges.answer(token('one'));
    assert.equal((await third).kind, 'token');
    assert.equal(exchanges.count, 2);
  });

  it('does not believe a wall clock that was turned back', async () => {
    const { clock, exchanges, held, begin } = setUp();
    await begin();
    clock.jumpWall(-24 * 3_600_000);
    await clock.advance(3_600_000);
    assert.equal(await held(), undefined);
    assert.equal(exchanges.count, 2);
  });

  it('does not believe a monotonic clock that slept', async () => {
    const { clock, exchanges, source, held, begin } = setUp();
    await begin();
    clock.jumpWall(3_600_000);
    assert.equal(source.expiresAt, undefined);
    assert.equal(await held(), undefined);
    assert.equal(exchanges.count, 2);
  });

  it('renews a short-lived token by parts of its life', async () => {
    const { clock, exchanges, held, begin } = setUp();
    await begin(60);
    assert.equal(await held(), 'one');
    assert.equal(exchanges.count, 1);
    await clock.advance(45_001);
    assert.equal(await held(), 'one');
    assert.equal(exchanges.count, 2);
    await clock.advance(13_500);
    assert.equal(await held(), undefined);
  });

  it('cancels one who waits, not the others', async () => {
    const { exchanges, source, token } = setUp();
    const abort = new AbortController();
    const cancelled = assert.rejects(source.get(abort.signal), CancelledError);
    const other = source.get(never());
    abort.abort();
    await cancelled;
    await exchanges.answer(token('one'));
    assert.equal((await other).kind, 'token');
  });

  it('stops the exchange when the last who waits is cancelled, and starts anew', async () => {
    const { exchanges, source, token } = setUp();
    const abort = new AbortController();
    const both = [source.get(abort.signal), source.get(abort.signal)].map((each) => assert.rejects(each, CancelledError));
    await settled();
    abort.abort();
    await Promise.all(both);
    assert.equal(exchanges.pending.shift()?.signal.aborted, true);
    const next = source.get(never());
    await exchanges.answer(token('two'));
    assert.equal((await next).kind, 'token');
    await assert.rejects(source.get(abort.signal), CancelledError);
  });

  it('drops a token that was not accepted, but not its successor', async () => {
    const { clock, exchanges, source, token, held, begin, changes } = setUp();
    await begin();
    const old = source.expiresAt ?? 0;
    source.invalidate(old);
    assert.equal(source.expiresAt, undefined);
    await clock.advance(1000);
    const next = source.get(never());
    await exchanges.answer(token('two'));
    await next;
    source.invalidate(old);
    assert.equal(await held(), 'two');
    assert.equal(changes(), 3);
  });

  it('renews on command although the token is fresh', async () => {
    const { exchanges, source, token, held, begin } = setUp();
    await begin();
    const renewed = source.renew(never());
    await exchanges.answer(token('two'));
    await renewed;
    assert.equal(await held(), 'two');
  });

  it('remembers the skew of the clocks, also of a refusal', async () => {
    const { exchanges, source } = setUp();
    const first = source.get(never());
    await exchanges.answer({ kind: 'refused', status: 400, cause: 'clock', clockSkewMs: -90_000 });
    await first;
    assert.equal(source.clockSkewMs, -90_000);
  });

  it('stops a renewal when it is disposed', async () => {
    const { exchanges, source } = setUp();
    const pending = assert.rejects(source.get(never()), CancelledError);
    await settled();
    source.dispose();
    await pending;
    assert.equal(exchanges.pending[0]?.signal.aborted, true);
  });
});

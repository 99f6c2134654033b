import assert from 'node:assert/strict';
import { CancelledError } from '../../../src/base/abort';
import { Emitter } from '../../../src/base/event';
import { silentLogger } from '../../../src/base/logger';
import type { Signature, WireRequest } from '../../../src/http/exchange';
import { Redactor } from '../../../src/http/redact';
import type { RequestOptions } from '../../../src/http/requestOptions';
import { Limiter } from '../../../src/quota/limiter';
import type { Permit, PermitRequest, Permits, QuotaSnapshot } from '../../../src/quota/permits';
import type { Authorization, Authorizer } from '../../../src/run/policies/authorize';
import type { Progress } from '../../../src/run/pipeline';
import type { QuotaOf } from '../../../src/run/policies/quota';
import { createRunner } from '../../../src/run/runner';
import { FakeTransport, type Script } from '../../helpers/fakeTransport';
import { ManualClock } from '../../helpers/manualClock';

const rule = { limit: 75, windowMs: 10_000 };

/** Hands out permits at once and keeps how each was settled first. */
class RecordingPermits implements Permits {
  readonly settled: string[] = [];
  readonly refusals: number[] = [];
  /** What {@link Permit.answered} was told. */
  readonly statuses: (number | undefined)[] = [];
  readonly asked: PermitRequest[] = [];
  /** Permits that lapse before their request can go. */
  lapsing = 0;
  closed = 0;
  readonly onDidChange = new Emitter<string>().event;

  take(request: PermitRequest, signal: AbortSignal): Promise<Permit> {
    this.asked.push(request);
    if (signal.aborted) return Promise.reject(new CancelledError());
    const isValid = this.lapsing-- <= 0;
    const place = this.settled.push('held') - 1;
    const settle = (how: string) => () => {
      if (this.settled[place] === 'held') this.settled[place] = how;
    };
    const answered = (status?: number) => {
      this.statuses.push(status);
      settle('answered')();
    };
    return Promise.resolve({ answered, neverSent: settle('never sent'), fateUnknown: settle('unknown'), isValid });
  }

  refused(_scope: string, retryAfterMs: number): void {
    this.refusals.push(retryAfterMs);
  }

  withdraw(): void {}

  closedForMs(): number {
    return this.closed;
  }

  snapshot(scope: string): QuotaSnapshot {
    return { scope, rule, used: 0, waiting: [], closedForMs: this.closed, unknownForMs: 0, holdings: [] };
  }

  dispose(): void {
    this.settled.length = 0;
  }
}

class FakeAuthorizer implements Authorizer {
  tokens = 0;
  readonly dropped: Signature[] = [];
  constructor(readonly answer: (tokens: number) => Authorization) {}

  authorize: Authorizer['authorize'] = () => {
    return Promise.resolve(this.answer(++this.tokens));
  };

  accepted(): void {}

  rejected(signature: Signature): boolean {
    this.dropped.push(signature);
    return true;
  }
}

const signed = (tokens: number): Authorization => ({
  kind: 'signed',
  header: ['Authorization', `Bearer token-${tokens}`],
  signature: { scheme: 'bearer', email: 'a@b', expiresAt: 1 },
});
const unsigned = (): Authorization => ({ kind: 'unsigned', because: 'no-account' });

const get: WireRequest = { method: 'GET', origin: 'https://api.example', target: '/v2/projects', headers: [] };

function setUp(script: readonly Script[], answer: (tokens: number) => Authorization = signed, quotaOf: QuotaOf = () => ({ scope: 's', rule, isOwnShare: true })) {
  const clock = new ManualClock();
  const transport = new FakeTransport(...script);
  const permits = new RecordingPermits();
  const authorizer = new FakeAuthorizer(answer);
  const progress: Progress[] = [];
  const abort = new AbortController();
  const run = createRunner({
    clock,
    random: { next: () => 0, uuid: () => '' },
    log: silentLogger,
    redactor: new Redactor(),
    transport,
    authorizer,
    permits,
    quotaOf,
  });
  const start = (request: WireRequest = get, options: RequestOptions = {}) =>
    run(
      {
        request,
        options,
        secrets: [],
        priority: 'interactive',
        holder: { label: 'l', source: 's' },
        onProgress: (item) => progress.push(item),
      },
      abort.signal,
    );
  return { clock, transport, permits, authorizer, progress, abort, run, start };
}

const statuses = (result: Awaited<ReturnType<ReturnType<typeof setUp>['start']>>) =>
  result.outcome.exchange.attempts.map((attempt) => `${attempt.response?.status ?? attempt.failure?.code ?? '?'}${attempt.followedBy ? ` ${attempt.followedBy}` : ''}`);

describe('runner', () => {
  it('signs, takes a permit, sends and records', async () => {
    const { start, transport, permits } = setUp([{ status: 200, body: '{}' }]);
    const result = await start();
    assert.equal(result.outcome.kind, 'answered');
    assert.deepEqual(transport.sent[0]?.headers, [['Authorization', 'Bearer token-1']]);
    assert.deepEqual(permits.settled, ['answered']);
    assert.deepEqual(statuses(result), ['200']);
    assert.equal(result.outcome.exchange.attempts[0]?.signedAs?.email, 'a@b');
    assert.deepEqual(result.outcome.exchange.request.headers, [], 'the request as meant holds no credentials');
  });

  it('says why it did not sign', async () => {
    const { start, transport } = setUp([{ status: 401 }], unsigned);
    const result = await start();
    assert.equal(result.unsignedBecause, 'no-account');
    assert.equal(transport.sent.length, 1);
  });

  it('renews the token once after a 401', async () => {
    const { start, transport, authorizer } = setUp([{ status: 401 }, { status: 200 }]);
    const result = await start({ ...get, method: 'POST' });
    assert.deepEqual(statuses(result), ['401 new-token', '200']);
    assert.equal(authorizer.dropped.length, 1);
    assert.deepEqual(transport.sent[1]?.headers, [['Authorization', 'Bearer token-2']]);
  });

  it('gives up after a second 401', async () => {
    const { start, authorizer } = setUp([{ status: 401 }, { status: 401 }]);
    assert.deepEqual(statuses(await start()), ['401 new-token', '401']);
    assert.equal(authorizer.dropped.length, 1, 'the second is kept: a third would be refused like it');
  });

  it('does not renew for Basic', async () => {
    const basic = (): Authorization => ({ kind: 'signed', header: ['Authorization', 'Basic x'], signature: { scheme: 'basic', email: 'a@b' } });
    const { start } = setUp([{ status: 401 }], basic);
    assert.deepEqual(statuses(await start()), ['401']);
  });

  it('fails without sending when signing in fails', async () => {
    const failure = { code: 'sign-in', detail: 'refused', maybeSent: false } as const;
    const { start, transport, permits } = setUp([], () => ({ kind: 'failed', failure }));
    const result = await start();
    assert.equal(result.outcome.kind === 'failed' && result.outcome.failure.code, 'sign-in');
    assert.deepEqual([transport.sent.length, permits.settled.length], [0, 0]);
  });

  it('waits as long as a 429 says, then sends again with a new permit', async () => {
    const { start, clock, permits, progress } = setUp([{ status: 429, headers: [['Retry-After', '4']] }, { status: 200 }]);
    const running = start();
    await clock.advance(3999);
    assert.equal(permits.settled.length, 1);
    await clock.advance(1);
    assert.deepEqual(statuses(await running), ['429 retry', '200']);
    assert.deepEqual(permits.refusals, [4000]);
    assert.deepEqual(permits.settled, ['answered', 'answered']);
    assert.deepEqual(permits.statuses, [429, 200], 'so that a 429 closes the gate before its body is there');
    assert.ok(progress.some((item) => item.kind === 'waiting-to-retry' && item.afterMs === 4000 && item.status === 429));
  });

  it('waits for the window of its own quota when a 429 names no time', async () => {
    const { start, clock, permits } = setUp([{ status: 429 }, { status: 200 }], signed, () => ({ scope: 's', rule: { limit: 25, windowMs: 5000 } }));
    const running = start();
    await clock.advance(4999);
    assert.equal(permits.settled.length, 1);
    await clock.advance(1);
    assert.deepEqual(statuses(await running), ['429 retry', '200']);
    assert.deepEqual(permits.refusals, [5000]);
  });

  it('does not count a 429 among the attempts that it tells', async () => {
    const { start, clock, progress } = setUp([{ status: 429, headers: [['Retry-After', '1']] }, { status: 503 }, { status: 200 }]);
    const running = start();
    for (const wait of [1000, 1000]) await clock.advance(wait);
    await running;
    assert.deepEqual(progress.flatMap((item) => (item.kind === 'sending' ? [[item.attempt, item.of]] : [])), [[1, 4], [1, 4], [2, 4]]);
  });

  it('gives up a wait when a 429 closes the quota for over a minute', async () => {
    const clock = new ManualClock();
    const limiter = new Limiter({ clock });
    const run = createRunner({
      clock, random: { next: () => 0, uuid: () => '' }, log: silentLogger, redactor: new Redactor(), transport: new FakeTransport('hang', { status: 200 }),
      authorizer: new FakeAuthorizer(unsigned), permits: limiter, quotaOf: () => ({ scope: 's', rule: { limit: 1, windowMs: 1000 } }),
    });
    const go = (signal: AbortSignal) => run({ request: get, options: {}, secrets: [], priority: 'interactive', holder: { label: 'l', source: 's' } }, signal);
    const first = new AbortController();
    const [sent, waiting] = [go(first.signal), go(new AbortController().signal)];
    await clock.advance(10);
    limiter.refused('s', 60_001);
    await clock.advance(0);
    const { outcome } = await waiting;
    assert.equal(outcome.kind === 'failed' && outcome.failure.code, 'quota');
    first.abort();
    await sent;
    limiter.dispose();
  });

  for (const how of ['cancelled', 'timed out'] as const) {
    it(`gives a permit back when it is ${how} while it connects`, async () => {
      const { start, clock, permits, abort } = setUp(['hang while connecting']);
      const running = start(get, { timeoutMs: 5000, retries: 0 });
      await clock.advance(1);
      if (how === 'cancelled') abort.abort();
      await clock.advance(5000);
      await running;
      assert.deepEqual(permits.settled, ['never sent']);
    });
  }

  it('does not wait for a quota that a 429 has closed for over a minute', async () => {
    const { start, permits, transport } = setUp([]);
    permits.closed = 60_001;
    const { outcome } = await start();
    assert.equal(outcome.kind === 'failed' && outcome.failure.code, 'quota');
    assert.equal(transport.sent.length, 0);
  });

  it('asks for its share, by name, and tells of the wait with what takes it out of the line', async () => {
    const { start, permits, progress } = setUp([{ status: 200 }]);
    const take = permits.take.bind(permits);
    permits.take = (request, signal) => {
      request.onWait?.(1200, 7);
      return take(request, signal);
    };
    await start();
    const asked = { ...permits.asked[0]! };
    delete asked.onWait;
    assert.deepEqual(asked, { scope: 's', rule, isOwnShare: true, priority: 'interactive', holder: { label: 'l', source: 's' } });
    assert.deepEqual(progress.find(({ kind }) => kind === 'waiting-for-quota'), { kind: 'waiting-for-quota', expectedMs: 1200, scope: 's', take: 7 });
  });

  describe('a permit that has lapsed before the request could go', () => {
    it('is given back, and another is taken, as often as need be: no attempt, no retry, no time used up', async () => {
      const { start, permits, transport, progress, clock } = setUp([{ status: 200 }]);
      permits.lapsing = 5;
      const result = await start(get, { retries: 0 });
      assert.deepEqual(statuses(result), ['200']);
      assert.deepEqual(permits.settled, [...Array<string>(5).fill('never sent'), 'answered']);
      assert.equal(transport.sent.length, 1);
      assert.deepEqual(progress.flatMap((item) => (item.kind === 'sending' ? [item.attempt] : [])), Array(6).fill(1));
      assert.equal(clock.pending, 0);
    });

    it('does not keep a POST from going', async () => {
      const { start, permits } = setUp([{ status: 201 }]);
      permits.lapsing = 1;
      assert.deepEqual(statuses(await start({ ...get, method: 'POST' })), ['201']);
    });

    it('can be the last: the run is cancelled in between', async () => {
      const { start, permits, abort, transport } = setUp([]);
      permits.lapsing = Infinity;
      const take = permits.take.bind(permits);
      permits.take = (request, signal) => {
        if (permits.settled.length === 3) abort.abort();
        return take(request, signal);
      };
      const result = await start();
      assert.equal(result.outcome.kind, 'cancelled');
      assert.deepEqual([statuses(result), transport.sent.length], [[], 0]);
    });

    it('and a 429 that closed the quota meanwhile: the request fails', async () => {
      const { start, permits } = setUp([]);
      permits.lapsing = 1;
      const take = permits.take.bind(permits);
      permits.take = (request, signal) => {
        permits.closed = 60_001;
        return take(request, signal);
      };
      const { outcome } = await start();
      assert.equal(outcome.kind === 'failed' && outcome.failure.code, 'quota');
      assert.deepEqual(permits.settled, ['never sent']);
    });
  });

  it('may always write where there is no quota', async () => {
    const { transport, run } = setUp([{ status: 200 }], signed, () => undefined);
    await run({ request: get, options: {}, secrets: [], priority: 'bulk', holder: { label: 'l', source: 's' } }, new AbortController().signal);
    assert.equal(transport.sent.length, 1);
  });

  it('backs off on 503 and stops after four attempts', async () => {
    const { start, clock } = setUp([{ status: 503 }, { status: 503 }, { status: 503 }, { status: 503 }]);
    const running = start();
    for (const wait of [1000, 2000, 4000]) await clock.advance(wait);
    assert.deepEqual(statuses(await running), ['503 retry', '503 retry', '503 retry', '503']);
  });

  it('gives a permit back when nothing was sent', async () => {
    const { start, permits } = setUp([{ failure: 'dns', maybeSent: false }]);
    const result = await start();
    assert.equal(result.outcome.kind, 'failed');
    assert.deepEqual(permits.settled, ['never sent']);
  });

  it('holds a permit of unknown fate', async () => {
    const { start, permits } = setUp([{ failure: 'reset' }]);
    await start({ ...get, method: 'POST' });
    assert.deepEqual(permits.settled, ['unknown']);
  });

  for (const [script, code] of [
    ['hang', 'timeout.answer'],
    ['hang after headers', 'timeout.body'],
  ] as const) {
    it(`${script}: ends as ${code}`, async () => {
      const { start, clock, permits } = setUp([script]);
      const running = start(get, { timeoutMs: 5000 });
      await clock.advance(5000);
      const { outcome } = await running;
      assert.equal(outcome.kind === 'failed' && outcome.failure.code, code);
      assert.equal(outcome.exchange.attempts[0]?.failure?.code, code, 'the attempt is recorded');
      assert.deepEqual(permits.settled, [code === 'timeout.body' ? 'answered' : 'unknown']);
    });
  }

  it('uses 30 s unless told otherwise', async () => {
    const { start, clock } = setUp(['hang']);
    const running = start();
    await clock.advance(29_999);
    let settled = false;
    void running.then(() => (settled = true));
    await clock.advance(0);
    assert.equal(settled, false);
    await clock.advance(1);
    assert.equal((await running).outcome.kind, 'failed');
  });

  it('does not use up its time while it waits for the quota', async () => {
    const { start, clock, permits } = setUp([{ status: 200 }]);
    const take = permits.take.bind(permits);
    permits.take = async (request, signal) => {
      await new Promise<void>((resolve) => clock.after(60_000, resolve));
      return take(request, signal);
    };
    const running = start(get, { timeoutMs: 1000 });
    await clock.advance(60_000);
    assert.equal((await running).outcome.kind, 'answered');
  });

  it('gives up after as many 429s as @retry allows', async () => {
    const refusal: Script = { status: 429, headers: [['Retry-After', '1']] };
    const { start, clock } = setUp([refusal, refusal]);
    const running = start(get, { retries: 1 });
    await clock.advance(1000);
    assert.deepEqual(statuses(await running), ['429 retry', '429']);
  });

  it('is cancelled while it sends', async () => {
    const { start, abort, permits, clock } = setUp(['hang']);
    const running = start();
    await clock.advance(10);
    abort.abort();
    assert.equal((await running).outcome.kind, 'cancelled');
    assert.deepEqual(permits.settled, ['unknown']);
  });

  it('is cancelled while it waits to retry, keeping what happened', async () => {
    const { start, abort, clock } = setUp([{ status: 503 }]);
    const running = start();
    await clock.advance(10);
    abort.abort();
    const result = await running;
    assert.equal(result.outcome.kind, 'cancelled');
    assert.deepEqual(statuses(result), ['503 retry']);
  });

  it('is cancelled before it starts', async () => {
    const { start, abort, transport } = setUp([]);
    abort.abort();
    assert.equal((await start()).outcome.kind, 'cancelled');
    assert.equal(transport.sent.length, 0);
  });

  it('follows redirects, each with its own permit and signature', async () => {
    const { start, permits, authorizer } = setUp([{ status: 302, headers: [['Location', '/v2/other']] }, { status: 200 }]);
    const result = await start();
    assert.deepEqual(statuses(result), ['302 redirect', '200']);
    assert.deepEqual([permits.settled.length, authorizer.tokens], [2, 2]);
  });

  it('does not sign where credentials of the request were left behind', async () => {
    const answers: RequestOptions[] = [];
    const { start, authorizer, transport } = setUp([{ status: 302, headers: [['Location', 'https://other.example/']] }, { status: 200 }], unsigned);
    authorizer.authorize = (_request: WireRequest, options: RequestOptions) => {
      answers.push(options);
      return Promise.resolve({ kind: 'unsigned', because: 'own-authorization' });
    };
    await start({ ...get, headers: [['Authorization', 'Bearer own']] });
    assert.deepEqual(answers, [{}, { auth: 'none' }]);
    assert.deepEqual(transport.sent[1]?.headers, []);
  });

  it('keeps the credentials of the request on its own origin', async () => {
    const { start, transport } = setUp([{ status: 302, headers: [['Location', '/v2/b']] }, { status: 200 }], () => ({ kind: 'unsigned', because: 'own-authorization' }));
    const result = await start({ ...get, headers: [['Authorization', 'Bearer own']] });
    assert.deepEqual(transport.sent[1]?.headers, [['Authorization', 'Bearer own']]);
    assert.equal(result.unsignedBecause, 'own-authorization');
  });

  it('leaves redirects alone when asked to', async () => {
    const { start } = setUp([{ status: 302, headers: [['Location', '/v2/other']] }]);
    assert.deepEqual(statuses(await start(get, { followRedirects: false })), ['302']);
  });

  it('stops a redirect loop after ten', async () => {
    const loop = Array.from({ length: 11 }, () => ({ status: 302, headers: [['Location', '/again']] as const }));
    const { outcome } = await setUp(loop).start();
    assert.equal(outcome.kind === 'failed' && outcome.failure.code, 'redirect.limit');
    assert.equal(outcome.exchange.attempts.length, 11);
  });

  it('stops a redirect that would carry a body elsewhere', async () => {
    const { start } = setUp([{ status: 307, headers: [['Location', 'https://evil.example/']] }]);
    const { outcome } = await start({ ...get, method: 'POST', body: new Uint8Array([1]) });
    assert.equal(outcome.kind === 'failed' && outcome.failure.code, 'redirect.blocked');
  });

  it("lets our own bugs through: they are nobody's outcome", async () => {
    const { start } = setUp([]);
    await assert.rejects(() => start(), /no answer to GET/);
  });
});

import assert from 'node:assert/strict';
import type { ProxyCause } from '../../../src/http/exchange';
import { isIdempotent } from '../../../src/http/methods';
import { type AttemptResult, decideRetry, type RetryState } from '../../../src/run/retryDecision';

const state: RetryState = { attempts: 1, refusals: 1, retries: 3, mostRefusals: 20, windowMs: 10_000, random: 0 };

const failure = (code: 'reset' | 'refused' | 'dns' | 'tls.expired' | 'timeout.answer' | 'timeout.connect', maybeSent: boolean) => ({
  failure: { code, maybeSent },
});

const proxy = (cause: ProxyCause) => ({ failure: { code: 'proxy' as const, maybeSent: false, proxy: { source: { kind: 'variable' as const, name: 'HTTPS_PROXY' }, cause } } });

describe('retry decision', () => {
  const cases: readonly [name: string, result: AttemptResult, state: Partial<RetryState>, expected: string][] = [
    ['200 is final', { method: 'GET', status: 200 }, {}, 'stop'],
    ['400 is final', { method: 'GET', status: 400 }, {}, 'stop'],
    ['404 is final', { method: 'GET', status: 404 }, {}, 'stop'],
    ['409 is final', { method: 'GET', status: 409 }, {}, 'stop'],
    ['501 is final', { method: 'GET', status: 501 }, {}, 'stop'],
    ['429 waits for Retry-After', { method: 'GET', status: 429, retryAfterMs: 4000 }, {}, 'retry 4000 free'],
    ['429 repeats a POST: it was not carried out', { method: 'POST', status: 429, retryAfterMs: 4000 }, {}, 'retry 4000 free'],
    ['429 without a time waits for the window', { method: 'GET', status: 429 }, {}, 'retry 10000 free'],
    ['429 with zero seconds still waits a little', { method: 'GET', status: 429, retryAfterMs: 0 }, {}, 'retry 1000 free'],
    ['429 of more than a minute is not waited for', { method: 'GET', status: 429, retryAfterMs: 60_001 }, {}, 'stop'],
    ['429 of exactly a minute is', { method: 'GET', status: 429, retryAfterMs: 60_000 }, {}, 'retry 60000 free'],
    ['429s use up no attempts', { method: 'GET', status: 429, retryAfterMs: 2000 }, { attempts: 99 }, 'retry 2000 free'],
    ['429 that says "at once" again and again is asked ever more seldom', { method: 'GET', status: 429, retryAfterMs: 0 }, { refusals: 3 }, 'retry 4000 free'],
    ['but no more seldom than once a window', { method: 'GET', status: 429, retryAfterMs: 0 }, { refusals: 9 }, 'retry 10000 free'],
    ['and not for ever', { method: 'GET', status: 429, retryAfterMs: 1000 }, { refusals: 21 }, 'stop'],
    ['unless a number of retries was asked for', { method: 'GET', status: 429, retryAfterMs: 1000 }, { refusals: 3, mostRefusals: 2 }, 'stop'],
    ['@retry none holds for 429 too', { method: 'GET', status: 429, retryAfterMs: 2000 }, { retries: 0 }, 'stop'],
    ['500 from one second', { method: 'GET', status: 500 }, {}, 'retry 1000 counts'],
    ['500 doubles', { method: 'GET', status: 500 }, { attempts: 2 }, 'retry 2000 counts'],
    ['500 doubles again', { method: 'GET', status: 500 }, { attempts: 3 }, 'retry 4000 counts'],
    ['as often as was asked for, and never more than a minute later', { method: 'GET', status: 504 }, { attempts: 9, retries: 20 }, 'retry 60000 counts'],
    ['four attempts at most', { method: 'GET', status: 500 }, { attempts: 4 }, 'stop'],
    ['jitter only lengthens', { method: 'GET', status: 500 }, { random: 0.8 }, 'retry 1200 counts'],
    ['503 like 500', { method: 'PUT', status: 503 }, {}, 'retry 1000 counts'],
    ['503 keeps to a longer Retry-After', { method: 'GET', status: 503, retryAfterMs: 7000 }, {}, 'retry 7000 counts'],
    ['503 of more than a minute is not waited for', { method: 'GET', status: 503, retryAfterMs: 120_000 }, {}, 'stop'],
    ['504 from ten seconds', { method: 'DELETE', status: 504 }, {}, 'retry 10000 counts'],
    ['a POST that may have been carried out is not repeated', { method: 'POST', status: 503 }, {}, 'stop'],
    ['nor a PATCH', { method: 'PATCH', status: 500 }, {}, 'stop'],
    ['nor a POST whose connection was reset', { method: 'POST', ...failure('reset', true) }, {}, 'stop'],
    ['a POST that never left is', { method: 'POST', ...failure('refused', false) }, {}, 'retry 1000 counts'],
    ['a reset GET is', { method: 'GET', ...failure('reset', true) }, {}, 'retry 1000 counts'],
    ['connecting took too long', { method: 'GET', ...failure('timeout.connect', false) }, {}, 'retry 1000 counts'],
    ['an unknown name stays unknown', { method: 'GET', ...failure('dns', false) }, {}, 'stop'],
    ['a bad certificate stays bad', { method: 'GET', ...failure('tls.expired', false) }, {}, 'stop'],
    ['a proxy that is out of reach', { method: 'POST', ...proxy({ kind: 'unreachable', failure: 'timeout.connect' }) }, {}, 'retry 1000 counts'],
    ['a proxy whose name nobody knows', { method: 'GET', ...proxy({ kind: 'unreachable', failure: 'dns' }) }, {}, 'stop'],
    ['a proxy that does not reach the host', { method: 'GET', ...proxy({ kind: 'refused', status: 502 }) }, {}, 'stop'],
    ['a proxy that does not let through', { method: 'GET', ...proxy({ kind: 'refused', status: 403 }) }, {}, 'stop'],
    ['a proxy that wants a sign-in', { method: 'GET', ...proxy({ kind: 'sign-in', tried: false, basic: true }) }, {}, 'stop'],
    ['a proxy that is none', { method: 'GET', ...proxy({ kind: 'no-proxy' }) }, {}, 'stop'],
    ['the time of the request is up', { method: 'GET', ...failure('timeout.answer', true) }, {}, 'stop'],
  ];
  for (const [name, result, change, expected] of cases) {
    it(name, () => {
      const decision = decideRetry(result, { ...state, ...change });
      const text = decision.kind === 'stop' ? 'stop' : `retry ${decision.afterMs} ${decision.counts ? 'counts' : 'free'}`;
      assert.equal(text, expected);
    });
  }

  it('knows the idempotent methods', () => {
    const methods = ['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS', 'TRACE', 'POST', 'PATCH', 'get', 'PURGE'];
    assert.deepEqual(methods.filter(isIdempotent), ['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS', 'TRACE']);
  });
});

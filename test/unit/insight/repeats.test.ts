import assert from 'node:assert/strict';
import { explain } from '../../../src/insight/explain';
import { decideRetry } from '../../../src/run/retryDecision';
import { exchange, type ExchangeSpec } from '../../helpers/exchanges';

const why = 'by itself when it may have been carried out.';

function saysWhy(spec: ExchangeSpec): boolean {
  const { outcome, facts } = exchange(spec);
  return (explain(outcome, facts)?.why ?? []).some(({ text, certainty }) => certainty === 'observed' && text.endsWith(why));
}

describe('why a request was not sent again', () => {
  const hosts = ['https://api.d21s.com/v2/projects', 'https://other.example/x'];
  const statuses = [400, 404, 429, 500, 501, 502, 503, 504, 511];
  const failures = ['refused', 'reset', 'truncated', 'timeout.connect', 'timeout.answer', 'timeout.body', 'dns', 'dns.unanswered', 'bad-answer'] as const;
  const state = { attempts: 1, refusals: 1, retries: 3, mostRefusals: 20, windowMs: 10_000, random: 0 };
  for (const method of ['GET', 'PUT', 'POST', 'PATCH']) {
    for (const status of statuses) {
      it(`${method}, ${status}: said where the method is what kept it from that`, () => {
        const isTheMethod = decideRetry({ method, status }, state).kind === 'stop' && decideRetry({ method: 'GET', status }, state).kind === 'retry';
        for (const host of hosts) assert.equal(saysWhy({ request: `${method} ${host}`, signedAs: 'nobody', answer: { status } }), isTheMethod, host);
      });
    }
    for (const code of failures) {
      it(`${method}, ${code}`, () => {
        const maybeSent = !['refused', 'timeout.connect', 'dns', 'dns.unanswered'].includes(code);
        const isTheMethod = decideRetry({ method, failure: { code, maybeSent } }, state).kind === 'stop' && decideRetry({ method: 'GET', failure: { code, maybeSent } }, state).kind === 'retry';
        for (const host of hosts) assert.equal(saysWhy({ request: `${method} ${host}`, failure: code }), isTheMethod, host);
      });
    }
  }

  it('names the method', () => {
    const { outcome, facts } = exchange({ request: 'POST https://api.d21s.com/v2/projects', answer: { status: 503 } });
    assert.ok(explain(outcome, facts)?.why.some(({ text }) => text === `DT HTTP does not send a POST again ${why}`));
  });
});

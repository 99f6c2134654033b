import assert from 'node:assert/strict';
import type { Facts } from '../../../src/insight/entry';
import { explain } from '../../../src/insight/explain';
import { type Refusal, refusalOf } from '../../../src/insight/refusal';
import { exchange } from '../../helpers/exchanges';

type Quota = NonNullable<Facts['quota']>;
const of = (used: number, limit: number, windowMs: number, isAlone?: true): Quota => ({ used, limit, windowMs, ...(isAlone && { isAlone }) });

/** What is said beside the count and DT's documentation. */
function said(quota: Quota, place: Facts['place'] = 'editor'): readonly string[] {
  const { outcome, facts } = exchange({ request: 'GET https://api.d21s.com/v2/projects', answer: { status: 429, headers: [['Retry-After', '9']] }, facts: { quota, place } });
  const why = explain(outcome, facts)?.why ?? [];
  return why.filter(({ certainty }) => certainty === 'inferred').map(({ text }) => text);
}

describe('whose requests a 429 is about', () => {
  const cases: readonly (readonly [what: string, quota: Quota, refusal: Refusal])[] = [
    ['a few of ours', of(3, 75, 10_000), 'others'],
    ['24 of ours: no documented quota refuses those', of(24, 75, 10_000), 'others'],
    ['25 of ours: the older quota does', of(25, 75, 10_000), 'others-or-older'],
    ['74 of ours', of(74, 75, 10_000), 'others-or-older'],
    ['all of it', of(75, 75, 10_000), 'used-up'],
    ['a limit that is none', of(6, 10_000, 100), 'limit-too-high'],
    ['a limit that is too high, and hardly used', of(6, 100, 10_000), 'others'],
    ['a limit that is too high, and used', of(80, 100, 10_000), 'limit-too-high'],
    ['a limit that is too high over two windows', of(1, 75, 5000), 'limit-too-high'],
    ['a lower limit that came later', of(24, 5, 10_000), 'others'],
    ['the older quota, all of it', of(25, 25, 5000), 'others'],
    ['less than the older quota, all of it', of(20, 20, 10_000), 'others'],
    ['a share of more than the older quota, all of it', of(37, 37, 5000), 'others-or-older'],
    ['short windows, of which the last one says little', of(1, 7, 1000), 'others-or-older'],
    ['short windows within the older quota', of(5, 5, 1000), 'others'],
    ['a count that others are not in', of(3, 15, 10_000, true), 'alone'],
    ['a limit that is none, with a count that others are not in', of(3, 10_000, 100, true), 'limit-too-high'],
  ];
  for (const [what, quota, refusal] of cases) it(`${what}: ${refusal}`, () => assert.equal(refusalOf(quota), refusal));

  const words: readonly (readonly [quota: Quota, text: RegExp | undefined])[] = [
    [of(6, 10_000, 100), /^This limit allows more than the documented 75 requests in 10 seconds, so they may all have been ours: lower "dtHttp\.quota"\.$/],
    [of(28, 75, 10_000), /^So either another program or machine .*, or DT's older quota holds for it, 25 requests in 5 seconds: then set "dtHttp\.quota" to 25\/5s\.$/],
    [of(3, 75, 10_000), /not ours alone/],
    [of(75, 75, 10_000), undefined],
  ];
  for (const [quota, text] of words) {
    it(`is said in words: ${quota.used} of ${quota.limit} in ${quota.windowMs} ms`, () => {
      const [sentence, ...rest] = said(quota);
      assert.equal(rest.length, 0);
      if (text) assert.match(sentence ?? '', text);
      else assert.equal(sentence, undefined);
    });
  }

  it('names what to set where it runs', () => {
    assert.match(said(of(28, 75, 10_000), 'terminal').join(), /then set --quota to 25\/5s\./);
    assert.match(said(of(6, 10_000, 100), 'terminal').join(), /lower --quota\.$/);
  });

  it('never says that more were used than there are', () => {
    const { outcome, facts } = exchange({ request: 'GET https://api.d21s.com/v2/projects', answer: { status: 429 }, facts: { quota: of(24, 5, 10_000) } });
    assert.equal(explain(outcome, facts)?.why[0]?.text, '24 requests of this account went out from this machine in the last 10 s; the limit is 5.');
    const held = exchange({ request: 'GET https://api.d21s.com/v2/projects', failure: 'quota', facts: { quota: of(24, 5, 10_000) } });
    assert.equal(explain(held.outcome, held.facts)?.headline, 'Not sent: 5 of 5 requests in 10 s are used');
  });
});

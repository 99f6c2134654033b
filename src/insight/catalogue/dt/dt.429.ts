import { retryAfterMs } from '../../../http/retryAfter';
import { waitIfBearable } from '../../cure';
import type { CatalogueEntry, Facts, Statement } from '../../entry';
import { oldest } from '../../editions';
import { errorPage } from '../../links';
import { documentedQuota, refusalOf } from '../../refusal';
import { isDtApi } from '../../requestView';
import { documented, duration, inferred, observed, utc } from '../../say';

/** A longer wait, in milliseconds, is told with the time at which it ends: the product does not sit it through. */
const longWaitMs = 60_000;

/** Too many requests of the account in the window. Nothing is wrong with the request. */
export const dt429: CatalogueEntry = {
  code: 'dt.429',
  title: '429 Too Many Requests',
  status: 429,
  example: '# @retry none\n⟦GET /projects⟧\nX-Sandbox-Fault: 429; retry-after=1; times=1',
  about: {
    doThis: [
      documented('Wait as many seconds as the Retry-After header says, then send the request again.'),
      documented('Spread the requests over time rather than sending them in bursts.'),
    ],
    why: [
      documented('The quota is 75 requests in 10 seconds. Short bursts up to that are fine.'),
      documented('Older documentation says 25 requests in 5 seconds.'),
    ],
    links: [errorPage(429)],
    earlier: [oldest('25 requests in 5 seconds, a steady 5 per second; after 25 requests in the first second Retry-After is 4. Today 75 requests in the first second give 9.')],
  },
  matches: (failure, facts) => (failure.response?.status === 429 && isDtApi(failure, facts) ? 50 : 0),
  explain(failure, facts) {
    const asked = failure.response && retryAfterMs(failure.response.headers);
    const waitMs = asked ?? facts.quota?.windowMs ?? documentedQuota.windowMs;
    return {
      severity: 'information',
      headline: `429 Too Many Requests: the quota is used up for ${duration(waitMs)}`,
      part: { kind: 'request-line' },
      doThis: [
        asked === undefined
          ? inferred(`Wait ${duration(waitMs)}, one whole window, and run it again: the answer does not say how long.`)
          : documented(`Wait ${duration(waitMs)}, as the answer asks${waitMs > longWaitMs ? `, until ${utc(facts.now + waitMs)}` : ''}, and run it again. The request can stay as it is.`),
      ],
      why: [...whose(facts), ...dt429.about.why.slice(0, 1)],
      fixes: waitIfBearable(waitMs),
    };
  },
};

/** Our own count tells whether the requests were ours. */
function whose({ quota, place }: Facts): readonly Statement[] {
  if (!quota) return [];
  const count = observed(countText(quota));
  const setting = place === 'terminal' ? '--quota' : '"dtHttp.quota"';
  switch (refusalOf(quota)) {
    case 'limit-too-high':
      return [count, inferred(`This limit allows more than the documented 75 requests in 10 seconds, so they may all have been ours: lower ${setting}.`)];
    case 'alone':
      return [count, inferred('Others use the same account: another window or terminal that could not be counted, another program or machine.')];
    case 'used-up':
      return [count];
    case 'others-or-older':
      return [count, inferred(`So either another program or machine uses the same account, or DT's older quota holds for it, 25 requests in 5 seconds: then set ${setting} to 25/5s.`)];
    case 'others':
      return [count, inferred('So the requests were not ours alone: another program or machine uses the same account.')];
  }
}

/** `28 of 75 requests of this account went out from this machine in the last 10 s.` */
function countText({ used, limit, windowMs, isAlone }: NonNullable<Facts['quota']>): string {
  const whose = isAlone === true ? 'went out from here' : 'of this account went out from this machine';
  // A lower limit can have come later than the requests.
  return used > limit
    ? `${used} requests ${whose} in the last ${duration(windowMs)}; the limit is ${limit}.`
    : `${used} of ${limit} requests ${whose} in the last ${duration(windowMs)}.`;
}

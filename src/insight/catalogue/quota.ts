import { retryNow, waitIfBearable } from '../cure';
import type { CatalogueEntry, EntryExplanation } from '../entry';
import { errorPage } from '../links';
import { documented, duration, inferred, observed, utc } from '../say';

/** DT HTTP held the request back, and its wait was too long: nothing was sent. */
export const quotaEntry: CatalogueEntry = {
  code: 'quota',
  title: 'Held back by the quota',
  about: {
    doThis: [observed('Run it again when requests are left.'), inferred('Bulk runs of other windows or terminals use the same quota: let them end, or stop them.')],
    why: [observed('DT HTTP keeps below the quota of the API. This request would have had to wait too long, so it was not sent.')],
    links: [],
  },
  example: '# @retry none\n⟦GET /projects⟧\nX-Sandbox-Fault: 429; retry-after=300; times=1',
  matches: ({ failure }) => (failure?.code === 'quota' || failure?.code === 'withheld' ? 100 : 0),
  explain({ failure }, { quota, now }) {
    if (failure?.code === 'withheld') return withheld;
    if ((quota?.closedForMs ?? 0) > 0) return closed(quota?.closedForMs ?? 0, now);
    return {
      severity: 'information',
      headline: quota ? `Not sent: ${Math.min(quota.used, quota.limit)} of ${quota.limit} requests in ${duration(quota.windowMs)} are used` : 'Not sent: the quota is used up',
      part: { kind: 'request-line' },
      fixes: [retryNow],
    };
  },
};

/** Never to be seen: a request that lost its turn takes another. */
const withheld: EntryExplanation = {
  severity: 'information',
  headline: 'Not sent: its turn under the quota had passed',
  part: { kind: 'request-line' },
  doThis: [observed('Run it again.')],
  why: [observed('DT HTTP stood still between taking a turn and sending, and the turn may have gone to another window or terminal.')],
  fixes: [retryNow],
};

/** An earlier 429 named a time, and the request would have had to wait for it. */
function closed(forMs: number, now: number): EntryExplanation {
  return {
    severity: 'information',
    headline: `Not sent: a 429 has closed the quota for ${duration(forMs)}`,
    part: { kind: 'request-line' },
    doThis: [observed(`Run it again after ${utc(now + forMs)}.`)],
    why: [
      observed('An earlier request was answered with 429, and the time that it asks to wait has not passed. That is longer than DT HTTP waits.'),
      documented('The Retry-After header of a 429 says how long to wait.'),
    ],
    links: [errorPage(429)],
    fixes: waitIfBearable(forMs),
  };
}

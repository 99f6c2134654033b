import { retryNow } from '../cure';
import type { CatalogueEntry } from '../entry';
import { duration, inferred, observed } from '../say';

/** DT HTTP held the request back, and its wait was too long: nothing was sent. */
export const quotaEntry: CatalogueEntry = {
  code: 'quota',
  title: 'Held back by the quota',
  about: {
    doThis: [observed('Run it again when requests are left.'), inferred('Bulk runs of other windows or terminals use the same quota: let them end, or stop them.')],
    why: [observed('DT HTTP keeps below the quota of the API. This request would have had to wait too long, so it was not sent.')],
    links: [],
  },
  matches: ({ failure }) => (failure?.code === 'quota' ? 100 : 0),
  explain: (_, { quota }) => ({
    severity: 'information',
    headline: quota ? `Not sent: ${quota.used} of ${quota.limit} requests in ${duration(quota.windowMs)} are used` : 'Not sent: the quota is used up',
    part: { kind: 'request-line' },
    fixes: [retryNow],
  }),
};

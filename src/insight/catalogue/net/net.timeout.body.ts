import { retryNow } from '../../cure';
import { hostOf } from '../../requestView';
import { headline, inferred, observed } from '../../say';
import { networkEntry } from './networkEntry';
import { moreTime, waited } from './timeoutWords';

const why = observed('The answer began, but its end did not come in time.');

/** Time ran out while the answer was read. */
export const netTimeoutBody = networkEntry({
  code: 'net.timeout.body',
  title: 'Answer not complete in time',
  failures: ['timeout.body'],
  doThis: [moreTime, inferred('Or ask for less at once: a smaller page, a shorter time range.')],
  why: [why],
  example: '# @timeout 300ms\n# @retry none\n⟦GET http://{{slowHost}}/v2/projects⟧',
  explain: (failure) => ({
    headline: headline('Answer incomplete: ', hostOf(failure.exchange.request), ' stopped sending in time'),
    part: { kind: 'request-line' },
    why: [why, ...waited(failure)],
    fixes: [retryNow],
  }),
});

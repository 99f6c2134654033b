import { retryNow } from '../../cure';
import { hostOf } from '../../requestView';
import { headline, inferred, observed } from '../../say';
import { networkEntry } from './networkEntry';
import { moreTime, waited } from './timeoutWords';

const why = observed('The time ran out before an answer came.');

/** Time ran out while waiting for the answer. */
export const netTimeoutAnswer = networkEntry({
  code: 'net.timeout.answer',
  title: 'No answer in time',
  failures: ['timeout.answer'],
  doThis: [moreTime, inferred('If that does not help, the server is overloaded or stuck: try later.')],
  why: [why],
  example: '# @timeout 300ms\n# @retry none\n⟦GET /projects⟧\nX-Sandbox-Fault: hang; times=1',
  explain: (failure) => ({
    headline: headline('No answer from ', hostOf(failure.exchange.request), ' in time'),
    part: { kind: 'request-line' },
    why: [why, ...waited(failure), ...(failure.failure?.maybeSent === true ? [inferred('The request may have arrived, and may still be carried out.')] : [])],
    fixes: [retryNow],
  }),
});

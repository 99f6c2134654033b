import { retryNow } from '../../cure';
import { hostOf } from '../../requestView';
import { headline, inferred, observed } from '../../say';
import { networkEntry } from './networkEntry';
import { longer, moreTime, timeoutPart, waited } from './timeoutWords';

const why = observed('The time ran out before an answer came.');
const later = inferred('If that does not help, the server is overloaded or stuck: try later.');

/** Time ran out while waiting for the answer. */
export const netTimeoutAnswer = networkEntry({
  code: 'net.timeout.answer',
  title: 'No answer in time',
  failures: ['timeout.answer'],
  doThis: [moreTime, later],
  why: [why],
  example: '# ⟦@timeout 300ms⟧\n# @retry none\nGET /projects\nX-Sandbox-Fault: hang; times=1',
  explain: (failure) => ({
    headline: headline('No answer from ', hostOf(failure.exchange.request), ' in time'),
    part: timeoutPart,
    doThis: [longer(failure).doThis, later],
    why: [why, ...waited(failure), ...(failure.failure?.maybeSent === true ? [inferred('The request may have arrived, and may still be carried out.')] : [])],
    fixes: [retryNow, longer(failure).fix],
  }),
});

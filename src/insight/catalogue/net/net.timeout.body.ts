import { retryNow } from '../../cure';
import type { EntryExplanation, Failure } from '../../entry';
import { hostOf, viewOf } from '../../requestView';
import { documented, headline, inferred, observed } from '../../say';
import { networkEntry } from './networkEntry';
import { longer, moreTime, timeoutPart, waited } from './timeoutWords';

const why = observed('The answer began, but its end did not come in time.');
const less = inferred('Or ask for less at once: a smaller page, a shorter time range.');

/** Time ran out while the answer was read. */
export const netTimeoutBody = networkEntry({
  code: 'net.timeout.body',
  title: 'Answer not complete in time',
  failures: ['timeout.body'],
  doThis: [moreTime, less],
  why: [why],
  example: '# ⟦@timeout 300ms⟧\n# @retry none\nGET http://{{slowHost}}/v2/projects',
  explain: (failure, facts) => (viewOf(failure, facts).endpoint?.endpoint.streaming === true ? endless(failure) : {
    headline: headline('Answer incomplete: ', hostOf(failure.exchange.request), ' did not finish in time'),
    part: timeoutPart,
    doThis: [longer(failure).doThis, less],
    why: [why, ...waited(failure)],
    fixes: [retryNow, longer(failure).fix],
  }),
});

/** A stream goes on until somebody hangs up. */
function endless(failure: Failure): EntryExplanation {
  return {
    headline: 'Answer incomplete: a stream has no end, so it ran until the time was up',
    part: { kind: 'request-line' },
    doThis: [observed('Following a stream is not there yet in this version: read the events from …/events instead.')],
    why: [documented('A stream stays open and sends events as they happen.'), ...waited(failure)],
  };
}

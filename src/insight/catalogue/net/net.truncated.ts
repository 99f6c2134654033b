import { retryNow } from '../../cure';
import { maybeSpeaksTls, networkEntry } from './networkEntry';
import { hostOf } from '../../requestView';
import { headline, inferred, observed } from '../../say';

const doThis = [inferred('Run it again.'), inferred('If it goes on, a proxy in between may cut long answers: ask for less at once.')];

/** The answer ended before its announced end. */
export const netTruncated = networkEntry({
  code: 'net.truncated',
  title: 'Answer cut off',
  failures: ['truncated'],
  isRepeated: true,
  doThis,
  why: [observed('The connection ended before the whole answer had arrived, so the rest is missing.')],
  example: '# @retry none\n⟦GET /projects⟧\nX-Sandbox-Fault: 200; body=truncated; times=1',
  explain: (failure, facts) => ({
    headline: headline('Answer incomplete: ', hostOf(failure.exchange.request), ' broke off'),
    part: { kind: 'request-line' },
    doThis: [...doThis, ...maybeSpeaksTls(failure, facts)],
    fixes: [retryNow],
  }),
});

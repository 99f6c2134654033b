import { retryNow } from '../../cure';
import { hostOf } from '../../requestView';
import { headline, inferred, observed } from '../../say';
import { maybeSpeaksTls, networkEntry } from './networkEntry';

const doThis = [observed('Check scheme and port: another protocol than HTTP may listen there.'), inferred('Otherwise a proxy in between may garble answers.')];

/** Bytes came back that are no readable HTTP answer. */
export const netBadAnswer = networkEntry({
  code: 'net.bad-answer',
  title: 'Unreadable answer',
  failures: ['bad-answer'],
  doThis,
  why: [observed('What came back breaks the rules of HTTP.')],
  example: '⟦GET http://{{otherProtocolHost}}/v2/projects⟧',
  explain: (failure, facts) => ({
    headline: headline('Unreadable answer from ', hostOf(failure.exchange.request)),
    part: { kind: 'request-line' },
    doThis: [...doThis, ...maybeSpeaksTls(failure, facts)],
    fixes: [retryNow],
  }),
});

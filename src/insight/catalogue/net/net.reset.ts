import { retryNow } from '../../cure';
import { maybeSpeaksTls, networkEntry } from './networkEntry';
import { hostOf } from '../../requestView';
import { headline, inferred, observed } from '../../say';

const doThis = [inferred('Run it again: a lost connection is usually a passing fault.'), inferred('If it goes on, look at proxies and firewalls in between.')];

/** The other side, or something in between, cut the connection before an answer. */
export const netReset = networkEntry({
  code: 'net.reset',
  title: 'Connection lost',
  failures: ['reset'],
  isRepeated: true,
  doThis,
  why: [observed('The connection ended before an answer came.')],
  example: '# @retry none\n⟦GET /projects⟧\nX-Sandbox-Fault: reset; times=1',
  explain: (whole, facts) => ({
    headline: headline('No answer: the connection to ', hostOf(whole.exchange.request), ' was lost'),
    part: { kind: 'request-line' },
    doThis: [...doThis, ...maybeSpeaksTls(whole, facts)],
    why: [
      observed('The connection ended before an answer came.'),
      whole.failure?.maybeSent === true ? inferred('The request may have arrived and been carried out.') : observed('The request was not sent.'),
    ],
    fixes: [retryNow],
  }),
});

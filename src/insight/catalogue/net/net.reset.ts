import { retryNow } from '../../cure';
import { networkEntry } from './networkEntry';
import { hostOf } from '../../requestView';
import { headline, inferred, observed } from '../../say';

/** The other side, or something in between, cut the connection before an answer. */
export const netReset = networkEntry({
  code: 'net.reset',
  title: 'Connection lost',
  failures: ['reset'],
  isRepeated: true,
  doThis: [inferred('Run it again: a lost connection is usually a passing fault.'), inferred('If it goes on, look at proxies and firewalls in between.')],
  why: [observed('The connection ended before an answer came.')],
  example: '# @retry none\n⟦GET /projects⟧\nX-Sandbox-Fault: reset; times=1',
  explain: ({ exchange, failure }) => ({
    headline: headline('No answer: the connection to ', hostOf(exchange.request), ' was lost'),
    part: { kind: 'request-line' },
    why: [
      observed('The connection ended before an answer came.'),
      failure?.maybeSent === true ? inferred('The request may have arrived and been carried out.') : observed('The request was not sent.'),
    ],
    fixes: [retryNow],
  }),
});

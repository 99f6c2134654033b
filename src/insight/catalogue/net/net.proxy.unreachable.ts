import type { FailureCode } from '../../../http/exchange';
import { retryNow } from '../../cure';
import { headline, inferred, observed } from '../../say';
import { placeOf, proxyEntry } from './proxyEntry';

const elsewhere = inferred('On another network (at home, without the VPN) the proxy may not be there: take it out then, and run it again.');
const why = [observed('No connection to the proxy came about, so nothing was sent.')];

/** No connection to the proxy itself. */
export const netProxyUnreachable = proxyEntry({
  code: 'net.proxy.unreachable',
  title: 'Proxy not reached',
  kind: 'unreachable',
  doThis: [observed('Check host and port of the proxy: "http.proxy" in the user settings of the editor, HTTPS_PROXY, HTTP_PROXY or ALL_PROXY in the environment.'), elsewhere],
  why,
  example: '# @retry none\n⟦GET http://{{behindDeadProxy}}/v2/projects⟧',
  explain: ({ source, address, cause }) => ({
    headline: unreachable(cause.failure, address),
    doThis: [observed(`Check host and port of the proxy ${placeOf(source)}.`), elsewhere],
    why,
    fixes: [retryNow],
  }),
});

function unreachable(failure: FailureCode, address: string): string {
  if (failure === 'dns') return headline('Not sent: there is no proxy called ', address);
  if (failure === 'dns.unanswered') return headline('Not sent: no name server could say where the proxy ', address, ' is');
  if (failure === 'refused') return headline('Not sent: no proxy listens on ', address);
  if (failure === 'timeout.connect') return headline('Not sent: no connection to the proxy ', address, ' in time');
  if (failure.startsWith('tls.')) return headline('Not sent: no secure connection with the proxy ', address);
  return headline('Not sent: no connection to the proxy ', address);
}

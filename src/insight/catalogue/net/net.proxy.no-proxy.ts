import { retryNow } from '../../cure';
import { headline, observed } from '../../say';
import { placeOf, proxyClosed, proxyEntry } from './proxyEntry';

/** What listens where the proxy should be does not speak HTTP, or hung up. */
export const netProxyNoProxy = proxyEntry({
  code: 'net.proxy.no-proxy',
  title: 'Not an HTTP proxy',
  kind: 'no-proxy',
  doThis: [observed('Check host and port of the proxy ("http.proxy" in the user settings, HTTPS_PROXY, HTTP_PROXY or ALL_PROXY in the environment), and whether it wants http:// or https:// in front.')],
  why: [proxyClosed],
  example: '⟦GET https://{{behindNoProxy}}/v2/projects⟧',
  explain: ({ source, address }) => ({
    headline: headline('Not sent: what answers at ', address, ' is no HTTP proxy'),
    doThis: [observed(`Check host and port of the proxy ${placeOf(source)}, and whether it wants http:// or https:// in front.`)],
    fixes: [retryNow],
  }),
});

import { networkEntry } from '../networkEntry';
import { hostOf } from '../requestView';
import { headline, inferred, observed } from '../say';

/** The proxy on the way could not be used. */
export const netProxy = networkEntry({
  code: 'net.proxy',
  title: 'Proxy failed',
  failures: ['proxy'],
  doThis: [
    observed('Check the proxy: "http.proxy" in the user settings of the editor, HTTPS_PROXY or HTTP_PROXY in the environment.'),
    inferred('If it asks for a name and a password, put them in that address. If the host needs no proxy, add it to "http.noProxy" or NO_PROXY.'),
  ],
  why: [observed('The way to the host leads over a proxy, and the proxy did not open it. The host itself never saw the request.')],
  explain: ({ exchange }) => ({
    headline: headline('Not sent: the proxy did not connect to ', hostOf(exchange.request)),
    part: { kind: 'request-line' },
  }),
});

import { retryNow } from '../../cure';
import { headline, inferred, observed } from '../../say';
import { proxyClosed, proxyEntry } from './proxyEntry';

const where = observed('Check the proxy: "http.proxy" in the user settings of the editor, HTTPS_PROXY, HTTP_PROXY or ALL_PROXY in the environment.');

/** The proxy answered CONNECT with something else than 2xx and 407. */
export const netProxyRefused = proxyEntry({
  code: 'net.proxy.refused',
  title: 'Proxy refuses the host',
  kind: 'refused',
  doThis: [
    inferred('Ask whoever runs the proxy to let the host through; after a status of 500 or more check the spelling of the host name first.'),
    inferred('If the host can be reached without the proxy, add it to "http.noProxy" (user settings) or the variable NO_PROXY.'),
  ],
  why: [proxyClosed],
  example: '⟦GET https://{{behindRefusingProxy}}/v2/projects⟧',
  explain({ source, host, cause: { status } }) {
    const around = inferred(`If the host can be reached without the proxy, add it to ${source.kind === 'setting' ? '"http.noProxy" (user settings)' : 'the variable NO_PROXY'}.`);
    if (status === 0) return { headline: headline('Not sent: the proxy did not connect to ', host), doThis: [where, around] };
    if (status < 500) return { headline: headline(`Not sent: the proxy (${status}) refuses `, host), doThis: [inferred('Ask whoever runs the proxy to let this host through.'), around] };
    return {
      headline: headline(`Not sent: the proxy (${status}) cannot reach `, host),
      doThis: [observed('Check the spelling of the host name, then run it again.'), around],
      fixes: [retryNow],
    };
  },
});

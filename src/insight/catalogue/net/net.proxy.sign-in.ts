import { headline, inferred, observed } from '../../say';
import { placeOf, proxyClosed, proxyEntry, type ProxyCase } from './proxyEntry';

/** 407: the proxy wants a name and a password, or others than it got. */
export const netProxySignIn = proxyEntry({
  code: 'net.proxy.sign-in',
  title: 'Proxy wants a name and a password',
  kind: 'sign-in',
  doThis: [
    observed('Write http://user:password@host:port, both percent-encoded: "http.proxy" in the user settings of the editor, HTTPS_PROXY, HTTP_PROXY or ALL_PROXY in the environment.'),
    observed('Or set "http.proxyAuthorization" in the user settings of the editor.'),
  ],
  why: [proxyClosed],
  example: '⟦GET https://{{behindSignInProxy}}/v2/projects⟧',
  explain(known) {
    const { source, address, cause, place } = known;
    if (!cause.basic) return otherScheme(known);
    const write = `http://user:password@host:port ${placeOf(source)}, both percent-encoded.`;
    const setting = inferred(cause.tried ? 'In the editor "http.proxyAuthorization" goes before them: check it too.' : 'Or set "http.proxyAuthorization" in the user settings of the editor.');
    return {
      headline: cause.tried ? headline('Not sent: wrong name or password for the proxy ', address) : headline('Not sent: the proxy ', address, ' wants a name and a password'),
      doThis: [observed(cause.tried ? `Check name and password: ${write}` : `Write ${write}`), ...(place === 'terminal' ? [] : [setting])],
    };
  },
});

function otherScheme({ source, address }: ProxyCase<'sign-in'>) {
  return {
    headline: headline('Not sent: no way to sign in to the proxy ', address),
    doThis: [
      observed('It takes no name and password (Basic), and no other way to sign in is supported.'),
      inferred(`Ask whoever runs the proxy, or run a local proxy that signs in for you and name that one ${placeOf(source)}.`),
    ],
  };
}

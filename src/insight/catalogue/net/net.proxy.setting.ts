import { headline, observed } from '../../say';
import { proxyEntry } from './proxyEntry';

const malformations = {
  url: ['is not a URL', 'Write it as http://host:port, with user:password@ before the host if it asks for them.'],
  scheme: ['is not http or https', 'Name an HTTP proxy, as http://host:port: SOCKS and scripts (PAC) are not supported.'],
  userinfo: ['has an unencoded name or password', 'Write @ : / % in name and password as %40 %3A %2F %25.'],
  authorization: ['cannot be sent as a header', 'Write it as the value of a header, on one line: Basic and the encoded name and password.'],
} as const;

const why = [observed('What is set there cannot be used, so nothing was sent.')];

/** What is set as a proxy is none. */
export const netProxySetting = proxyEntry({
  code: 'net.proxy.setting',
  title: 'Proxy setting cannot be used',
  kind: 'malformed',
  doThis: [
    observed('Write the proxy as http://host:port: "http.proxy" in the user settings of the editor, HTTPS_PROXY, HTTP_PROXY or ALL_PROXY in the environment.'),
    observed('A name and a password go before the host, percent-encoded: http://user:password@host:port.'),
  ],
  why,
  example: '⟦GET http://{{behindSocksProxy}}/v2/projects⟧',
  explain({ source, cause, place }) {
    const [complaint, cure] = malformations[cause.what];
    // What the editor was given when it started is what it has.
    const again = source.kind === 'variable' ? [observed(place === 'terminal' ? 'Set the variable anew, then run it again.' : 'The editor reads variables when it starts: start it again afterwards.')] : [];
    return { headline: headline('Not sent: the proxy in ', source.name, ` ${complaint}`), doThis: [observed(cure), ...again], why };
  },
});

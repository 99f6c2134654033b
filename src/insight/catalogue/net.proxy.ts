import type { FailureCode, ProxyCause, ProxyProblem, ProxySource } from '../../http/exchange';
import { retryNow } from '../cure';
import type { EntryExplanation, Place, Statement } from '../entry';
import { networkEntry } from '../networkEntry';
import { hostOf } from '../requestView';
import { headline, inferred, observed, plain } from '../say';

/** The proxy on the way could not be used. */
export const netProxy = networkEntry({
  code: 'net.proxy',
  title: 'Proxy failed',
  failures: ['proxy'],
  doThis: [
    observed('Check the proxy: "http.proxy" in the user settings of the editor, HTTPS_PROXY, HTTP_PROXY or ALL_PROXY in the environment.'),
    inferred('If it asks for a name and a password, write http://user:password@host:port, or set "http.proxyAuthorization". If the host needs no proxy, add it to "http.noProxy" or NO_PROXY.'),
  ],
  why: [observed('The way to the host leads over a proxy, and the proxy did not open it. The host itself never saw the request.')],
  explain({ exchange, failure }, { place }) {
    const host = hostOf(exchange.request);
    const problem = failure?.proxy;
    const part = { kind: 'request-line' } as const;
    if (problem === undefined) return { headline: headline('Not sent: the proxy did not connect to ', host), part };
    const value = [problem.address, `set in ${problem.source.name}`].filter((text) => text !== undefined).join(', ');
    return { part, ...explainProblem(problem, host, place), evidence: [{ label: 'Proxy', value: plain(value, 200) }] };
  },
});

type Special = Pick<EntryExplanation, 'headline' | 'fixes' | 'why'> & { readonly doThis: readonly Statement[] };

/** What is wrong with a proxy, and what to do. */
function explainProblem({ source, address = '', cause }: ProxyProblem, host: string, place: Place = 'editor'): Special {
  switch (cause.kind) {
    case 'malformed':
      return malformed(source, cause.what, place);
    case 'unreachable':
      return {
        headline: unreachable(cause.failure, address),
        doThis: [
          observed(`Check host and port of the proxy ${placeOf(source)}.`),
          inferred('On another network (at home, without the VPN) the proxy may not be there: take it out then, and run it again.'),
        ],
        why: [observed('No connection to the proxy came about, so nothing was sent.')],
        fixes: [retryNow],
      };
    case 'sign-in':
      return signIn(source, address, cause, place);
    case 'refused':
      return refused(source, host, cause.status);
    case 'no-proxy':
      return {
        headline: headline('Not sent: what answers at ', address, ' is no HTTP proxy'),
        doThis: [observed(`Check host and port of the proxy ${placeOf(source)}, and whether it wants http:// or https:// in front.`)],
        fixes: [retryNow],
      };
  }
}

/** Where a person finds it. */
function placeOf({ kind, name }: ProxySource): string {
  return kind === 'setting' ? `in "${name}" (user settings)` : `in the variable ${name}`;
}

function malformed(source: ProxySource, what: Extract<ProxyCause, { kind: 'malformed' }>['what'], place: Place): Special {
  // What the editor was given when it started is what it has.
  const again = source.kind === 'variable' ? observed(place === 'terminal' ? 'Set the variable anew, then run it again.' : 'The editor reads variables when it starts: start it again afterwards.') : undefined;
  const [complaint, cure] = malformations[what];
  return {
    headline: headline('Not sent: the proxy in ', source.name, ` ${complaint}`),
    doThis: [observed(cure), ...(again ? [again] : [])],
    why: [observed('What is set there cannot be used, so nothing was sent.')],
  };
}

const malformations = {
  url: ['is not a URL', 'Write it as http://host:port, with user:password@ before the host if it asks for them.'],
  scheme: ['is not http or https', 'Name an HTTP proxy, as http://host:port: SOCKS and scripts (PAC) are not supported.'],
  userinfo: ['has an unencoded name or password', 'Write @ : / % in name and password as %40 %3A %2F %25.'],
  authorization: ['cannot be sent as a header', 'Write it as the value of a header, on one line: Basic and the encoded name and password.'],
} as const;

function unreachable(failure: FailureCode, address: string): string {
  if (failure === 'dns') return headline('Not sent: there is no proxy called ', address);
  if (failure === 'refused') return headline('Not sent: no proxy listens on ', address);
  if (failure === 'timeout.connect') return headline('Not sent: no connection to the proxy ', address, ' in time');
  if (failure.startsWith('tls.')) return headline('Not sent: no secure connection with the proxy ', address);
  return headline('Not sent: no connection to the proxy ', address);
}

function signIn(source: ProxySource, address: string, { tried, basic }: Extract<ProxyCause, { kind: 'sign-in' }>, place: Place): Special {
  if (!basic) {
    return {
      headline: headline('Not sent: no way to sign in to the proxy ', address),
      doThis: [
        observed('It takes no name and password (Basic), and no other way to sign in is supported.'),
        inferred(`Ask whoever runs the proxy, or run a local proxy that signs in for you and name that one ${placeOf(source)}.`),
      ],
    };
  }
  const write = `http://user:password@host:port ${placeOf(source)}, both percent-encoded.`;
  const setting = inferred(tried ? 'In the editor "http.proxyAuthorization" goes before them: check it too.' : 'Or set "http.proxyAuthorization" in the user settings of the editor.');
  const doThis = [observed(tried ? `Check name and password: ${write}` : `Write ${write}`), ...(place === 'terminal' ? [] : [setting])];
  return { headline: tried ? headline('Not sent: wrong name or password for the proxy ', address) : headline('Not sent: the proxy ', address, ' wants a name and a password'), doThis };
}

function refused(source: ProxySource, host: string, status: number): Special {
  const around = inferred(`If the host can be reached without the proxy, add it to ${source.kind === 'setting' ? '"http.noProxy" (user settings)' : 'the variable NO_PROXY'}.`);
  if (status >= 500) {
    return {
      headline: headline(`Not sent: the proxy (${status}) cannot reach `, host),
      doThis: [observed('Check the spelling of the host name, then run it again.'), around],
      fixes: [retryNow],
    };
  }
  return {
    headline: headline(`Not sent: the proxy (${status}) refuses `, host),
    doThis: [inferred('Ask whoever runs the proxy to let this host through.'), around],
  };
}

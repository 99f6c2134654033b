import assert from 'node:assert/strict';
import type { FailureCode, ProxyCause } from '../../../src/http/exchange';
import { networkEntries } from '../../../src/insight/catalogue/net';
import { headlineLimit } from '../../../src/insight/say';
import { explainSignIn, signInMessage } from '../../../src/insight/signInWords';

const host = 'identity.disruptive-technologies.com';
const tokenUrl = `https://${host}/oauth2/token`;
const problem = (failure: FailureCode, more: object = {}) => ({ cause: 'no-answer', failure, detail: 'as the runtime says', tokenUrl, ...more }) as const;

/** The one line in a notification or a terminal, without what the runtime said. */
const rows: readonly (readonly [failure: FailureCode, message: string, why: string, more?: object])[] = [
  ['dns', `"${host}" could not be found. Check the network connection and any VPN or proxy, then try again.`, 'could not be turned into an address'],
  ['dns.unanswered', 'No name server could say where the token endpoint is. Check the network connection and any VPN or proxy, then try again.', 'is not known'],
  ['refused', `Nothing listens on "${host}". Check the VPN, the firewall and any proxy, then try again: something on the way refuses connections.`, 'no program listens'],
  ['refused', 'Nothing listens on "127.0.0.1:4321" of this computer. If you mean the sandbox: start it (in the editor "DT: Start Sandbox", in a terminal --sandbox). It may also use another port now.', 'no program listens', { tokenUrl: 'http://127.0.0.1:4321/oauth2/token' }],
  ['unreachable', `The network has no way to "${host}". Check the network connection of this computer.`, 'no way to this host'],
  ['reset', 'The connection to the token endpoint was lost. Try again: a lost connection is usually a passing fault.', 'ended before an answer came'],
  ['tls.expired', "The certificate of the token endpoint has expired. Check this computer's clock: a wrong date makes every certificate look expired, or not valid yet.", 'out of its time'],
  ['tls.expired', "The certificate of the token endpoint is not valid yet. Check this computer's clock: a wrong date makes every certificate look expired, or not valid yet.", 'out of its time', { notYetValid: true }],
  ['tls.self-signed', 'The certificate of the token endpoint is self-signed. If a company proxy reads the traffic: name the file of its root certificate (PEM) in the variable NODE_EXTRA_CA_CERTS, and start again.', 'vouches for itself'],
  ['tls.wrong-host', 'The certificate is not for the token endpoint. In a hotel or guest network, sign in to the network first: its page answers in place of every host.', 'for other names'],
  ['tls.wrong-host', 'The certificate is not for "identity.d21s.com". In a hotel or guest network, sign in to the network first: its page answers in place of every host.', 'for other names', { tokenUrl: 'https://identity.d21s.com/oauth2/token' }],
  ['tls.unknown-authority', 'Unknown authority signed the certificate of the token endpoint. If a company proxy or a private authority signs the certificates: name the file of its root certificate (PEM) in the variable NODE_EXTRA_CA_CERTS, and start again.', 'authority that signed'],
  ['tls.protocol', `No secure connection with "${host}". Check the proxy settings, and ask whether a firewall disturbs secure connections, then try again.`, 'no way to encrypt'],
  ['timeout.connect', `No connection to "${host}" in time. Check the network connection and any VPN or proxy, then try again.`, 'No connection came about'],
  ['timeout.answer', `No answer from "${host}" in time. Try again: the token endpoint, or the way to it, is slow at the moment.`, 'time ran out'],
  ['timeout.body', 'Answer incomplete: the token endpoint did not finish in time. Try again: the token endpoint, or the way to it, is slow at the moment.', 'its end did not come'],
  ['truncated', 'Answer incomplete: the token endpoint broke off. Try again. If it goes on, a proxy in between may cut answers.', 'the rest is missing'],
  ['too-large', 'Answer given up: the token endpoint sends too much. Something else may have answered in its place: check the network and any proxy, then try again.', 'grew over the limit'],
  ['bad-answer', 'No usable answer from the token endpoint. Something else may have answered in its place: check the network and any proxy, then try again.', 'no answer about it came'],
  ['proxy', 'The proxy did not connect to the token endpoint. Check the proxy: "http.proxy" in the user settings of the editor, HTTPS_PROXY, HTTP_PROXY or ALL_PROXY in the environment.', 'over a proxy'],
];

describe('a token endpoint that gives no answer', () => {
  for (const [failure, message, why, more = {}] of rows) {
    it(`${failure} ${JSON.stringify(more)}`, () => {
      const explained = explainSignIn(problem(failure, more), {});
      const said = signInMessage(problem(failure, more), {});
      assert.ok(said.startsWith(`${message} (`), said);
      assert.match(said, /Token endpoint: as the runtime says\)$/);
      assert.ok(explained.headline.startsWith('Sign-in failed: ') && explained.headline.length <= headlineLimit, explained.headline);
      assert.ok(explained.why?.some(({ text }) => text.includes(why)), JSON.stringify(explained.why));
      assert.deepEqual(explained.fixes?.map(({ title }) => title), ['Run again']);
      // Nobody wrote this request, so nothing in it can be mended or given more time.
      assert.doesNotMatch(JSON.stringify(explained), /@timeout|spelling|smaller page|POST|carried out|was not sent\.","certainty":"observed"\},\{"text":"The account/);
      // It has to be told somewhere whose name did not fit.
      assert.ok(said.includes(new URL('tokenUrl' in more ? String(more.tokenUrl) : tokenUrl).host), said);
    });
  }

  it('knows every way in which an answer can fail to come', () => {
    const known = new Set(rows.map(([failure]) => failure));
    const failures: readonly FailureCode[] = ['dns', 'dns.unanswered', 'refused', 'unreachable', 'reset', 'tls.expired', 'tls.self-signed', 'tls.wrong-host', 'tls.unknown-authority', 'tls.protocol', 'timeout.connect', 'timeout.answer', 'timeout.body', 'proxy', 'truncated', 'too-large', 'bad-answer'];
    for (const code of failures) {
      assert.ok(known.has(code), code);
      const failure = { exchange: { request: { method: 'POST', origin: 'https://a', target: '/', headers: [] }, attempts: [] }, failure: { code, detail: '', maybeSent: false } };
      assert.ok(networkEntries.some((entry) => entry.matches(failure, { now: 0, hostKind: 'identity', recentCreates: [] }) > 0), code);
    }
  });

  const proxies: readonly (readonly [cause: ProxyCause, headline: string, why: string])[] = [
    [{ kind: 'malformed', what: 'url' }, 'the proxy in "HTTPS_PROXY" is not a URL', 'What is set there cannot be used, so nothing was sent.'],
    [{ kind: 'malformed', what: 'scheme' }, 'the proxy in "HTTPS_PROXY" is not http or https', 'What is set there cannot be used, so nothing was sent.'],
    [{ kind: 'unreachable', failure: 'refused' }, 'no proxy listens on "p.example:8080"', 'No connection to the proxy came about, so nothing was sent.'],
    [{ kind: 'sign-in', tried: true, basic: true }, 'wrong name or password for the proxy "p.example:8080"', 'over a proxy, and the proxy did not open it'],
    [{ kind: 'refused', status: 403 }, `the proxy (403) refuses "${host}"`, 'over a proxy, and the proxy did not open it'],
    [{ kind: 'no-proxy' }, 'what answers at "p.example:8080" is no HTTP proxy', 'over a proxy, and the proxy did not open it'],
  ];
  for (const [cause, headline, why] of proxies) {
    it(`proxy, ${JSON.stringify(cause)}`, () => {
      const proxy = { source: { kind: 'variable', name: 'HTTPS_PROXY' }, address: 'p.example:8080', cause } as const;
      const explained = explainSignIn(problem('proxy', { proxy }), {});
      assert.equal(explained.headline, `Sign-in failed: ${headline}`);
      assert.ok(explained.why?.[0]?.text.includes(why), explained.why?.[0]?.text);
      const inTerminal = explainSignIn(problem('proxy', { proxy }), { place: 'terminal' });
      assert.doesNotMatch(JSON.stringify(inTerminal), /[Tt]he editor|http\.proxy/);
    });
  }

  it('a clock that is wrong goes before a certificate, and before no other failure', () => {
    assert.match(explainSignIn(problem('tls.expired'), { clockSkewMs: 600_000 }).headline, /clock is wrong/);
    assert.match(explainSignIn(problem('dns'), { clockSkewMs: 600_000 }).headline, /could not be found/);
  });

  it('what the runtime said is hidden where it is secret', () => {
    const said = signInMessage(problem('reset', { detail: 'read planted\n' }), { hide: (text) => text.replaceAll('planted', '•••') });
    assert.match(said, /Token endpoint: read •••\)$/);
  });
});

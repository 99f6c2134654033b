import type { FailureCode } from '../http/exchange';
import { isLoopback } from '../http/loopback';
import { networkEntries } from './catalogue/net';
import { retryNow } from './cure';
import type { EntryExplanation, Failure, SignInProblem, Statement } from './entry';
import { shown } from './evidence';
import type { SignInExplanation, SignInFacts } from './signInWords';
import { headline, headlineLimit, inferred, observed, plain } from './say';

const tokenEndpoint = 'the token endpoint';

/** A token endpoint that gave no answer. */
export type NoAnswer = Extract<SignInProblem, { readonly cause: 'no-answer' }>;

/**
 * Why no answer came from the token endpoint: as the catalogue has it for every host, but that
 * nobody wrote this address or this request, so that there is nothing in them to mend.
 */
export function explainNoAnswer(problem: NoAnswer, facts: SignInFacts, notSent: Statement): SignInExplanation {
  const { host, origin } = new URL(problem.tokenUrl);
  const found = lookUp(problem, facts, origin);
  const title = signInHeadline(found?.headline ?? `No usable answer from ${tokenEndpoint}`, host);
  const said = shown(facts)(problem.detail ?? '', 300);
  return {
    headline: title,
    doThis: cureOf(problem, found?.doThis ?? [tryAgain]),
    why: [...(found?.why ?? []), observed('The account was not refused: no answer about it came.'), notSent],
    evidence: [
      ...(title.includes(tokenEndpoint) ? [{ label: 'Token URL', value: plain(problem.tokenUrl, 200) }] : []),
      ...(found?.evidence ?? []),
      { label: 'Token endpoint', value: said },
    ].filter(({ value }) => value !== ''),
    fixes: [retryNow],
  };
}

/** What the catalogue says of the failure; undefined for one that it does not have. */
function lookUp(problem: NoAnswer, { place }: SignInFacts, origin: string): EntryExplanation | undefined {
  const { failure: code, detail = '', proxy, notYetValid } = problem;
  // Mostly good HTTP, but without a token in it.
  if (code === 'bad-answer') return undefined;
  const request = { method: 'POST', origin, target: '/', headers: [] };
  // Not "may have arrived": an exchange that is repeated does no harm.
  const failure: Failure = { exchange: { request, attempts: [] }, failure: { code, detail, maybeSent: false, ...(proxy && { proxy }), ...(notYetValid && { notYetValid }) } };
  const facts = { now: 0, hostKind: 'identity', recentCreates: [], ...(place && { place }) } as const;
  const entry = networkEntries.find((each) => each.matches(failure, facts) > 0);
  if (!entry) return undefined;
  const special = entry.explain(failure, facts);
  // What it says of a lost connection besides is whether the request arrived, which is not known here.
  return { ...special, doThis: special.doThis ?? entry.about.doThis, why: code === 'reset' ? entry.about.why : (special.why ?? entry.about.why) };
}

/** The catalogue's headline for a sign-in. A host that does not fit whole is called what it is. */
function signInHeadline(text: string, host: string): string {
  const start = 'Sign-in failed: ';
  const what = text.replace(/^(Not sent|No answer): /, '');
  const lower = `${what.slice(0, 1).toLowerCase()}${what.slice(1)}`;
  const [, before = '', name, after = ''] = /^([^"]*)"([^"]*)"(.*)$/.exec(lower) ?? [];
  if (name === undefined) return plain(start + lower, headlineLimit);
  const isHost = name === host || (name.endsWith('…') && host.startsWith(name.slice(0, -1)));
  if (!isHost) return headline(start + before, name, after);
  const whole = `${start}${before}"${host}"${after}`;
  return whole.length <= headlineLimit ? whole : `${start}${before}${tokenEndpoint}${after}`;
}

const tryAgain = inferred('Check the network connection and any VPN or proxy, then try again.');
const somethingElse = [inferred('Something else may have answered in its place: check the network and any proxy, then try again.')];
const slow = [inferred('Try again: the token endpoint, or the way to it, is slow at the moment.')];

/** What to do where the catalogue speaks of what somebody wrote; by the failure. */
const cures: Readonly<Partial<Record<FailureCode, readonly Statement[]>>> = {
  dns: [tryAgain],
  'dns.unanswered': [tryAgain],
  refused: [inferred('Check the VPN, the firewall and any proxy, then try again: something on the way refuses connections.')],
  reset: [inferred('Try again: a lost connection is usually a passing fault.'), inferred('If it goes on, look at proxies and firewalls in between.')],
  'tls.wrong-host': [
    inferred('In a hotel or guest network, sign in to the network first: its page answers in place of every host.'),
    inferred('Otherwise look for a proxy in between that answers in its place.'),
  ],
  'tls.protocol': [inferred('Check the proxy settings, and ask whether a firewall disturbs secure connections, then try again.')],
  'timeout.connect': [tryAgain, inferred('A firewall that drops packets looks like this: nothing refuses, nothing answers.')],
  'timeout.answer': slow,
  'timeout.body': slow,
  truncated: [inferred('Try again. If it goes on, a proxy in between may cut answers.')],
  'too-large': somethingElse,
  'bad-answer': somethingElse,
};

function cureOf({ failure, tokenUrl }: NoAnswer, found: readonly Statement[]): readonly Statement[] {
  // The sandbox was started here, and can be started again.
  if (failure === 'refused' && isLoopback(new URL(tokenUrl).hostname)) return found;
  // What follows is about servers of one's own.
  return cures[failure] ?? (failure === 'tls.self-signed' ? found.slice(0, 2) : found);
}

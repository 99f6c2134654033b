import { addAccount, retryNow, switchAccount } from './cure';
import type { EntryExplanation, Explanation, Facts, SignInProblem, Statement } from './entry';
import { accountName, shown } from './evidence';
import { documented, duration, headline, inferred, observed, plain, quoted } from './say';
import { explainNoAnswer, type NoAnswer } from './signInNetwork';
import { suspects } from './signInSuspects';
import { statusTitle } from './statusTitle';
import { wrongClock } from './wrongClock';

type Refusal = Exclude<SignInProblem, { readonly cause: 'no-such-account' | 'signed-out' | 'no-answer' }>;

/** What a sign-in is explained from. */
export type SignInFacts = Pick<Facts, 'account' | 'clockSkewMs' | 'hide' | 'place'>;

/** An explanation that says itself what to do. */
export interface SignInExplanation extends Omit<EntryExplanation, 'part'> {
  readonly doThis: readonly Statement[];
  /** What stands in {@link signInMessage} for the headline, which has no room for it. */
  readonly inShort?: string;
}

const clockHeadline = "Sign-in failed: this computer's clock is wrong";
const clockSentence = "This computer's clock is wrong.";

export const notSent = observed('Without a token the request itself was not sent.');

/** What to look at when nothing tells what is wrong; the clock first, where it could not be compared. */
export const accountChecks: readonly Statement[] = [
  observed('Check the clock of this computer: an assertion that carries a wrong time is refused.'),
  documented('Check key ID, secret and email of the service account. The secret is shown once, when the key is made.'),
  inferred('If in doubt, create a new key in DT Studio and use that one.'),
];

/**
 * A failed sign-in in two or three sentences, for a notification or the terminal: what is wrong,
 * what to do, and what was answered. The same words as {@link explainSignIn}. Without secrets.
 */
export function signInMessage(problem: SignInProblem, facts: SignInFacts): string {
  const explained = explainSignIn(problem, facts);
  const what = explained.inShort ?? sentence(explained.headline.replace(/^Sign-in failed: /, ''));
  const sentences = [what, explained.doThis[0]?.text ?? ''];
  const evidence = (explained.evidence ?? []).map(({ label, value }) => `${label}: ${value}`).join(', ');
  return [...sentences, evidence === '' ? '' : `(${evidence})`].filter((text) => text !== '').join(' ');
}

function sentence(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`;
}

/** Why there is no token, on nothing but the account: the request itself may be fine. */
export function explainSignIn(problem: SignInProblem, facts: SignInFacts): SignInExplanation {
  switch (problem.cause) {
    case 'no-such-account':
      return noSuchAccount(problem.name, facts);
    case 'signed-out':
      return signedOut(problem.name);
    case 'no-answer':
      return noAnswer(problem, facts);
    default:
      return refused(problem, facts);
  }
}

function noSuchAccount(name: string, { place }: SignInFacts): SignInExplanation {
  const isTerminal = place === 'terminal';
  return {
    headline: headline('Sign-in failed: no account is called ', name),
    doThis: [
      observed('Check the name after "# @account", or in "account" of the environment.'),
      observed(isTerminal ? 'In the terminal an account is called by its email (the sandbox has sandbox-project.admin and others). Without a name the account that was given signs.' : `Or add a service account under the name ${quoted(name)}.`),
    ],
    why: [observed(`The request asks to be signed by an account that ${isTerminal ? 'was not given' : 'is not kept here'}.`), notSent],
    links: [],
    fixes: [addAccount],
  };
}

function signedOut(name: string): SignInExplanation {
  return {
    headline: headline('Sign-in failed: signed out of account ', name),
    doThis: [observed(`Choose ${quoted(name)} with "DT: Switch Account", then run it again.`), observed('Or remove "# @account" (or "account" of the environment): then the active account signs.')],
    why: [observed('The request asks to be signed by this account, and "DT: Sign Out" ended that.'), notSent],
    links: [],
    fixes: [switchAccount],
  };
}

function noAnswer(problem: NoAnswer, facts: SignInFacts): SignInExplanation {
  // A certificate looks expired, or not yet valid, to a clock that is wrong.
  const clock = problem.failure.startsWith('tls.') ? wrongClock(facts) : undefined;
  return clock ? clockIsWrong(clock, []) : explainNoAnswer(problem, facts, notSent);
}

function refused(problem: Refusal, facts: SignInFacts): SignInExplanation {
  const { status, cause } = problem;
  const evidence = answerEvidence(problem, facts);
  if (cause === 'proxy') return { ...fromProxy, evidence };
  if (status !== undefined && ((status >= 500 && status < 600) || status === 429)) {
    return {
      headline: `Sign-in failed: the token endpoint cannot answer now (${status})`,
      doThis: [inferred('Wait a few seconds and try again.')],
      why: [observed('The failure is on the side of the server.'), notSent],
      evidence,
      fixes: [retryNow],
    };
  }
  // What is measured goes before any guess: a wrong clock makes a good key look bad. It moves no URL.
  const clock = cause === 'url' ? undefined : wrongClock(facts);
  if (clock) return clockIsWrong(clock, evidence);
  const why = [status === undefined ? observed('The account may not be shown to that address, so it was not asked.') : observed('The token endpoint did not accept the account.'), notSent];
  const account = accountName(facts);
  const of = account === '' ? '' : ' for account ';
  switch (cause) {
    case 'unknown':
      return {
        headline: headline(`Sign-in failed: the token endpoint refused ${account === '' ? 'the account' : 'account '}`, account),
        // A clock that was compared and is right is not suspected.
        doThis: facts.clockSkewMs === undefined ? accountChecks : accountChecks.slice(1),
        why, evidence, fixes: [addAccount, switchAccount, retryNow],
      };
    case 'clock':
      return { ...timeRefused(facts), why: [...clocksAgree(facts), ...why], evidence, fixes: [retryNow, switchAccount] };
    default:
      return {
        headline: headline(`Sign-in failed: probably ${suspects[cause].what}${of}`, account),
        doThis: [status === undefined ? notAsked : inferred(suspects[cause].doThis.text), ...(status === undefined ? [] : suspects[cause].more), observed(facts.place === 'terminal' ? 'Then correct the credentials file or the variables.' : 'Then add the account again: it is proved before it is saved.')],
        why, evidence, fixes: [addAccount, switchAccount],
      };
  }
}

const notAsked = observed('Its token URL is not a token endpoint of DT, so nothing was sent there: check "tokenEndpoint" of the credentials file.');

/** Measured from `Date`, so no guess. */
function clockIsWrong({ doThis, why }: NonNullable<ReturnType<typeof wrongClock>>, evidence: Explanation['evidence']): SignInExplanation {
  // How far it is off stands among the reasons.
  return { headline: clockHeadline, inShort: `${clockSentence} ${why[0]?.text ?? ''}`, doThis, why: [...why, notSent], evidence, fixes: [retryNow] };
}

/** The endpoint speaks of time, and the clocks were not found to differ. */
function timeRefused({ clockSkewMs }: SignInFacts): Pick<SignInExplanation, 'headline' | 'doThis' | 'inShort'> {
  if (clockSkewMs === undefined) {
    return {
      headline: "Sign-in failed: probably this computer's clock is wrong",
      doThis: [inferred('Set the clock of this computer (switch on automatic time), then try again.')],
    };
  }
  const within = duration(Math.max(1000, Math.abs(clockSkewMs)));
  return {
    headline: 'Sign-in failed: the token endpoint says that the time in the assertion is wrong',
    inShort: `The token endpoint says that the time in the assertion is wrong, though both clocks agree within ${within}.`,
    doThis: [inferred('Try again: the request may have been held up on the way.')],
  };
}

/** That the clock was looked at, for who wonders. */
function clocksAgree({ clockSkewMs }: SignInFacts): readonly Statement[] {
  return clockSkewMs === undefined ? [] : [observed(`The clocks of this computer and of the token endpoint agree within ${duration(Math.max(1000, Math.abs(clockSkewMs)))}.`)];
}

/** What came back is not of the form that a token endpoint's refusal has, so nothing is known of the account. */
const fromProxy = {
  headline: 'Sign-in failed: a proxy answered in place of the token endpoint',
  doThis: [
    inferred('Check the proxy settings, or ask who runs the proxy to let requests to the token endpoint pass.'),
    inferred('In a guest network, sign in to the network first, then run it again.'),
  ],
  why: [
    inferred('A proxy or gateway answered in place of the token endpoint: a token endpoint refuses in JSON with an "error".'),
    inferred('So the account, its key and the clock of this computer may be fine.'),
    notSent,
  ],
  links: [],
  fixes: [retryNow],
};

function answerEvidence({ status, error, description, tokenUrl, cause }: Refusal, facts: SignInFacts): Explanation['evidence'] {
  const show = shown(facts);
  return [
    { label: 'Token URL', value: cause === 'url' ? plain(tokenUrl ?? '', 200) : '' },
    { label: 'Token endpoint', value: status === undefined ? '' : statusTitle(status) },
    { label: 'error', value: show(error ?? '', 200) },
    { label: 'error_description', value: show(description ?? '', 1000) },
  ].filter(({ value }) => value !== '');
}

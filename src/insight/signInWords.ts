import { addAccount, retryNow, switchAccount } from './cure';
import type { EntryExplanation, Explanation, Facts, SignInProblem } from './entry';
import { accountName, shown } from './evidence';
import { headline, inferred, observed, quoted } from './say';
import { statusTitle } from './statusTitle';

type Refusal = Extract<SignInProblem, { readonly cause: RefusalCause }>;
type RefusalCause = Suspect | 'clock' | 'proxy' | 'unknown';
type Suspect = keyof typeof suspects;

export const notSent = observed('Without a token the request itself was not sent.');

/** What of the account is probably wrong, and where to look. DT does not document how its refusals can be told apart. */
const suspects = {
  key: { what: 'a wrong key ID', doThis: 'Compare the key ID with the keys of the service account in DT Studio: it is wrong, or the key was deleted.' },
  signature: { what: 'a wrong secret', doThis: 'Check the secret: it seems to belong to another key ID. It is shown only once; if it is lost, create a new key in DT Studio.' },
  email: { what: 'a wrong email', doThis: 'Compare the email with that of the service account in DT Studio which owns the key.' },
  url: { what: 'a wrong token URL', doThis: 'Check the token URL of the account: host and path have to be those of the token endpoint.' },
} as const;

/** Why there is no token, on nothing but the account: the request itself may be fine. */
export function explainSignIn(problem: SignInProblem, facts: Facts): Omit<EntryExplanation, 'part'> {
  switch (problem.cause) {
    case 'no-such-account':
      return noSuchAccount(problem.name);
    case 'no-answer':
      return {
        headline: 'Sign-in failed: no usable answer from the token endpoint',
        doThis: [inferred('Check the network connection and any proxy, then run it again.')],
        why: [observed('The account was not refused: the answer about it did not arrive, or was none.'), notSent],
        evidence: [{ label: 'Token endpoint', value: problem.failure }],
        fixes: [retryNow],
      };
    default:
      return refused(problem, facts);
  }
}

function noSuchAccount(name: string): Omit<EntryExplanation, 'part'> {
  return {
    headline: headline('Sign-in failed: no account is called ', name),
    doThis: [
      observed('Check the name after "# @account", or in "account" of the environment.'),
      observed(`Or add a service account under the name ${quoted(name)}.`),
    ],
    why: [observed('The request asks to be signed by an account that is not kept here.'), notSent],
    links: [],
    fixes: [addAccount],
  };
}

function refused(problem: Refusal, facts: Facts): Omit<EntryExplanation, 'part'> {
  const { status, cause } = problem;
  const evidence = answerEvidence(problem, facts);
  if (cause !== 'proxy' && status !== undefined && ((status >= 500 && status < 600) || status === 429)) {
    return {
      headline: `Sign-in failed: the token endpoint cannot answer now (${status})`,
      doThis: [inferred('Wait a few seconds and run it again.')],
      why: [observed('The failure is on the side of the server.'), notSent],
      evidence,
      fixes: [retryNow],
    };
  }
  const why = [status === undefined ? observed('The account may not be shown to that address, so it was not asked.') : observed('The token endpoint did not accept the account.'), notSent];
  const account = accountName(facts);
  const of = account === '' ? '' : ' for account ';
  switch (cause) {
    case 'unknown':
      return { headline: headline(`Sign-in failed: no token${of}`, account), why, evidence, fixes: [addAccount, switchAccount, retryNow] };
    case 'proxy':
      return { ...fromProxy, evidence };
    case 'clock':
      return {
        headline: "Sign-in failed: probably this computer's clock is wrong",
        doThis: [inferred('Set the clock of this computer (switch on automatic time), then run it again.')],
        why, evidence, fixes: [retryNow, switchAccount],
      };
    default:
      return {
        headline: headline(`Sign-in failed: probably ${suspects[cause].what}${of}`, account),
        doThis: [inferred(suspects[cause].doThis), observed('Then add the account again: it is proved before it is saved.')],
        why, evidence, fixes: [addAccount, switchAccount],
      };
  }
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

function answerEvidence({ status, error, description }: Refusal, facts: Facts): Explanation['evidence'] {
  const show = shown(facts);
  return [
    { label: 'Token endpoint', value: status === undefined ? '' : statusTitle(status) },
    { label: 'error', value: show(error ?? '', 200) },
    { label: 'error_description', value: show(description ?? '', 1000) },
  ].filter(({ value }) => value !== '');
}

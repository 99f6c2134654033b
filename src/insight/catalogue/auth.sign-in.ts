import { addAccount, retryNow, switchAccount } from '../cure';
import type { CatalogueEntry, EntryExplanation, Facts, Failure } from '../entry';
import { accountName } from '../evidence';
import { authenticationPage } from '../links';
import { viewOf } from '../requestView';
import { documented, headline, inferred, observed } from '../say';
import { accountChecks, explainSignIn, notSent } from '../signInWords';
import { statusTitle } from '../statusTitle';
import { wrongClock } from '../wrongClock';

/** Statuses with which a proxy or gateway refuses on its own account. */
const gatekeepers: ReadonlySet<number> = new Set([401, 403, 407, 511]);

/** The account could not be signed in: the token endpoint refused, or was not reached. */
export const authSignIn: CatalogueEntry = {
  code: 'auth.sign-in',
  title: 'Sign-in failed',
  about: {
    doThis: accountChecks,
    why: [
      documented('A key that does not fit is answered with 400 by the token endpoint.'),
      documented('The documentation names these cases: Timing Error, Untrusted Entity Error, Signature Error, Unsupported Grant Type, Other.'),
      inferred('They speak of the clock of this computer, of key ID or email, of the secret, and of what was sent to which token URL, in this order.'),
      inferred('A 403 from the API is another matter: the account is signed in and lacks a role.'),
      notSent,
    ],
    links: [authenticationPage],
  },
  matches(failure, facts) {
    if (failure.failure) return failure.failure.code === 'sign-in' ? 100 : 0;
    const status = failure.response?.status ?? 0;
    return status >= 400 && status < 600 && viewOf(failure, facts).api === 'identity' ? 60 : 0;
  },
  explain: (failure, facts) => (failure.failure ? signIn(facts) : tokenRequest(failure, facts)),
};

function signIn(facts: Facts): EntryExplanation {
  const clock = wrongClock(facts);
  const part = { kind: 'request-line' } as const;
  if (facts.signIn) return { part, ...explainSignIn(facts.signIn, facts) };
  if (clock) {
    return { headline: "Sign-in failed: this computer's clock is wrong", part, doThis: clock.doThis, why: [...clock.why, notSent], fixes: [retryNow] };
  }
  const name = accountName(facts);
  return {
    doThis: facts.clockSkewMs === undefined ? accountChecks : accountChecks.slice(1),
    headline: name === '' ? 'Sign-in failed: no token for this account' : headline('Sign-in failed: no token for account ', name),
    part,
    fixes: facts.unsignedBecause === 'no-account' ? [addAccount] : [retryNow, switchAccount],
  };
}

/** The author calls the token endpoint by hand. */
function tokenRequest(failure: Failure, facts: Facts): EntryExplanation {
  const status = failure.response?.status ?? 0;
  const clock = wrongClock(facts);
  if (gatekeepers.has(status) && !failure.body) {
    return {
      headline: headline(`${statusTitle(status)} from a proxy, not the token endpoint`),
      part: { kind: 'request-line' },
      doThis: [inferred('Check the proxy settings, or sign in to the network first, then run it again.')],
      why: [inferred('A token endpoint refuses in JSON with an "error". A proxy or gateway answered in its place, so the assertion may be fine.')],
      fixes: [retryNow],
    };
  }
  if (status >= 500 || status === 429) {
    return {
      headline: headline(`${statusTitle(status)}: the token endpoint cannot answer now`),
      part: { kind: 'request-line' },
      doThis: [inferred('Wait a few seconds and try again.')],
      why: [observed('The failure is on the side of the server.')],
      fixes: [retryNow],
    };
  }
  return {
    headline: headline(`${statusTitle(status)}: the token endpoint refuses the assertion`),
    part: (failure.exchange.request.body?.length ?? 0) > 0 ? { kind: 'body' } : { kind: 'request-line' },
    doThis: [
      ...(clock?.doThis ?? []),
      documented('Send grant_type and assertion as a form (application/x-www-form-urlencoded), not in the query.'),
      documented('In the assertion: iat and exp in seconds, at most an hour apart; aud is the token endpoint; kid is the key ID; signed with HS256.'),
      inferred('Or let DT HTTP sign: requests to the API need no token of yours.'),
    ],
    why: [...(clock?.why ?? []), documented('Wrong credentials are answered with 400 here.')],
  };
}

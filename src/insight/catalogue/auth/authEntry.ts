import { addAccount, retryNow, switchAccount } from '../../cure';
import type { CatalogueEntry, EntryExplanation, Facts, Failure, Statement } from '../../entry';
import { accountName } from '../../evidence';
import { authenticationPage } from '../../links';
import { documented, headline, inferred, observed } from '../../say';
import { accountChecks, explainSignIn, notSent } from '../../signInWords';
import { statusTitle } from '../../statusTitle';
import { wrongClock } from '../../wrongClock';
import { type SignInCode, signInCode } from './signInCode';

/** What an entry about signing in has of its own. */
export interface AuthWords {
  readonly code: SignInCode;
  readonly title: string;
  readonly doThis: readonly Statement[];
  readonly why: readonly Statement[];
  readonly example: string;
  /** Ends the headline where the author called the token endpoint by hand; at most 50 characters. Default: that it refuses. */
  readonly byHand?: string;
  /** What to do about such a call. Default: {@link doThis}. */
  readonly byHandCure?: readonly Statement[];
  /** Why such a call failed. Default: none but what all have. */
  readonly byHandWhy?: readonly Statement[];
}

/**
 * An entry about an account that got no token. The product's own sign-in is explained in the words
 * of `signInWords`, which notifications and the terminal have too; a call of the token endpoint by
 * hand by what the request and the answer show.
 */
export function authEntry(words: AuthWords): CatalogueEntry {
  const { code, title, example, doThis, why } = words;
  return {
    code,
    title,
    ...(code !== 'auth.sign-in' && { of: 'auth.sign-in' }),
    example,
    about: { doThis, why, links: [authenticationPage] },
    matches(failure, facts) {
      if (signInCode(failure, facts) !== code) return 0;
      return failure.failure ? 100 : 60;
    },
    explain: (failure, facts) => (failure.failure ? signIn(facts) : tokenRequest(words, failure, facts)),
  };
}

function signIn(facts: Facts): EntryExplanation {
  const part = { kind: 'request-line' } as const;
  if (facts.signIn) return { part, ...explainSignIn(facts.signIn, facts) };
  const clock = wrongClock(facts);
  if (clock) return { headline: "Sign-in failed: this computer's clock is wrong", part, doThis: clock.doThis, why: [...clock.why, notSent], fixes: [retryNow] };
  const name = accountName(facts);
  return {
    doThis: facts.clockSkewMs === undefined ? accountChecks : accountChecks.slice(1),
    headline: name === '' ? 'Sign-in failed: no token for this account' : headline('Sign-in failed: no token for account ', name),
    part,
    fixes: facts.unsignedBecause === 'no-account' ? [addAccount] : [retryNow, switchAccount],
  };
}

/** Nobody's own failure: nothing in the request is to blame. */
const passing: ReadonlySet<SignInCode> = new Set(['auth.proxy', 'auth.server']);

/** The author calls the token endpoint by hand. */
function tokenRequest({ code, byHand = 'the token endpoint refuses the assertion', byHandCure, byHandWhy, doThis }: AuthWords, { exchange, response }: Failure, facts: Facts): EntryExplanation {
  const title = statusTitle(response?.status ?? 0);
  if (passing.has(code)) {
    return { headline: headline(`${title}${byHand}`), part: { kind: 'request-line' }, doThis: byHandCure ?? doThis, why: byHandWhy ?? [], fixes: [retryNow] };
  }
  const clock = wrongClock(facts);
  return {
    headline: headline(`${title}: ${byHand}`),
    part: (exchange.request.body?.length ?? 0) > 0 ? { kind: 'body' } : { kind: 'request-line' },
    doThis: [
      ...(clock?.doThis ?? []),
      ...(byHandCure ?? []),
      documented('Send grant_type and assertion as a form (application/x-www-form-urlencoded), not in the query.'),
      documented('In the assertion: iat and exp in seconds, at most an hour apart; aud is the token endpoint; kid is the key ID; signed with HS256.'),
      inferred('Or let DT HTTP sign: requests to the API need no token of yours.'),
    ],
    why: [...(clock?.why ?? []), ...(byHandWhy ?? []), documented('Wrong credentials are answered with 400 here.')],
  };
}

/** What holds of every refused account. */
export const refusedSoNotSent: readonly Statement[] = [observed('The token endpoint did not accept the account.'), notSent];

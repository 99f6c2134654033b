import type { Facts, Failure, SignInProblem } from '../../entry';
import { perFailure } from '../../perFailure';
import { viewOf } from '../../requestView';
import { wrongClock } from '../../wrongClock';
import { flawOfTokenRequest } from './tokenRequest';

/** The entries about signing in. */
export type SignInCode =
  | 'auth.sign-in' | 'auth.key' | 'auth.signature' | 'auth.email' | 'auth.clock' | 'auth.grant-type'
  | 'auth.account' | 'auth.url' | 'auth.unreachable' | 'auth.proxy' | 'auth.server';

/** Statuses with which a proxy or gateway refuses on its own account. */
const gatekeepers: ReadonlySet<number> = new Set([401, 403, 407, 511]);

/** Which entry explains why there is no token, of the product's own sign-in or of one by hand; undefined when the failure is another. */
export const signInCode = perFailure((failure: Failure, facts: Facts): SignInCode | undefined => {
  if (failure.failure) return failure.failure.code === 'sign-in' ? ofProblem(facts.signIn, facts) : undefined;
  const status = failure.response?.status ?? 0;
  return status >= 400 && status < 600 && viewOf(failure, facts).api === 'identity' ? ofAnswer(failure, facts, status) : undefined;
});

function ofProblem(problem: SignInProblem | undefined, facts: Facts): SignInCode {
  const isClock = wrongClock(facts) !== undefined;
  if (!problem) return isClock ? 'auth.clock' : 'auth.sign-in';
  switch (problem.cause) {
    case 'no-such-account':
    case 'signed-out':
      return 'auth.account';
    case 'no-answer':
      // A certificate looks expired, or not yet valid, to a clock that is wrong.
      return isClock && problem.failure.startsWith('tls.') ? 'auth.clock' : 'auth.unreachable';
    case 'proxy':
      return 'auth.proxy';
    default:
      if (isServers(problem.status)) return 'auth.server';
      // What is measured goes before any guess: a wrong clock makes a good key look bad. It moves no URL.
      if (isClock && problem.cause !== 'url') return 'auth.clock';
      return problem.cause === 'unknown' ? 'auth.sign-in' : `auth.${problem.cause}`;
  }
}

/** The author called the token endpoint by hand. */
function ofAnswer(failure: Failure, facts: Facts, status: number): SignInCode {
  if (gatekeepers.has(status) && !failure.body) return 'auth.proxy';
  if (isServers(status)) return 'auth.server';
  if (status === 404 || status === 405) return 'auth.url';
  const flaw = flawOfTokenRequest(failure, facts);
  if (flaw === 'grant-type') return 'auth.grant-type';
  if (wrongClock(facts)) return 'auth.clock';
  return flaw ? `auth.${flaw}` : 'auth.sign-in';
}

function isServers(status: number | undefined): boolean {
  return status !== undefined && ((status >= 500 && status < 600) || status === 429);
}

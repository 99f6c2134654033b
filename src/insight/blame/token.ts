import type { UnsignedReason, WireRequest } from '../../http/exchange';
import type { RequestEdit, RequestPart } from '../../http/requestPart';
import { addAccount, addAccountFirst, switchAccount } from '../cure';
import type { EntryExplanation, Facts, Failure, Fix } from '../entry';
import { ownAuthorization, type OwnAuthorization } from '../ownToken';
import { perFailure } from '../perFailure';
import { documented, duration, observed, utc } from '../say';
import { wrongClock } from '../wrongClock';
import type { Problem } from './problem';

/** The value of the header that the author wrote. */
export const authorizationPart: RequestPart = { kind: 'header', name: 'Authorization', what: 'value' };

/** A token in the request that has ended: seen in the token itself, which is decoded here and verified nowhere. */
export function ownTokenProblems(request: WireRequest, now: number): readonly Problem[] {
  const own = ownAuthorization(request);
  return own && hasEnded(own, now) ? [expired(own.expiresAt, now)] : [];
}

/** Whether the token says of itself that it has ended at `now`. An assertion is no access token, whatever its time. */
export function hasEnded(own: OwnAuthorization, now: number): own is OwnAuthorization & { readonly expiresAt: number } {
  return own.isAssertion !== true && own.expiresAt !== undefined && own.expiresAt <= now;
}

function expired(expiresAt: number, now: number): Problem {
  return {
    code: 'dt.401.expired-token',
    part: authorizationPart,
    name: 'Authorization',
    weight: 'certain',
    headline: `the pasted token expired at ${utc(expiresAt)}`,
    doThis: observed('Remove the Authorization header: without it DT HTTP signs the request with your account.'),
    why: observed(`The token ended ${duration(now - expiresAt)} ago.`),
    fix: removeHeader('likely'),
  };
}

/** Takes the header out, so that the account signs. @param more What else stands in its way. */
export function removeHeader(grade: 'certain' | 'likely', ...more: readonly RequestEdit[]): Fix {
  return { kind: 'edit', grade, title: 'Remove the header and sign with the account', edits: [{ kind: 'remove', part: authorizationPart }, ...more] };
}

/** Why nobody could be authenticated, as far as it can be known here. */
export type Unauthorized =
  /** The request went out without a signature. */
  | { readonly kind: 'no-account'; readonly because: UnsignedReason | undefined }
  | { readonly kind: 'withheld' }
  /** `own`: it stands in the request. */
  | { readonly kind: 'expired-token'; readonly expiresAt: number; readonly own: boolean }
  | { readonly kind: 'pasted-token'; readonly own: OwnAuthorization }
  | { readonly kind: 'clock'; readonly words: NonNullable<ReturnType<typeof wrongClock>> }
  /** `own`: the header stands in the request. */
  | { readonly kind: 'basic'; readonly own: boolean }
  /** The token was good by all that is known. */
  | { readonly kind: 'refused' };

/** Why the answer is a 401; made once for each failure. The clock comes before the key. */
export const unauthorized = perFailure((failure: Failure, facts: Facts): Unauthorized => {
  const now = serverNow(facts);
  const own = ownAuthorization(failure.exchange.request);
  if (own?.kind === 'basic') return { kind: 'basic', own: true };
  if (own) return hasEnded(own, now) ? { kind: 'expired-token', expiresAt: own.expiresAt, own: true } : { kind: 'pasted-token', own };
  const signature = failure.attempt?.signedAs;
  if (!signature) return facts.unsignedBecause === 'origin-not-allowed' ? { kind: 'withheld' } : { kind: 'no-account', because: facts.unsignedBecause };
  if (signature.scheme === 'basic') return { kind: 'basic', own: false };
  const words = wrongClock(facts);
  if (words) return { kind: 'clock', words };
  const { expiresAt } = signature;
  return expiresAt !== undefined && expiresAt <= now ? { kind: 'expired-token', expiresAt, own: false } : { kind: 'refused' };
});

/** The time at the server, as far as it could be measured. */
export function serverNow({ now, clockSkewMs = 0 }: Pick<Facts, 'now' | 'clockSkewMs'>): number {
  return now + clockSkewMs;
}

/** What the documentation says of tokens that were copied into a request. */
export const pastedToken = documented('A token that was copied into a request, also from the API reference, is valid for one hour.');

/** The cure of a header that should not be there: without it, the account signs. */
export function withoutHeader(facts: Facts, isSure: boolean): Pick<EntryExplanation, 'doThis' | 'fixes'> {
  const isAsked = facts.unsignedBecause === 'asked';
  // Without an account the header is all there is.
  const nobodySigns = facts.unsignedBecause === 'no-account' || facts.canSign === false;
  return {
    doThis: [
      observed('Remove the Authorization header: without it DT HTTP signs the request with your account.'),
      ...(nobodySigns ? [facts.signedOut === true ? observed('Choose an account with "DT: Switch Account" first.') : addAccountFirst(facts, ' first')] : []),
      ...(isAsked ? [observed('Remove "@auth none" as well.')] : []),
    ],
    fixes: [
      removeHeader(isSure && !nobodySigns ? 'certain' : 'likely', ...(isAsked ? [{ kind: 'sign' } as const] : [])),
      ...(nobodySigns ? [facts.signedOut === true ? switchAccount : addAccount] : []),
    ],
  };
}

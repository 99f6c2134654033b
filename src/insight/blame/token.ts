import type { UnsignedReason, WireRequest } from '../../http/exchange';
import type { RequestEdit, RequestPart } from '../../http/requestPart';
import { addAccount, addAccountFirst, switchAccount } from '../cure';
import type { EntryExplanation, Facts, Failure, Fix, Statement } from '../entry';
import { ownAuthorization, type OwnAuthorization } from '../ownToken';
import { perFailure } from '../perFailure';
import { documented, duration, observed, utc } from '../say';
import { wrongClock } from '../wrongClock';
import type { Problem } from './problem';

/** `# @auth none`. */
export const authNonePart: RequestPart = { kind: 'directive', name: 'auth' };

/** The value of the header that the author wrote. */
export const authorizationPart: RequestPart = { kind: 'header', name: 'Authorization', what: 'value' };

/** A token in the request that has ended, or is none for the API: seen in the token itself, which is decoded here and verified nowhere. */
export function ownTokenProblems(request: WireRequest, now: number): readonly Problem[] {
  const own = ownAuthorization(request);
  if (!own) return [];
  if (hasEnded(own, now)) return [expired(own.expiresAt, now)];
  const flaw = tokenFlaw(own);
  return flaw ? [{ code: 'dt.401.pasted-token', part: authorizationPart, name: 'Authorization', weight: 'likely', headline: flaw.headline, doThis: removeIt, why: flaw.why, fix: removeHeader('likely') }] : [];
}

/** A request that is to go out unsigned, and brings no credentials of its own. */
export function unsignedProblems(request: WireRequest): readonly Problem[] {
  if (ownAuthorization(request)) return [];
  return [{
    code: 'dt.401.no-account', part: authNonePart, name: '', weight: 'certain', headline: '"@auth none" sends it without an account',
    doThis: documented('The API needs an authenticated caller: remove "@auth none".'), why: observed('The request asks to go out unsigned.'), fix: removeAuthNone('likely'),
  }];
}

/** Lets the account sign. */
export function removeAuthNone(grade: 'certain' | 'likely'): Fix {
  return { kind: 'edit', grade, title: 'Remove @auth none', edits: [{ kind: 'sign' }] };
}

/** Why a token can be none that the API takes, whatever the time is; undefined when nothing is seen. */
export function tokenFlaw(own: OwnAuthorization): { readonly headline: string; readonly why: Statement } | undefined {
  if (own.isAssertion) return { headline: 'this is an assertion, not an access token', why: observed('The token is made for the token endpoint. It has to be exchanged there for an access token.') };
  if (own.kind === 'no-scheme') return { headline: 'the Authorization header has no scheme', why: documented('The value begins with "Bearer " (or "Basic ") and then the token.') };
  return undefined;
}

const removeIt = observed('Remove the Authorization header: without it DT HTTP signs the request with your account.');

/** Whether the token says of itself that it has ended at `now`. An assertion is no access token, whatever its time. */
function hasEnded(own: OwnAuthorization, now: number): own is OwnAuthorization & { readonly expiresAt: number } {
  return own.isAssertion !== true && own.expiresAt !== undefined && own.expiresAt <= now;
}

function expired(expiresAt: number, now: number): Problem {
  return {
    code: 'dt.401.expired-token',
    part: authorizationPart,
    name: 'Authorization',
    weight: 'certain',
    headline: `the pasted token expired at ${utc(expiresAt)}`,
    doThis: removeIt,
    why: observed(`The token ended ${duration(now - expiresAt)} ago.`),
    fix: removeHeader('likely'),
  };
}

/** Takes the header out, so that the account signs. @param more What else stands in its way. */
function removeHeader(grade: 'certain' | 'likely', ...more: readonly RequestEdit[]): Fix {
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
      removeIt,
      ...(nobodySigns ? [facts.signedOut === true ? observed('Choose an account with "DT: Switch Account" first.') : addAccountFirst(facts, ' first')] : []),
      ...(isAsked ? [observed('Remove "@auth none" as well.')] : []),
    ],
    fixes: [
      removeHeader(isSure && !nobodySigns ? 'certain' : 'likely', ...(isAsked ? [{ kind: 'sign' } as const] : [])),
      ...(nobodySigns ? [facts.signedOut === true ? switchAccount : addAccount] : []),
    ],
  };
}

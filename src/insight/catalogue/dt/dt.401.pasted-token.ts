import { harmfulSkewMs } from '../../../http/clockSkew';
import { authorizationPart, pastedToken, serverNow, tokenFlaw, unauthorized, withoutHeader } from '../../blame/token';
import type { Statement } from '../../entry';
import { authenticationPage, errorPage } from '../../links';
import type { OwnAuthorization } from '../../ownToken';
import { inferred, observed, utc } from '../../say';
import { specialCase } from './specialCase';

/** An `Authorization` header of the author's that is refused, though it has not ended as far as can be read from it. What is said of a request: blame/token.ts. */
export const dt401PastedToken = specialCase({
  code: 'dt.401.pasted-token',
  title: '401 Unauthorized: a token in the request',
  status: 401,
  of: 'dt.401',
  isForeseen: true,
  example: 'GET /projects\nAuthorization: ⟦Bearer {{assertion}}⟧',
  about: {
    doThis: [observed('Remove the Authorization header: without it DT HTTP signs the request with your account.')],
    why: [inferred('The token has expired, was cut when it was copied, or is not one of this API.'), pastedToken],
    links: [errorPage(401), authenticationPage],
  },
  find(failure, facts) {
    const cause = unauthorized(failure, facts);
    return cause.kind === 'pasted-token' ? cause.own : undefined;
  },
  explain(own, _, facts) {
    const { headline, why, isSure } = causeOf(own, serverNow(facts));
    return { headline: `401 Unauthorized: ${headline}`, part: authorizationPart, why, ...withoutHeader(facts, isSure === true) };
  },
});

function causeOf(own: OwnAuthorization, now: number): { readonly headline: string; readonly why: readonly Statement[]; readonly isSure?: true } {
  const flaw = tokenFlaw(own);
  if (flaw) return { headline: flaw.headline, why: [flaw.why], ...(own.isAssertion === true && { isSure: true }) };
  if (own.validFrom !== undefined && own.validFrom > now + harmfulSkewMs) {
    return { headline: 'the pasted token is not valid yet', why: [observed(`The token begins at ${utc(own.validFrom)}.`), inferred('The clock of the machine that made it is ahead.')] };
  }
  return { headline: 'the token in the header is refused', why: dt401PastedToken.about.why };
}

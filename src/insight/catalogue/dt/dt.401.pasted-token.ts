import { harmfulSkewMs } from '../../../http/clockSkew';
import { authorizationPart, pastedToken, serverNow, unauthorized, withoutHeader } from '../../blame/token';
import type { Statement } from '../../entry';
import { authenticationPage, errorPage } from '../../links';
import type { OwnAuthorization } from '../../ownToken';
import { documented, inferred, observed, utc } from '../../say';
import { specialCase } from './specialCase';

/** An `Authorization` header of the author's that is refused, though it has not ended as far as can be read from it. */
export const dt401PastedToken = specialCase({
  code: 'dt.401.pasted-token',
  title: '401 Unauthorized: a token in the request',
  status: 401,
  of: 'dt.401',
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
  if (own.isAssertion) {
    return { headline: 'this is an assertion, not an access token', isSure: true, why: [observed('The token is made for the token endpoint. It has to be exchanged there for an access token.')] };
  }
  if (own.validFrom !== undefined && own.validFrom > now + harmfulSkewMs) {
    return { headline: 'the pasted token is not valid yet', why: [observed(`The token begins at ${utc(own.validFrom)}.`), inferred('The clock of the machine that made it is ahead.')] };
  }
  if (own.kind === 'no-scheme') return { headline: 'the Authorization header has no scheme', why: [documented('The value begins with "Bearer " (or "Basic ") and then the token.')] };
  return { headline: 'the token in the header is refused', why: dt401PastedToken.about.why };
}

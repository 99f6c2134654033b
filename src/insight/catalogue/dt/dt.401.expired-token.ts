import { authorizationPart, pastedToken, serverNow, unauthorized, withoutHeader } from '../../blame/token';
import { renewToken } from '../../cure';
import { authenticationPage, errorPage } from '../../links';
import { documented, duration, observed, utc } from '../../say';
import { specialCase } from './specialCase';

/** A token that says of itself that it has ended: one in the request, or the account's own. What is said of a request: blame/token.ts. */
export const dt401ExpiredToken = specialCase({
  code: 'dt.401.expired-token',
  title: '401 Unauthorized: the token has expired',
  status: 401,
  of: 'dt.401',
  isForeseen: true,
  example: 'GET /projects\nAuthorization: ⟦Bearer {{expiredToken}}⟧',
  about: {
    doThis: [observed('Remove the Authorization header: without it DT HTTP signs the request with your account, and renews the token in time.')],
    why: [documented('An access token is valid for one hour. A new one has to be had before it ends.'), pastedToken],
    links: [errorPage(401), authenticationPage],
  },
  find(failure, facts) {
    const cause = unauthorized(failure, facts);
    return cause.kind === 'expired-token' ? cause : undefined;
  },
  explain({ expiresAt, own }, _, facts) {
    const ended = observed(`The token ended ${duration(serverNow(facts) - expiresAt)} before this answer.`);
    if (own) {
      return {
        headline: `401 Unauthorized: the pasted token expired at ${utc(expiresAt)}`,
        part: authorizationPart,
        why: [ended, pastedToken],
        ...withoutHeader(facts, true),
      };
    }
    return {
      headline: `401 Unauthorized: the access token expired at ${utc(expiresAt)}`,
      part: { kind: 'request-line' },
      doThis: [documented('Get a new access token and run the request again.')],
      why: [ended, documented('An access token is valid for one hour.')],
      fixes: [renewToken],
    };
  },
});

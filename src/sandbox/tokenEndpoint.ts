import type { AccessTokens } from './accessTokens';
import { decodeJwt, isSignedWith, type Jwt } from './jwt';
import type { Store } from './store';
import type { Account, Key } from './world/entities';

/** The grant type of RFC 7523. */
export const jwtBearerGrant = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

/** Seconds between `iat` and `exp` at most. Source: older authentication page. */
const longestAssertion = 3600;
/** Seconds by which a client's clock may be ahead. DT's own value is not documented. */
const leeway = 10;

export interface TokenRequest {
  /** The query without its question mark; must be empty. */
  readonly query: string;
  readonly contentType: string | undefined;
  readonly body: string;
  /** The URL that was posted to; the assertion must name it as its audience. */
  readonly url: string;
}

export interface TokenAnswer {
  readonly status: number;
  readonly body: object;
  /** The account that got a token, or that the refused assertion names. */
  readonly account: Account | undefined;
}

/** The error codes of RFC 6749. Which texts DT sends is not documented; that the status is 400, is. */
type TokenErrorCode = 'invalid_request' | 'unsupported_grant_type' | 'invalid_grant';

/** Exchanges a keyed assertion for an access token, or says what is wrong with it. Source: OAuth2 page. */
export function exchangeToken(request: TokenRequest, store: Store, tokens: AccessTokens): TokenAnswer {
  const now = store.clock.now();
  const form = readForm(request);
  if (typeof form === 'string') return refuse('invalid_request', form);
  const grant = form.get('grant_type');
  if (grant === null) return refuse('invalid_request', 'grant_type is missing');
  if (grant !== jwtBearerGrant) return refuse('unsupported_grant_type', `grant_type must be ${jwtBearerGrant}`);
  const assertion = form.get('assertion');
  if (assertion === null || assertion === '') return refuse('invalid_request', 'assertion is missing');
  const jwt = decodeJwt(assertion);
  if (jwt === undefined) return refuse('invalid_grant', 'the assertion is not a JSON Web Token');
  const { account, key } = store.findKey(jwt.header.kid) ?? {};
  const flaw = findFlaw(jwt, account, key, request.url, now / 1000);
  if (flaw !== undefined || account === undefined) return refuse('invalid_grant', flaw ?? 'unknown key ID', account);
  const body = { access_token: tokens.issue(account, now), token_type: 'Bearer', expires_in: tokens.lifetime };
  return { status: 200, body, account };
}

/** A sentence when the request is no form at all. */
function readForm(request: TokenRequest): URLSearchParams | string {
  if (request.query !== '') return 'query parameters are not accepted; send a form body';
  const mediaType = (request.contentType ?? '').split(';')[0]?.trim().toLowerCase();
  if (mediaType !== 'application/x-www-form-urlencoded') {
    return 'Content-Type must be application/x-www-form-urlencoded';
  }
  return new URLSearchParams(request.body);
}

/** The first thing that is wrong with the assertion, signature before content. `now` is in seconds. */
function findFlaw(
  jwt: Jwt,
  account: Account | undefined,
  key: Key | undefined,
  url: string,
  now: number,
): string | undefined {
  if (jwt.header.alg !== 'HS256') return 'alg must be HS256';
  if (account === undefined || key === undefined) return 'kid is not a known key ID';
  if (key.revoked) return 'the key was revoked';
  if (!isSignedWith(jwt, key.secret)) return 'the signature does not fit the key';
  const { iss, aud } = jwt.payload;
  if (iss !== account.email) return 'iss is not the email of the service account';
  if (!isAudience(aud, url)) return `aud must be ${url}`;
  return findTimeFlaw(jwt.payload, now);
}

function findTimeFlaw(payload: Jwt['payload'], now: number): string | undefined {
  const { iat, exp } = payload;
  if (typeof iat !== 'number' || typeof exp !== 'number') return 'iat and exp must be numbers of seconds';
  if (iat > now + leeway) return 'iat lies in the future';
  if (exp <= iat) return 'exp must be later than iat';
  if (exp - iat > longestAssertion) return `exp lies more than ${longestAssertion} seconds after iat`;
  if (exp <= now) return 'exp has passed';
  return undefined;
}

/** The library of the Terraform provider may send an array with one element. */
function isAudience(aud: unknown, url: string): boolean {
  return aud === url || (Array.isArray(aud) && aud.length === 1 && aud[0] === url);
}

function refuse(error: TokenErrorCode, description: string, account?: Account): TokenAnswer {
  return { status: 400, body: { error, error_description: description }, account };
}

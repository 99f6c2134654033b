import type { Facts, Failure } from '../../entry';
import { jwtPart } from '../../ownToken';
import { hostOf } from '../../requestView';

/** The grant type of RFC 7523, the only one that DT's token endpoint takes. Source: OAuth2 page. */
export const grantType = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

/** Seconds between `iat` and `exp` at most. Source: OAuth2 page. */
const longestAssertion = 3600;
/** Seconds by which clocks may differ before it matters. */
const leeway = 10;

/** What is wrong with a request for a token that somebody wrote by hand, as far as it can be read; undefined when nothing is seen. */
export function flawOfTokenRequest({ exchange, body }: Failure, facts: Facts): 'grant-type' | 'signature' | 'clock' | 'url' | undefined {
  const { request } = exchange;
  // The code of RFC 6749, section 5.2; a description may follow it.
  if (body?.error?.split(':')[0] === 'unsupported_grant_type') return 'grant-type';
  const form = new URLSearchParams(new TextDecoder().decode(request.body));
  const grant = form.get('grant_type');
  if (grant !== null && grant !== grantType) return 'grant-type';
  const assertion = form.get('assertion')?.split('.');
  const header = jwtPart(assertion?.[0] ?? '');
  const claims = jwtPart(assertion?.[1] ?? '');
  if (!header || !claims) return undefined;
  if (header['alg'] !== 'HS256') return 'signature';
  const now = (facts.now + (facts.clockSkewMs ?? 0)) / 1000;
  if (!isInTime(claims['iat'], claims['exp'], now)) return 'clock';
  return isFor(claims['aud'], `${hostOf(request)}${request.target}`) ? undefined : 'url';
}

function isInTime(iat: unknown, exp: unknown, now: number): boolean {
  if (typeof iat !== 'number' || typeof exp !== 'number') return false;
  return iat <= now + leeway && exp > now - leeway && exp > iat && exp - iat <= longestAssertion;
}

function isFor(aud: unknown, place: string): boolean {
  const audiences: readonly unknown[] = Array.isArray(aud) ? aud : [aud];
  return audiences.some((each) => typeof each === 'string' && each.replace(/^https?:\/\//, '') === place);
}

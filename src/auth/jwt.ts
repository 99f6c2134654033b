import { createHmac } from 'node:crypto';
import type { ServiceAccount } from './account';

/** Seconds by which `iat` is set back, so that a local clock that is a little ahead does no harm. Source: Terraform provider. */
const backdatedBy = 5;
/** Seconds between `iat` and `exp`: the most that is allowed. Source: older authentication page. */
const assertionLifetime = 3600;

/**
 * The signed assertion of RFC 7523 by which a service account asks for an access token.
 *
 * @param now Wall clock, milliseconds since 1970 UTC.
 */
export function createAssertion(account: ServiceAccount, now: number): string {
  const issuedAt = Math.floor(now / 1000) - backdatedBy;
  const header = { alg: 'HS256', kid: account.keyId, typ: 'JWT' };
  const payload = { iat: issuedAt, exp: issuedAt + assertionLifetime, aud: account.tokenUrl, iss: account.email };
  const signed = `${encode(header)}.${encode(payload)}`;
  return `${signed}.${createHmac('sha256', account.secret).update(signed).digest('base64url')}`;
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part), 'utf8').toString('base64url');
}

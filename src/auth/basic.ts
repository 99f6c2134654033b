import type { ServiceAccount } from './account';

/** Value of `Authorization` for Basic: key ID and secret. Source: Basic Auth page. */
export function basicAuthorization({ keyId, secret }: ServiceAccount): string {
  return `Basic ${Buffer.from(`${keyId}:${secret}`, 'utf8').toString('base64')}`;
}

/** The password of a Basic pair in base64; all of it where there is no colon. */
export function basicPassword(credentials: string): string {
  const pair = Buffer.from(credentials, 'base64').toString('utf8');
  return pair.slice(pair.indexOf(':') + 1);
}

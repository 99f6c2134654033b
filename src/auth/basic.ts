import type { ServiceAccount } from './account';

/** Value of `Authorization` for Basic: key ID and secret. Source: Basic Auth page. */
export function basicAuthorization({ keyId, secret }: ServiceAccount): string {
  return `Basic ${Buffer.from(`${keyId}:${secret}`, 'utf8').toString('base64')}`;
}

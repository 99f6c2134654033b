import { timingSafeEqual } from 'node:crypto';
import type { AccessTokens } from './accessTokens';
import { type ApiError, unauthorized } from './errors';
import type { Store } from './store';
import type { Account } from './world/entities';

/** Who calls, or why nobody can be told. `claimed` is the account the refused credentials name, if any. */
export type Authentication =
  | { readonly kind: 'known'; readonly account: Account }
  | { readonly kind: 'refused'; readonly error: ApiError; readonly claimed: Account | undefined };

/** Reads `Authorization`: Bearer with an access token, or Basic with key ID and secret. Sources: OAuth2 page; Basic Auth page. */
export function authenticate(
  header: string | undefined,
  store: Store,
  tokens: AccessTokens,
): Authentication {
  if (header === undefined) return refused('no credentials: the Authorization header is missing');
  const [, scheme, credentials] = /^(\S+) +(\S+)$/.exec(header) ?? [];
  if (scheme === undefined || credentials === undefined) return refused('the Authorization header cannot be read');
  switch (scheme.toLowerCase()) {
    case 'bearer':
      return withToken(credentials, store, tokens);
    case 'basic':
      return withKey(credentials, store);
    default:
      return refused('the Authorization header must be Bearer or Basic');
  }
}

function withToken(token: string, store: Store, tokens: AccessTokens): Authentication {
  const check = tokens.check(token, store.clock.now());
  if (check.kind === 'invalid') return refused('invalid access token');
  const account = store.findAccount(check.email);
  if (account === undefined) return refused('invalid access token');
  if (check.kind === 'expired') return refused('the access token has expired', account);
  return { kind: 'known', account };
}

function withKey(credentials: string, store: Store): Authentication {
  const text = Buffer.from(credentials, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  const keyId = text.slice(0, Math.max(colon, 0));
  const { account, key } = store.findKey(keyId) ?? {};
  if (account === undefined || key === undefined || key.revoked) return refused('unknown key ID', account);
  if (!sameText(text.slice(colon + 1), key.secret)) return refused('the secret does not fit the key ID', account);
  // 401 is the only authentication status documented; which one DT answers here is not known.
  if (!account.enableBasicAuth) return refused('Basic Auth is not enabled for this service account', account);
  return { kind: 'known', account };
}

function refused(message: string, claimed?: Account): Authentication {
  return { kind: 'refused', error: unauthorized(message), claimed };
}

function sameText(a: string, b: string): boolean {
  const left = Buffer.from(a, 'utf8');
  const right = Buffer.from(b, 'utf8');
  return left.length === right.length && timingSafeEqual(left, right);
}

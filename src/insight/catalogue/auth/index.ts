import type { CatalogueEntry } from '../../entry';
import { authAccount } from './auth.account';
import { authClock } from './auth.clock';
import { authEmail } from './auth.email';
import { authGrantType } from './auth.grant-type';
import { authKey } from './auth.key';
import { authProxy } from './auth.proxy';
import { authServer } from './auth.server';
import { authSignIn } from './auth.sign-in';
import { authSignature } from './auth.signature';
import { authUnreachable } from './auth.unreachable';
import { authUrl } from './auth.url';

/** What keeps an account from getting an access token. */
export const authEntries: readonly CatalogueEntry[] = [
  authClock, authKey, authEmail, authSignature, authUrl, authGrantType, authAccount, authUnreachable, authProxy, authServer, authSignIn,
];

import { renewToken, switchAccount } from '../../cure';
import type { CatalogueEntry } from '../../entry';
import { oldest } from '../../editions';
import { authenticationPage, errorPage } from '../../links';
import { isDtApi } from '../../requestView';
import { documented, inferred, observed } from '../../say';

/** The caller could not be authenticated. As far as is known the token was good: account or key may be gone. */
export const dt401: CatalogueEntry = {
  code: 'dt.401',
  title: '401 Unauthorized',
  status: 401,
  example: '⟦GET /projects⟧\nX-Sandbox-Fault: 401; times=2',
  about: {
    doThis: [documented('Sign the request with a service account, and get a new access token: one is valid for an hour.')],
    why: [documented('The user or service account could not be authenticated: credentials are missing, wrong or too old.')],
    links: [errorPage(401), authenticationPage],
    earlier: [oldest('a token in a curl command that was copied from the interactive API reference is valid for one hour too; use a service account with cURL.')],
  },
  matches: (failure, facts) => (failure.response?.status === 401 && isDtApi(failure, facts) ? 50 : 0),
  explain(failure) {
    const renewed = failure.exchange.attempts.some(({ followedBy }) => followedBy === 'new-token');
    return {
      headline: "401 Unauthorized: the API does not accept this account's token",
      part: { kind: 'request-line' },
      doThis: [
        inferred('Check in DT Studio that the service account and its key still exist.'),
        ...(renewed ? [] : [documented('Get a new access token and run the request again.')]),
        inferred('Check that account and API belong together (the sandbox has accounts of its own).'),
      ],
      why: [
        ...(renewed ? [observed('A fresh token was refused as well.')] : []),
        inferred('The key or the account may have been deleted since the token was made.'),
      ],
      // Once more, for a key may just have been switched on again.
      fixes: renewed ? [switchAccount, renewToken] : [renewToken, switchAccount],
    };
  },
};

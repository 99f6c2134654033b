import type { Statement } from './entry';
import { documented, inferred, observed } from './say';

/** What of an account is probably wrong, and where to look. */
export interface Suspect {
  /** Follows `probably`. */
  readonly what: string;
  readonly doThis: Statement;
  /** What else there is to do about it, where the one sentence is not all. */
  readonly more: readonly Statement[];
}

/** By the cause of the problem. DT does not document how its refusals can be told apart. */
export const suspects = {
  key: {
    what: 'a wrong or deleted key',
    doThis: inferred('Compare the key ID with the keys of the service account in DT Studio: it is wrong, or the key was deleted.'),
    more: [inferred('If the key is gone, create a new one in DT Studio.')],
  },
  signature: {
    what: 'a wrong secret',
    doThis: inferred('Check the secret: it seems to belong to another key ID. It is shown only once; if it is lost, create a new key in DT Studio.'),
    more: [inferred('It may also have been cut when it was copied.')],
  },
  email: {
    what: 'a wrong email',
    doThis: inferred('Compare the email with that of the service account in DT Studio which owns the key.'),
    more: [],
  },
  url: {
    what: 'a wrong token URL',
    doThis: observed('Check the token URL of the account ("tokenEndpoint" in a credentials file): host and path have to be those of the token endpoint.'),
    more: [documented('DT has one: https://identity.disruptive-technologies.com/oauth2/token.')],
  },
} as const satisfies Readonly<Record<string, Suspect>>;

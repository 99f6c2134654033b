import { documented, inferred } from '../../say';
import { suspects } from '../../signInSuspects';
import { authEntry, refusedSoNotSent } from './authEntry';

/** The key ID is wrong, or the key is gone. */
export const authKey = authEntry({
  code: 'auth.key',
  title: 'Sign-in failed: key ID not known',
  doThis: [suspects.key.doThis, ...suspects.key.more],
  why: [...refusedSoNotSent, documented('The key ID stands in the head of the assertion ("kid").'), inferred('By it the token endpoint finds the secret.')],
  example: '# @account sandbox-revoked\n⟦GET /projects⟧',
  byHand: 'the token endpoint does not know the key',
});

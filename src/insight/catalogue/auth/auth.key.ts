import { documented, inferred } from '../../say';
import { authEntry, refusedSoNotSent } from './authEntry';

/** The key ID is wrong, or the key is gone. */
export const authKey = authEntry({
  code: 'auth.key',
  title: 'Sign-in failed: key ID not known',
  doThis: [
    inferred('Compare the key ID with the keys of the service account in DT Studio: it is wrong, or the key was deleted.'),
    inferred('If the key is gone, create a new one in DT Studio and add the account again.'),
  ],
  why: [...refusedSoNotSent, documented('The key ID stands in the head of the assertion ("kid").'), inferred('By it the token endpoint finds the secret.')],
  example: '# @account sandbox-revoked\n⟦GET /projects⟧',
  byHand: 'the token endpoint does not know the key',
});

import { documented, inferred } from '../../say';
import { suspects } from '../../signInSuspects';
import { authEntry, refusedSoNotSent } from './authEntry';

/** The secret does not belong to the key ID ("Signature Error"). */
export const authSignature = authEntry({
  code: 'auth.signature',
  title: 'Sign-in failed: wrong secret',
  doThis: [suspects.signature.doThis, ...suspects.signature.more],
  why: [...refusedSoNotSent, documented('The assertion is signed with the secret by HS256.'), inferred('What the documentation calls "Signature Error" is most likely this.')],
  example: '# @account wrong-secret\n⟦GET https://api.disruptive-technologies.com/v2/projects⟧',
  byHand: 'the assertion is not signed with HS256',
});

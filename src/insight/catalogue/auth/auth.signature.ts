import { documented, inferred } from '../../say';
import { authEntry, refusedSoNotSent } from './authEntry';

/** The secret does not belong to the key ID ("Signature Error"). */
export const authSignature = authEntry({
  code: 'auth.signature',
  title: 'Sign-in failed: wrong secret',
  doThis: [
    inferred('Check the secret: it seems to belong to another key ID, or was cut when it was copied.'),
    documented('A secret is shown once, when the key is made. If it is lost, create a new key in DT Studio.'),
  ],
  why: [...refusedSoNotSent, documented('The assertion is signed with the secret by HS256.'), inferred('What the documentation calls "Signature Error" is most likely this.')],
  example: '# @account wrong-secret\n⟦GET https://api.disruptive-technologies.com/v2/projects⟧',
  byHand: 'the assertion is not signed with HS256',
});

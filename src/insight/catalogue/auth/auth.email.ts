import { documented, inferred } from '../../say';
import { authEntry, refusedSoNotSent } from './authEntry';

/** Key and email belong to different accounts ("Untrusted Entity Error"). */
export const authEmail = authEntry({
  code: 'auth.email',
  title: 'Sign-in failed: wrong email',
  doThis: [inferred('Compare the email with that of the service account in DT Studio which owns the key.')],
  why: [...refusedSoNotSent, documented('The email stands in the assertion ("iss").'), inferred('What the documentation calls "Untrusted Entity Error" is most likely this.')],
  example: '# @account wrong-email\n⟦GET https://api.disruptive-technologies.com/v2/projects⟧',
});

import { documented, inferred } from '../../say';
import { suspects } from '../../signInSuspects';
import { authEntry, refusedSoNotSent } from './authEntry';

/** Key and email belong to different accounts ("Untrusted Entity Error"). */
export const authEmail = authEntry({
  code: 'auth.email',
  title: 'Sign-in failed: wrong email',
  doThis: [suspects.email.doThis],
  why: [...refusedSoNotSent, documented('The email stands in the assertion ("iss").'), inferred('What the documentation calls "Untrusted Entity Error" is most likely this.')],
  example: '# @account wrong-email\n⟦GET https://api.disruptive-technologies.com/v2/projects⟧',
});

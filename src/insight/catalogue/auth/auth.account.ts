import { observed } from '../../say';
import { notSent } from '../../signInWords';
import { authEntry } from './authEntry';

/** The request names an account that is not there, or is signed out. */
export const authAccount = authEntry({
  code: 'auth.account',
  title: 'Sign-in failed: no such account, or signed out',
  doThis: [
    observed('Check the name after "# @account", or in "account" of the environment.'),
    observed('Add a service account under that name, or choose it again with "DT: Switch Account" where it is signed out.'),
  ],
  why: [observed('The request asks to be signed by one account and no other.'), notSent],
  example: '# @account lab\n⟦GET /projects⟧',
});

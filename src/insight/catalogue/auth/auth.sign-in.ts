import { documented, inferred } from '../../say';
import { accountChecks, notSent } from '../../signInWords';
import { authEntry } from './authEntry';

/** The token endpoint refused, and nothing tells why. */
export const authSignIn = authEntry({
  code: 'auth.sign-in',
  title: 'Sign-in failed',
  doThis: accountChecks,
  why: [
    documented('A key that does not fit is answered with 400 by the token endpoint.'),
    documented('The documentation names these cases: Timing Error, Untrusted Entity Error, Signature Error, Unsupported Grant Type, Other.'),
    inferred('They speak of the clock of this computer, of key ID or email, of the secret, and of what was sent to which token URL, in this order.'),
    inferred('A 403 from the API is another matter: the account is signed in and lacks a role.'),
    notSent,
  ],
  example: '# @account refused-without-a-reason\n⟦GET https://api.disruptive-technologies.com/v2/projects⟧',
});

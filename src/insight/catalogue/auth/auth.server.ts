import { inferred, observed } from '../../say';
import { notSent } from '../../signInWords';
import { authEntry } from './authEntry';

/** The token endpoint has a failure of its own, or too much to do. */
export const authServer = authEntry({
  code: 'auth.server',
  title: 'Sign-in failed: token endpoint out of order',
  doThis: [inferred('Wait a few seconds and try again.')],
  why: [observed('The failure is on the side of the server, not of the account.'), notSent],
  example: '# @account token-endpoint-out-of-order\n⟦GET https://api.disruptive-technologies.com/v2/projects⟧',
  byHand: ': the token endpoint cannot answer now',
  byHandCure: [inferred('Wait a few seconds and try again.')],
  byHandWhy: [observed('The failure is on the side of the server.')],
});

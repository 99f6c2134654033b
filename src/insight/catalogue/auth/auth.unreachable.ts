import { inferred, observed } from '../../say';
import { notSent } from '../../signInWords';
import { authEntry } from './authEntry';

/** No answer came from the token endpoint. */
export const authUnreachable = authEntry({
  code: 'auth.unreachable',
  title: 'Sign-in failed: token endpoint not reached',
  doThis: [inferred('Check the network connection and any VPN or proxy, then try again.')],
  why: [observed('The account was not refused: no answer about it came.'), notSent],
  example: '# @account token-endpoint-hangs-up\n⟦GET https://api.disruptive-technologies.com/v2/projects⟧',
});

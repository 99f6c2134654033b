import { inferred } from '../../say';
import { notSent } from '../../signInWords';
import { authEntry } from './authEntry';

/** Something else answered in place of the token endpoint. */
export const authProxy = authEntry({
  code: 'auth.proxy',
  title: 'Sign-in failed: a proxy answered',
  doThis: [
    inferred('Check the proxy settings, or ask who runs the proxy to let requests to the token endpoint pass.'),
    inferred('In a guest network, sign in to the network first, then run it again.'),
  ],
  why: [
    inferred('A token endpoint refuses in JSON with an "error"; what came has another form, so the account and its key may be fine.'),
    notSent,
  ],
  example: '# @account token-endpoint-behind-a-portal\n⟦GET https://api.disruptive-technologies.com/v2/projects⟧',
  byHand: ' from a proxy, not the token endpoint',
  byHandCure: [inferred('Check the proxy settings, or sign in to the network first, then run it again.')],
  byHandWhy: [inferred('A token endpoint refuses in JSON with an "error". A proxy or gateway answered in its place, so the assertion may be fine.')],
});

import { documented, observed } from '../../say';
import { suspects } from '../../signInSuspects';
import { notSent } from '../../signInWords';
import { authEntry } from './authEntry';

/** The token URL of the account is not that of a token endpoint. */
export const authUrl = authEntry({
  code: 'auth.url',
  title: 'Sign-in failed: wrong token URL',
  doThis: [suspects.url.doThis, ...suspects.url.more],
  why: [observed('An account is shown to no other host: with its assertion somebody else could sign in.'), notSent],
  example: '# @account wrong-token-url\n⟦GET https://api.disruptive-technologies.com/v2/projects⟧',
  byHand: 'this is not the URL the assertion is for',
  byHandCure: [documented('Post to https://identity.disruptive-technologies.com/oauth2/token, and name that URL as "aud" in the assertion.')],
});

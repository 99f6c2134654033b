import { documented } from '../../say';
import { authEntry } from './authEntry';
import { grantType } from './tokenRequest';

/** "Unsupported Grant Type": only of requests by hand, for the product sends the right one. */
export const authGrantType = authEntry({
  code: 'auth.grant-type',
  title: 'Unsupported grant type',
  doThis: [documented(`Send grant_type=${grantType}: the token endpoint takes no other.`)],
  why: [documented('The documentation calls this "Unsupported Grant Type".')],
  example: 'POST {{tokenUrl}}\nContent-Type: application/x-www-form-urlencoded\n\n⟦grant_type=client_credentials&assertion={{assertion}}⟧',
  byHand: 'the token endpoint does not take this grant type',
  byHandCure: [documented(`Send grant_type=${grantType}.`)],
  byHandWhy: [documented('The documentation calls this "Unsupported Grant Type".')],
});

import { documented, inferred, observed } from '../../say';
import { notSent } from '../../signInWords';
import { authEntry } from './authEntry';

/** The times in the assertion are not the server's ("Timing Error"). */
export const authClock = authEntry({
  code: 'auth.clock',
  title: 'Sign-in failed: wrong clock',
  doThis: [observed('Set the clock of this computer (switch on automatic time), then try again.')],
  why: [
    documented('An assertion says when it was made and when it ends, at most an hour later.'),
    inferred('What the documentation calls "Timing Error" is most likely this.'),
    inferred('A clock that is wrong makes a good key look bad.'),
    notSent,
  ],
  example: '⟦GET /projects⟧',
  byHand: 'the times in the assertion are wrong',
  byHandCure: [documented('Make a new assertion: iat is now, exp at most 3600 later, both in seconds since 1970.')],
});

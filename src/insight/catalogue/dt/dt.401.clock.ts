import { unauthorized } from '../../blame/token';
import { renewToken } from '../../cure';
import { authenticationPage, errorPage } from '../../links';
import { inferred, observed } from '../../say';
import { specialCase } from './specialCase';

/** The clock here is off: named before any key. */
export const dt401Clock = specialCase({
  code: 'dt.401.clock',
  title: "401 Unauthorized: this computer's clock is wrong",
  status: 401,
  of: 'dt.401',
  example: '⟦GET /projects⟧\nX-Sandbox-Fault: 401; times=2',
  about: {
    doThis: [observed('Set the clock of this computer (switch on automatic time), then get a new token.')],
    why: [inferred('Tokens carry the time they were made, so a wrong clock makes a good key look bad.')],
    links: [errorPage(401), authenticationPage],
  },
  find(failure, facts) {
    const cause = unauthorized(failure, facts);
    return cause.kind === 'clock' ? cause.words : undefined;
  },
  explain: (words) => ({ headline: "401 Unauthorized: this computer's clock is wrong", part: { kind: 'request-line' }, ...words, fixes: [renewToken] }),
});

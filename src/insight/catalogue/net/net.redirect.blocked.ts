import { inferred, observed } from '../../say';
import { networkEntry } from './networkEntry';

/** A redirect that would give something away. */
export const netRedirectBlocked = networkEntry({
  code: 'net.redirect.blocked',
  title: 'Redirect not followed',
  failures: ['redirect.blocked'],
  doThis: [
    observed('To see where it leads, put "# @no-redirect" above the request and run it.'),
    inferred('If you trust the new address, write it into the request yourself.'),
    inferred('In a hotel or guest network, sign in to the network first: it may send every request to its page.'),
  ],
  why: [observed('A body, a secret or a method that changes something is not passed on to another host, and https is never left for http.')],
  example: '⟦POST http://{{leadingAwayHost}}/v2/projects⟧\nContent-Type: application/json\n\n{ "displayName": "x" }',
  explain: () => ({
    headline: 'Stopped: the redirect would send this request where it may not go',
    part: { kind: 'request-line' },
  }),
});

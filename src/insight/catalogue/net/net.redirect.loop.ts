import { inferred, observed } from '../../say';
import { networkEntry } from './networkEntry';

/** More redirects than anybody means. */
export const netRedirectLoop = networkEntry({
  code: 'net.redirect.loop',
  title: 'Redirects without end',
  failures: ['redirect.limit'],
  doThis: [
    inferred('Look at the Location header of each answer, and write the final address into the request.'),
    observed('To see the redirect itself, put "# @no-redirect" above the request.'),
  ],
  why: [observed('Each answer sent the request on to another address.'), inferred('Two addresses may point to each other.')],
  example: '⟦GET http://{{loopHost}}/v2/projects⟧',
  explain: ({ exchange }) => ({
    headline: `Redirects without end: gave up after ${Math.max(exchange.attempts.length - 1, 0)}`,
    part: { kind: 'request-line' },
  }),
});

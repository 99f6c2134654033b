import { networkEntry } from '../networkEntry';
import { inferred, observed } from '../say';

/** A redirect that was not followed: too many of them, or one that would give something away. */
export const netRedirect = networkEntry({
  code: 'net.redirect',
  title: 'Redirect not followed',
  failures: ['redirect.limit', 'redirect.blocked'],
  doThis: [inferred('Look at the Location header of each answer, and write the final address into the request.'), observed('To see the redirect itself, put "# @no-redirect" above the request.')],
  why: [observed('A redirect was not followed.')],
  explain: ({ failure, exchange }) => (failure?.code === 'redirect.limit'
    ? {
        headline: `Redirects without end: gave up after ${Math.max(exchange.attempts.length - 1, 0)}`,
        part: { kind: 'request-line' },
        why: [observed('Each answer sent the request on to another address.'), inferred('Two addresses may point to each other.')],
      }
    : {
        headline: 'Stopped: the redirect would send this request where it may not go',
        part: { kind: 'request-line' },
        doThis: [
          observed('To see where it leads, put "# @no-redirect" above the request and run it.'),
          inferred('If you trust the new address, write it into the request yourself.'),
        ],
        why: [observed('A body or a method that changes something is not passed on to another host, and https is never left for http.')],
      }),
});

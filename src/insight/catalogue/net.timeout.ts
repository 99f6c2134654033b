import { retryNow } from '../cure';
import type { Statement } from '../entry';
import { hostPart, networkEntry } from '../networkEntry';
import { hostOf } from '../requestView';
import { duration, headline, inferred, observed } from '../say';

const moreTime: Statement = observed('Give it more time: "# @timeout 60s" above the request.');

/** Time ran out: while connecting, while waiting for the answer, or while reading it. */
export const netTimeout = networkEntry({
  code: 'net.timeout',
  title: 'Timeout',
  failures: ['timeout.connect', 'timeout.answer', 'timeout.body'],
  doThis: [inferred('Run it again, or give it more time.'), moreTime],
  why: [observed('The time for the request ran out.')],
  explain({ exchange, failure, attempt }) {
    const host = hostOf(exchange.request);
    const waited = attempt ? [observed(`The last attempt took ${duration(attempt.timing.totalMs)}.`)] : [];
    const fixes = [retryNow];
    switch (failure?.code) {
      case 'timeout.connect':
        return {
          headline: headline('Not sent: no connection to ', host, ' in time'),
          part: hostPart,
          doThis: [
            observed('Check host and port, and the network or VPN.'),
            inferred('A firewall that drops packets looks like this: nothing refuses, nothing answers.'),
          ],
          why: [observed('No connection came about, so nothing was sent.'), ...waited], fixes,
        };
      case 'timeout.body':
        return {
          headline: headline('Answer incomplete: ', host, ' stopped sending in time'),
          part: { kind: 'request-line' },
          doThis: [moreTime, inferred('Or ask for less at once: a smaller page, a shorter time range.')],
          why: [observed('The answer began, but its end did not come in time.'), ...waited], fixes,
        };
      default:
        return {
          headline: headline('No answer from ', host, ' in time'),
          part: { kind: 'request-line' },
          doThis: [moreTime, inferred('If that does not help, the server is overloaded or stuck: try later.')],
          why: [
            observed('The time ran out before an answer came.'), ...waited,
            ...(failure?.maybeSent === true ? [inferred('The request arrived, perhaps, and may still be carried out.')] : []),
          ], fixes,
        };
    }
  },
});

import { networkEntry } from './networkEntry';
import { hostOf } from '../../requestView';
import { headline, inferred, observed } from '../../say';

/** The answer grew over the limit and was given up. */
export const netTooLarge = networkEntry({
  code: 'net.too-large',
  title: 'Answer too large',
  failures: ['too-large'],
  doThis: [inferred('Ask for less at once: a smaller page, a shorter time range, a narrower filter.')],
  why: [observed('The answer grew over the limit of this tool and was given up, to keep memory free.')],
  example: '⟦GET http://{{hugeHost}}/v2/projects⟧',
  explain: ({ exchange }) => ({
    headline: headline('Answer given up: ', hostOf(exchange.request), ' sends too much'),
    part: { kind: 'request-line' },
  }),
});

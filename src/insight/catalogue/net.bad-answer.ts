import { retryNow } from '../cure';
import type { CatalogueEntry } from '../entry';
import { hostOf } from '../requestView';
import { headline, inferred, observed } from '../say';

const why = observed('What came back breaks the rules of HTTP, or its body could not be decoded.');

/** Bytes came back that are no readable HTTP answer. */
export const netBadAnswer: CatalogueEntry = {
  code: 'net.bad-answer',
  title: 'Unreadable answer',
  about: {
    doThis: [observed('Check scheme and port: another protocol than HTTP may listen there.'), inferred('Otherwise a proxy in between may garble answers.')],
    why: [why],
    links: [],
  },
  matches({ failure, response }) {
    if (failure?.code === 'bad-answer') return 100;
    // An error status explains more than a body that cannot be decoded.
    return response?.undecodable !== undefined && response.status < 400 ? 100 : 0;
  },
  explain({ exchange, response }) {
    const part = { kind: 'request-line' } as const;
    if (!response) return { headline: headline('Unreadable answer from ', hostOf(exchange.request)), part, fixes: [retryNow] };
    return {
      headline: headline(`${response.status}, but the body cannot be decoded`),
      part,
      severity: 'warning',
      doThis: [observed('Send "Accept-Encoding: identity" to get the body uncompressed.'), inferred('A proxy in between may say that a body is compressed when it is not.')],
      why: [observed('The body is not in the encoding that the answer names; it is shown as it came.')],
      fixes: [retryNow],
    };
  },
};

import { beforeRepeating, retryNow } from '../../cure';
import type { CatalogueEntry } from '../../entry';
import { shown } from '../../evidence';
import { headline, inferred, observed } from '../../say';
import { statusTitle } from '../../statusTitle';

/** A `Content-Encoding` that cannot be undone: it is not what it says, was cut, or is unknown here. */
export const answerUndecodable: CatalogueEntry = {
  code: 'answer.undecodable',
  title: 'Body cannot be decoded',
  about: {
    doThis: [
      observed('Send "Accept-Encoding: identity" to get the body uncompressed.'),
      inferred('If it comes compressed all the same, a proxy in between says what is not so: ask who runs it.'),
    ],
    why: [observed('The body is not in the encoding that the Content-Encoding header names, or nobody here knows that encoding; it is shown as it came.')],
    links: [],
  },
  example: '⟦GET http://{{garblingHost}}/v2/projects⟧',
  // An error status explains more than a body that cannot be decoded.
  matches: ({ response }) => (response?.undecodable !== undefined && response.status < 400 ? 100 : 0),
  explain: ({ exchange, response }, facts) => ({
    severity: 'warning',
    headline: headline(`${statusTitle(response?.status ?? 0)}, but the body cannot be decoded`),
    part: { kind: 'request-line' },
    doThis: [...answerUndecodable.about.doThis, ...beforeRepeating(exchange.request.method)],
    evidence: [{ label: 'Decoding', value: shown(facts)(response?.undecodable ?? '', 300) }],
    fixes: [retryNow],
  }),
};

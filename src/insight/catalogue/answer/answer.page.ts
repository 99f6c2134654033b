import { retryNow } from '../../cure';
import type { CatalogueEntry } from '../../entry';
import { hostOf } from '../../requestView';
import { headline, inferred, observed } from '../../say';
import { statusTitle } from '../../statusTitle';
import { bodyKind } from '../../vendorError';
import { foreignAnswer } from './foreignAnswer';

/** An answer that has nothing of the API's, with a status that says little by itself. */
export const answerPage: CatalogueEntry = {
  code: 'answer.page',
  title: 'Not an answer of the API',
  about: {
    doThis: [
      inferred('Open the answer and read it: it may name the proxy, gateway or network that sent it.'),
      inferred('In a guest network, sign in to the network first. In a company, check the proxy settings, or ask who runs the proxy.'),
    ],
    why: [observed('The API answers in JSON; this answer is something else.'), inferred('So something in between answered in its place, and your account and request may be fine.')],
    links: [],
  },
  example: '# @retry none\n⟦GET /projects⟧\nX-Sandbox-Fault: 404; body=html; times=1',
  matches: (failure, facts) => (foreignAnswer(failure, facts) === 'page' ? 80 : 0),
  explain: ({ exchange, response }) => ({
    headline: headline(`${statusTitle(response?.status ?? 0)}: this is not from the API of `, hostOf(exchange.request)),
    part: { kind: 'request-line' },
    why: [
      observed(response && bodyKind(response) === 'html' ? 'The API answers in JSON; this is a web page.' : "The answer does not have the form of the API's answers."),
      ...answerPage.about.why.slice(1),
    ],
    fixes: [retryNow],
  }),
};

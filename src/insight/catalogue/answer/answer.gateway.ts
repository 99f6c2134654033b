import { retryNow } from '../../cure';
import type { CatalogueEntry } from '../../entry';
import { headline, inferred, observed } from '../../say';
import { statusTitle } from '../../statusTitle';
import { bodyKind } from '../../vendorError';
import { foreignAnswer } from './foreignAnswer';

/** A proxy or a gateway refused in place of the API. */
export const answerGateway: CatalogueEntry = {
  code: 'answer.gateway',
  title: 'Refused by a proxy or gateway, not by the API',
  about: {
    doThis: [
      inferred('Open the answer and read it: it may name the proxy, gateway or network that sent it.'),
      inferred('Check the proxy settings, or ask who runs the proxy. In a guest network, sign in to the network first.'),
    ],
    why: [
      observed('The API refuses in JSON with an "error"; this answer has another form.'),
      inferred('So a proxy, a gateway or the network refused the request, and your account and its role may be fine.'),
    ],
    links: [],
  },
  example: '# @retry none\n⟦GET /projects⟧\nX-Sandbox-Fault: 403; body=html; times=1',
  matches: (failure, facts) => (foreignAnswer(failure, facts) === 'gateway' ? 80 : 0),
  explain({ response }) {
    const { why } = answerGateway.about;
    return {
      headline: headline(`${statusTitle(response?.status ?? 0)}: sent by a proxy or gateway, not by the API`),
      part: { kind: 'request-line' },
      why: [observed(response && bodyKind(response) === 'html' ? 'The API answers in JSON; this is a web page.' : "The answer does not have the form of the API's answers."), ...why.slice(1)],
      fixes: [retryNow],
    };
  },
};

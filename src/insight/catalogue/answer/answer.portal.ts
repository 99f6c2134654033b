import { retryNow } from '../../cure';
import type { CatalogueEntry, Failure, Statement } from '../../entry';
import { hostOf } from '../../requestView';
import { headline, inferred, observed } from '../../say';
import { statusTitle } from '../../statusTitle';
import { bodyKind } from '../../vendorError';
import { foreignAnswer } from './foreignAnswer';

const signInFirst = inferred('Open any web page in a browser: if the network asks you to sign in or to accept its terms, do that first. Then run it again.');

/** The sign-in page of a network, or another web page, where the API's answer was due. */
export const answerPortal: CatalogueEntry = {
  code: 'answer.portal',
  title: 'A web page in place of the API',
  about: {
    doThis: [
      signInFirst,
      inferred('Otherwise open the answer and read it: it may name the proxy or the gateway that sent it.'),
    ],
    why: [
      observed('The API answers in JSON; this is a web page, or a status that only networks send.'),
      inferred('A captive portal does that: hotels, guest networks and some companies answer every request with their own page until somebody signs in.'),
      inferred('So it was not the API that answered, and your account and request may be fine.'),
    ],
    links: [],
  },
  example: '# @retry none\n⟦GET /projects⟧\nX-Sandbox-Fault: 200; body=html; times=1',
  matches: (failure, facts) => (foreignAnswer(failure, facts) === 'portal' ? 85 : 0),
  explain(failure) {
    const { exchange, response } = failure;
    const status = response?.status ?? 0;
    return {
      headline: status === 511
        ? `${statusTitle(status)}: sign in to the network first`
        : headline(`${statusTitle(status)}: a web page, not an answer of `, hostOf(exchange.request)),
      part: { kind: 'request-line' },
      why: [...whatCame(failure), ...answerPortal.about.why.slice(1)],
      fixes: [retryNow],
    };
  },
};

function whatCame({ attempt, exchange, response }: Failure): readonly Statement[] {
  const page = response !== undefined && bodyKind(response) === 'html' ? [observed('The API answers in JSON; this is a web page.')] : [];
  const isAway = attempt !== undefined && attempt.request.origin !== exchange.request.origin;
  return [
    ...page,
    ...(isAway ? [observed('A redirect led to another host than the one written: the answer came from there.')] : []),
    ...(response?.status === 511 ? [observed('511 is sent by networks that want a sign-in, never by the server that was asked.')] : []),
  ];
}

import { headerValue } from '../../http/exchange';
import { retryNow } from '../cure';
import type { CatalogueEntry, EntryExplanation, Facts, Failure } from '../entry';
import { hostOf, isDtApi, viewOf } from '../requestView';
import { headline, inferred, observed } from '../say';
import { statusTitle } from '../statusTitle';
import { bodyKind, bodySniff, isBrokenJson } from '../vendorError';

/** Statuses that a proxy or a gateway uses for its own refusals. */
const gatekeepers: ReadonlySet<number> = new Set([401, 403, 407, 511]);

/** Statuses where the API answers in JSON (error documentation), so a page came from elsewhere. */
const spoken: ReadonlySet<number> = new Set([400, 404, 409]);

/** Something answered in place of the API: a proxy, a gateway, the sign-in page of a network. */
export const answerNotJson: CatalogueEntry = {
  code: 'answer.not-json',
  title: 'Not an answer of the API',
  about: {
    doThis: [
      inferred('Open the answer and read it: it names the proxy, gateway or network that sent it.'),
      inferred('In a guest network, sign in to the network first. In a company, check the proxy settings, or ask who runs the proxy.'),
    ],
    why: [observed('The API answers in JSON; this answer is something else.'), inferred('So it was not the API that answered, and your account and request may be fine.')],
    links: [],
  },
  matches(failure, facts) {
    const { response } = failure;
    if (!response || !isDtApi(failure, facts) || failure.body) return 0;
    if (response.status < 300) return isPage(failure, facts) || hasBrokenJson(failure, facts) ? 80 : 0;
    if (gatekeepers.has(response.status)) return couldBeVendor(failure) ? 0 : 80;
    return spoken.has(response.status) && bodyKind(response) === 'html' ? 80 : 0;
  },
  explain(failure, facts) {
    const { exchange, response } = failure;
    if (response && response.status < 300 && !isPage(failure, facts)) return brokenJson(response.status);
    const title = statusTitle(response?.status ?? 0);
    const host = hostOf(exchange.request);
    const isGatekeeper = gatekeepers.has(response?.status ?? 0);
    return {
      headline: isGatekeeper
        ? headline(`${title} from a proxy or gateway, not the API`)
        : headline(`${title}: this is not from the API of `, host),
      part: { kind: 'request-line' },
      why: [
        observed(response && bodyKind(response) === 'html' ? 'The API answers in JSON; this is a web page.' : "The answer does not have the form of the API's answers."),
        inferred(isGatekeeper
          ? 'So a proxy, a gateway or the network refused the request, and your account and its role may be fine.'
          : 'So a proxy, a gateway or the sign-in page of a network answered in its place.'),
      ],
      fixes: [retryNow],
    };
  },
};

/** A page where a list or a resource was due. Streams and empty answers are none. */
function isPage(failure: Failure, facts: Facts): boolean {
  const { response } = failure;
  if (!response || response.undecodable !== undefined || failure.exchange.request.method === 'HEAD') return false;
  const kind = bodySniff(response);
  if (kind === 'html') return true;
  const type = headerValue(response.headers, 'content-type') ?? '';
  return kind === 'other' && !/json|event-stream/i.test(type) && viewOf(failure, facts).endpoint?.endpoint.streaming !== true;
}

/** A part of a body (206) and a stream of several values are no single JSON text. */
function hasBrokenJson(failure: Failure, facts: Facts): boolean {
  const { exchange, response } = failure;
  if (!response || response.status === 206 || response.undecodable !== undefined || exchange.request.method === 'HEAD') return false;
  return viewOf(failure, facts).endpoint?.endpoint.streaming !== true && isBrokenJson(response);
}

function brokenJson(status: number): EntryExplanation {
  return {
    headline: `${statusTitle(status)}, but the body is broken JSON`,
    part: { kind: 'request-line' },
    doThis: [
      inferred('Run it again. If it stays so, look at the end of the body: a proxy in between may cut answers short or change them.'),
    ],
    why: [observed('The answer says that it is JSON, but its body cannot be read as JSON.'), inferred('The status says that the request itself was carried out.')],
    fixes: [retryNow],
  };
}

/** The answer to a HEAD has no body to judge by; its type alone may tell. */
function couldBeVendor({ exchange, response }: Failure): boolean {
  if (exchange.request.method !== 'HEAD' || response?.status === 407 || response?.status === 511) return false;
  return !/html/i.test((response && headerValue(response.headers, 'content-type')) ?? '');
}

import { retryAfterMs } from '../../../http/retryAfter';
import { isIdempotent } from '../../../http/methods';
import { beforeRepeating, notRepeated, retryNow, waitIfBearable } from '../../cure';
import type { CatalogueEntry, EntryExplanation, Failure, Statement } from '../../entry';
import { hostOf } from '../../requestView';
import { duration, headline, inferred, observed } from '../../say';
import { statusTitle } from '../../statusTitle';

/** Statuses after which a request is sent again by itself where that is safe; see `run/retryDecision.ts`. */
const repeated: ReadonlySet<number> = new Set([500, 503, 504]);

/** What a status means by the standards of HTTP, for hosts of which nothing else is known. */
const meanings: ReadonlyMap<number, { readonly cause: string; readonly doThis: string }> = new Map([
  [400, { cause: 'the server cannot read the request', doThis: 'Check the path, the query and the body against the documentation of this server.' }],
  [401, { cause: 'the server wants credentials', doThis: 'Give the request the credentials that this server asks for. Your DT account is not sent there.' }],
  [403, { cause: 'the server does not allow this', doThis: 'Check that the credentials you sent may do this, and ask whoever runs the server.' }],
  [404, { cause: 'the server has nothing at this address', doThis: 'Check the path for typing errors.' }],
  [405, { cause: 'the server does not take this method here', doThis: 'Look at the Allow header of the answer: it lists the methods for this path.' }],
  [406, { cause: 'the server has no form that Accept asks for', doThis: 'Change or remove the Accept header.' }],
  [407, { cause: 'a proxy wants credentials', doThis: 'Give the proxy a name and a password in the proxy settings.' }],
  [408, { cause: 'the server gave up waiting for the request', doThis: 'Run it again.' }],
  [409, { cause: 'the request clashes with the present state', doThis: 'Read the resource again, then decide what to change.' }],
  [410, { cause: 'what was here is gone for good', doThis: 'Look for a new address in the documentation of this server.' }],
  [412, { cause: 'a condition of the request does not hold', doThis: 'Check the If-… headers of the request.' }],
  [413, { cause: 'the body is too large for the server', doThis: 'Send less at once.' }],
  [414, { cause: 'the target is too long for the server', doThis: 'Shorten the query, or send it in parts.' }],
  [415, { cause: 'the server does not take this media type', doThis: 'Check the Content-Type header: it has to say what the body is.' }],
  [422, { cause: 'the server cannot use what the body says', doThis: 'Compare the body with the documentation of this server.' }],
  [429, { cause: 'too many requests', doThis: 'Wait, then run it again.' }],
]);

/**
 * An error status of a host that is not DT's, or one that DT does not document.
 * Never says a word about DT's API as the cause.
 */
export const answerStatus: CatalogueEntry = {
  code: 'answer.status',
  title: 'The server answered with an error',
  about: {
    doThis: [inferred('Read the body of the answer, and the documentation of the server.')],
    why: [observed('4xx means that the server takes the request to be wrong; 5xx that the server failed.')],
    links: [],
  },
  example: '⟦GET http://{{otherServer}}/status/418⟧',
  matches: ({ response }) => (response && (response.status >= 400 || response.status < 100) ? 1 : 0),
  explain(failure) {
    const status = failure.response?.status ?? 0;
    if (!isStatus(status)) return noStatus(failure, status);
    return status >= 500 ? serverSide(failure, status) : callerSide(failure, status);
  },
};

/** Statuses have three digits, the first from 1 to 5 (RFC 9110, section 15). */
function isStatus(status: number): boolean {
  return status >= 100 && status < 600;
}

function noStatus(failure: Failure, status: number): EntryExplanation {
  return {
    headline: `${status} is not an HTTP status`,
    part: { kind: 'request-line' },
    doThis: [inferred('Read the body of the answer: it may say who sent it.'), inferred('Check host and port, and any proxy in between.')],
    why: [answeredBy(failure), observed('A status of HTTP lies between 100 and 599, so this one says nothing.')],
    fixes: [retryNow],
  };
}

function callerSide(failure: Failure, status: number): EntryExplanation {
  const meaning = meanings.get(status);
  const waitMs = failure.response && retryAfterMs(failure.response.headers);
  const wait: readonly Statement[] = waitMs === undefined ? [] : [observed(`Wait ${duration(waitMs)}, as the answer asks, and run it again.`)];
  return {
    severity: status === 429 ? 'information' : 'error',
    headline: headline(`${statusTitle(status)}: ${meaning?.cause ?? 'the server refuses the request'}`),
    part: status === 405 ? { kind: 'method' } : { kind: 'request-line' },
    doThis: [...wait, inferred(meaning?.doThis ?? 'Read the body of the answer, and the documentation of the server.')],
    why: [answeredBy(failure), inferred('This is what the status means in general; what this server means by it is for its own documentation.')],
    fixes: waitMs !== undefined ? waitIfBearable(waitMs) : status === 408 || status === 429 ? [retryNow] : [],
  };
}

function serverSide(failure: Failure, status: number): EntryExplanation {
  const waitMs = failure.response && retryAfterMs(failure.response.headers);
  const { method } = failure.exchange.request;
  return {
    headline: headline(`${statusTitle(status)}: the server failed, not your request`),
    part: { kind: 'request-line' },
    doThis: [
      waitMs === undefined ? inferred('Try again in a moment.') : observed(`Wait ${duration(waitMs)}, as the answer asks, and run it again.`),
      ...beforeRepeating(method),
    ],
    why: [
      answeredBy(failure),
      inferred('A 5xx says that the server, or one behind it, could not do its work.'),
      ...(repeated.has(status) ? notRepeated(method) : []),
    ],
    fixes: isIdempotent(method) || waitMs !== undefined ? waitIfBearable(waitMs ?? 1000) : [retryNow],
  };
}

/** The host is named in the evidence when it is not the one that was written. */
function answeredBy({ attempt, exchange }: Failure): Statement {
  const written = exchange.request;
  const same = attempt?.request.origin === written.origin && attempt.request.target === written.target;
  return observed(same || !attempt ? `The answer came from ${hostOf(written)}.` : 'The answer came after a redirect, from another address than the one written.');
}

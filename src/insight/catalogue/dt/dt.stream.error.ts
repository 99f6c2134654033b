import { idCandidates } from '../../blame/idText';
import { queryProblems } from '../../blame/query';
import { scopeOf } from '../../blame/rights';
import { streamEnd, type StreamEnd } from '../../blame/stream';
import { openStatusPage, renewToken, retryNow, showPermissions, switchAccount, waitAndRetry } from '../../cure';
import type { CatalogueEntry, EntryExplanation, Facts, Failure, Statement } from '../../entry';
import { errorPage, streamingPage } from '../../links';
import { segmentPart, viewOf } from '../../requestView';
import { documented, inferred, observed } from '../../say';
import { documentedTitle } from '../../statusTitle';
import { frameEvidence } from './streamFrame';

/** The stream opened with 200 and ended with an error frame. */
export const dtStreamError: CatalogueEntry = {
  code: 'dt.stream.error',
  title: 'An error on the stream',
  example: 'GET /projects/⟦{{project}}⟧/devices:stream\nX-Sandbox-Fault: stream-error=5; after=1',
  about: {
    doThis: [inferred('Read the number as a status of HTTP or, below 100, of gRPC: 3 bad request, 5 not found, 7 forbidden, 13 internal, 14 unavailable, 16 unauthorized.')],
    why: [
      inferred('An error on a stream comes as its last frame; the status of the answer stays 200.'),
      inferred('The frame is {"error":{"code","message","details"}}; an older form has grpcCode and httpCode.'),
    ],
    links: [streamingPage],
  },
  matches: (failure, facts) => (streamEnd(failure, facts)?.isOver === false ? 85 : 0),
  explain(failure, facts) {
    const end = streamEnd(failure, facts);
    const { cause, ...meaning } = meaningOf(end?.status ?? 0, failure, facts);
    return {
      part: { kind: 'request-line' },
      ...meaning,
      headline: `Stream error${end?.code === undefined ? '' : ` ${end.code}`}: ${cause}`,
      why: [numberWords(end), inferred('An error on a stream comes as its last frame; the status of the answer stays 200.')],
      evidence: frameEvidence(failure, facts),
      links: [...(end && end.status >= 400 ? [errorPage(end.status)] : []), streamingPage],
    };
  },
};

function numberWords(end: StreamEnd | undefined): Statement {
  if (end?.code === undefined) return observed('The frame has no number.');
  if (end.status === 0) return observed(`The frame has the number ${end.code}, which is not known.`);
  return inferred(end.code < 100 ? `${end.code} is a number of gRPC, and says what ${documentedTitle(end.status)} says in HTTP.` : `The number is that of ${documentedTitle(end.code)}.`);
}

/** What to say of a status when it comes on a stream. `cause` ends the headline. */
function meaningOf(status: number, failure: Failure, facts: Facts): Partial<EntryExplanation> & { readonly cause: string } {
  const view = viewOf(failure, facts);
  switch (status) {
    case 400: {
      const problem = queryProblems(view)[0];
      return {
        cause: problem?.headline ?? 'a parameter of the stream is not accepted',
        part: problem?.part ?? { kind: 'request-line' },
        doThis: [problem?.doThis ?? inferred('Check the parameters of the query: filters, event types and ping interval.')],
        fixes: problem?.fix ? [problem.fix] : [],
      };
    }
    case 401:
      return { cause: 'the token is no longer accepted', doThis: [documented('Get a new access token for each connection: one is valid for an hour.')], fixes: [renewToken] };
    case 403: {
      const scope = scopeOf(failure, view);
      return {
        cause: 'this account may not read these devices', ...(scope && { part: scope.part }),
        doThis: [documented('Give the account a role in the project: any role will do for a stream.')],
        fixes: [...(scope && view.api === 'api' ? [showPermissions(scope.name)] : []), switchAccount],
      };
    }
    case 404: {
      const id = idCandidates(view).at(-1);
      const isFiltered = view.query.some(({ name }) => name === 'device_ids');
      const filter = isFiltered ? ' or one of device_ids' : '';
      return {
        cause: `the ${id?.param ?? 'device'}${filter} is missing, or not visible`, ...(id && { part: segmentPart(view, id.segment) }),
        doThis: [inferred(`Check the ids in the path${isFiltered ? ', and those in device_ids' : ''}.`)], fixes: [switchAccount],
      };
    }
    case 429:
      return { cause: 'too many requests', doThis: [inferred('Wait for one whole window, and connect again.')], fixes: [waitAndRetry(facts.quota?.windowMs ?? 10_000)] };
    default:
      return status === 0 || status < 500
        ? { cause: 'the server broke it off', doThis: [inferred('Read the last frame below, and connect again.')], fixes: [retryNow] }
        : { cause: 'the service failed, not your request', doThis: [inferred('Connect again after a second, and wait longer each time.')], fixes: [waitAndRetry(1000), openStatusPage] };
  }
}

import { streamEnd } from '../../blame/stream';
import type { CatalogueEntry } from '../../entry';
import { streamingPage } from '../../links';
import { documented, inferred } from '../../say';
import { frameEvidence } from './streamFrame';

/** The server has ended a stream in good order. */
export const dtStreamEnded: CatalogueEntry = {
  code: 'dt.stream.ended',
  title: 'The stream was closed: connect again',
  example: '⟦GET /projects/{{project}}/devices:stream⟧\nX-Sandbox-Fault: stream-error=1; after=2',
  about: {
    doThis: [inferred('Connect again, with a fresh token. Read the events in between from the history if you need them all.')],
    why: [inferred('The server ends a stream after some time. The numbers 1 and 4 of gRPC, 408 and 504 of HTTP say so: nothing is wrong.'), documented('A connection can drop at any time, so a client needs a policy for connecting again.')],
    links: [streamingPage],
  },
  matches: (failure, facts) => (streamEnd(failure, facts)?.isOver === true ? 85 : 0),
  explain: (failure, facts) => ({
    severity: 'information',
    headline: 'The stream was closed by the server: connect again, nothing is wrong',
    part: { kind: 'request-line' },
    evidence: frameEvidence(failure, facts),
    fixes: [{ kind: 'action', action: 'retry', title: 'Connect again' }],
  }),
};

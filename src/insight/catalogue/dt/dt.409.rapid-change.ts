import { conflictOf } from '../../blame/conflict';
import { reread, retryNow } from '../../cure';
import { errorPage } from '../../links';
import { documented, inferred } from '../../say';
import { specialCase } from './specialCase';

const why = documented('Rapid changes of one resource from different clients are answered with 409.');

/** Another client changed the resource at the same time. */
export const dt409RapidChange = specialCase({
  code: 'dt.409.rapid-change',
  title: '409 Conflict: someone changed it at the same time',
  status: 409,
  of: 'dt.409',
  example: '⟦PATCH /projects/{{project}}⟧\nContent-Type: application/json\nX-Sandbox-Fault: 409; times=1\n\n{ "displayName": "Head office" }',
  about: {
    doThis: [documented('Read the resource again, apply your change to what it is now, and try again.')],
    why: [why],
    links: [errorPage(409)],
  },
  find(failure, facts) {
    const conflict = conflictOf(failure, facts);
    return conflict.kind === 'rapid-change' ? conflict : undefined;
  },
  explain: ({ isReadable }) => ({
    headline: '409 Conflict: most likely someone changed it at the same time',
    part: { kind: 'request-line' },
    why: [why, inferred('This request creates nothing, so a duplicate is not the cause.')],
    fixes: [...(isReadable ? [{ ...reread, title: 'Read it again, then send the change again' }] : []), retryNow],
  }),
});

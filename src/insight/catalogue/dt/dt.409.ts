import { conflictOf } from '../../blame/conflict';
import { retryNow } from '../../cure';
import type { CatalogueEntry } from '../../entry';
import { errorPage } from '../../links';
import { isDtApi } from '../../requestView';
import { documented, headline } from '../../say';

/** It is there already, or somebody changed it at the same time: for this request it cannot be told which. */
export const dt409: CatalogueEntry = {
  code: 'dt.409',
  title: '409 Conflict',
  status: 409,
  example: [
    '⟦POST /projects/{{project}}/devices:batchUpdate⟧',
    'Content-Type: application/json',
    'X-Sandbox-Fault: 409; times=1',
    '',
    '{ "devices": ["projects/{{project}}/devices/{{secondDevice}}"], "removeLabels": ["room"] }',
  ].join('\n'),
  about: {
    doThis: [
      documented('Look whether what you create exists already, and change that instead.'),
      documented('If several clients change the same resource: read it again, apply the change, try again.'),
    ],
    why: [
      documented('What you want to create most likely exists: a label with that key, a member who was invited before.'),
      documented('Or one resource was changed rapidly from different clients.'),
    ],
    links: [errorPage(409)],
  },
  matches: (failure, facts) => (failure.response?.status === 409 && isDtApi(failure, facts) ? 50 : 0),
  explain(failure, facts) {
    const conflict = conflictOf(failure, facts);
    const clash = conflict.kind === 'rapid-change' ? undefined : conflict.clash;
    return {
      headline: clash ? headline('409 Conflict: the API speaks of the property ', clash.name) : '409 Conflict: it exists already, or someone changed it just now',
      part: clash?.part ?? { kind: 'request-line' },
      fixes: [retryNow],
    };
  },
};

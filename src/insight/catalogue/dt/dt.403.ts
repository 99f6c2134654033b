import type { CatalogueEntry } from '../../entry';
import { older, oldest } from '../../editions';
import { errorPage, permissionsPage } from '../../links';
import { isDtApi } from '../../requestView';
import { documented } from '../../say';
import { explainForbidden } from './forbidden';

/** The caller is known, but may not do this. */
export const dt403: CatalogueEntry = {
  code: 'dt.403',
  title: '403 Forbidden',
  status: 403,
  example: 'GET /projects/⟦{{otherProject}}⟧/devices',
  about: {
    doThis: [documented('Give the service account a role that is high enough in the project or organization.')],
    why: [documented('The user or service account has no access to this resource, or its role is too low.')],
    links: [errorPage(403), permissionsPage],
    earlier: [
      older('the permissions of each role are listed under "Managing Access Rights".'),
      oldest('changing or adding a label needs at least project developer; modifying a project, such as inviting a user, needs project administrator; a transfer needs it in both projects.'),
    ],
  },
  matches: (failure, facts) => (failure.response?.status === 403 && isDtApi(failure, facts) ? 50 : 0),
  explain: (failure, facts) => explainForbidden(failure, facts, { deed: 'do that in' }),
};

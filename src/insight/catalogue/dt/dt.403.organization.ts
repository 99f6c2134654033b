import { errorPage, permissionsPage } from '../../links';
import { viewOf } from '../../requestView';
import { documented, inferred } from '../../say';
import { explainForbidden, forbiddenBy } from './forbidden';
import { specialCase } from './specialCase';

/** A call to an organization: its one role is Organization administrator. */
export const dt403Organization = specialCase({
  code: 'dt.403.organization',
  title: '403 Forbidden: organizations',
  status: 403,
  of: 'dt.403',
  isForeseen: true,
  example: [
    'POST /projects',
    'Content-Type: application/json',
    '',
    '{ "displayName": "New", "organization": ⟦"organizations/{{organization}}"⟧ }',
  ].join('\n'),
  about: {
    doThis: [documented('Give the account the role Organization administrator in the organization.')],
    why: [documented('An organization knows one role only, Organization administrator. It is needed to create a project.'), inferred('By the names of its permissions it is needed for the members of the organization as well.')],
    links: [errorPage(403), permissionsPage],
  },
  find: (failure, facts) => (forbiddenBy(failure, facts) === 'organization' ? 'organization' : undefined),
  explain: (_, failure, facts) => explainForbidden(failure, facts, { deed: viewOf(failure, facts).endpoint?.endpoint.path === '/projects' ? 'create a project in' : 'do that in' }),
});

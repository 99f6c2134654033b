import { errorPage, permissionsPage } from '../../links';
import { viewOf, type RequestView } from '../../requestView';
import { documented } from '../../say';
import { explainForbidden, forbiddenBy } from './forbidden';
import { specialCase } from './specialCase';

/** A project, or who is a member of it, was to be changed. */
export const dt403ProjectChange = specialCase({
  code: 'dt.403.project-change',
  title: '403 Forbidden: changing a project',
  status: 403,
  of: 'dt.403',
  isForeseen: true,
  example: [
    '# @account sandbox-project.developer',
    'PATCH /projects/⟦{{project}}⟧',
    'Content-Type: application/json',
    '',
    '{ "displayName": "Head office" }',
  ].join('\n'),
  about: {
    doThis: [documented('Give the account the role Project administrator, or a higher one, in the project.')],
    why: [documented('Changing or deleting a project, and inviting, changing or removing its members, needs the role Project administrator.')],
    links: [errorPage(403), permissionsPage],
  },
  find: (failure, facts) => (forbiddenBy(failure, facts) === 'project-change' ? 'project' : undefined),
  explain: (_, failure, facts) => explainForbidden(failure, facts, { deed: deedOf(viewOf(failure, facts)) }),
});

function deedOf({ method, endpoint }: RequestView): string {
  if (endpoint?.endpoint.path.includes('/members') === true) return 'change members of';
  return method === 'DELETE' ? 'delete project' : 'change project';
}

import { errorPage, permissionsPage } from '../../links';
import { documented } from '../../say';
import { explainForbidden, forbiddenBy } from './forbidden';
import { specialCase } from './specialCase';

/** A label was to be added, changed or removed. */
export const dt403Label = specialCase({
  code: 'dt.403.label',
  title: '403 Forbidden: changing labels',
  status: 403,
  of: 'dt.403',
  isForeseen: true,
  example: [
    '# @account sandbox-project.user',
    'POST /projects/⟦{{project}}⟧/devices:batchUpdate',
    'Content-Type: application/json',
    '',
    '{ "devices": ["projects/{{project}}/devices/{{device}}"], "addLabels": { "floor": "2" } }',
  ].join('\n'),
  about: {
    doThis: [documented('Give the account the role Project developer, or a higher one, in the project.')],
    why: [documented('Adding or changing a label needs at least the role Project developer; Project user may only look.')],
    links: [errorPage(403), permissionsPage],
  },
  find: (failure, facts) => (forbiddenBy(failure, facts) === 'label' ? 'label' : undefined),
  explain: (_, failure, facts) => explainForbidden(failure, facts, { deed: 'change labels in' }),
});

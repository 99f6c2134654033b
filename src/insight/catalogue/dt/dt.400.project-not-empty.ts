import { badRequestOf } from '../../blame/badRequest';
import { errorPage } from '../../links';
import { parameterPart, viewOf } from '../../requestView';
import { documented, headline, inferred } from '../../say';
import { badRequest } from './badRequestCase';
import { specialCase } from './specialCase';

/** Only an empty project can be deleted. Sources: Python client, Swift client. */
export const dt400ProjectNotEmpty = specialCase({
  code: 'dt.400.project-not-empty',
  title: `${badRequest}the project is not empty`,
  status: 400,
  of: 'dt.400',
  example: 'DELETE /projects/⟦{{secondProject}}⟧',
  about: {
    doThis: [documented('Move or delete its devices, Data Connectors and service accounts first, then delete the project.')],
    why: [documented('Only an empty project can be deleted.')],
    links: [errorPage(400)],
  },
  find: (failure, facts) => (badRequestOf(failure, facts)?.code === 'dt.400.project-not-empty' ? viewOf(failure, facts) : undefined),
  explain: (view) => ({
    headline: headline(`${badRequest}project `, view.endpoint?.params.get('project')?.value, ' is not empty'),
    part: parameterPart(view, 'project') ?? { kind: 'request-line' },
    why: [documented('Only an empty project can be deleted.'), inferred('Nothing else in this request departs from the description of the API.')],
  }),
});

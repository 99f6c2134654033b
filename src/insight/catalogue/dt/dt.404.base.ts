import { pathBlame } from '../../blame/notFound';
import { errorPage, referencePage } from '../../links';
import { explainPath } from '../../pathWords';
import { documented } from '../../say';
import { documentedTitle } from '../../statusTitle';
import { specialCase } from './specialCase';

/** The version at the start of the path is missing, there twice, or another one. What is said of a request: pathWords.ts. */
export const dt404Base = specialCase({
  code: 'dt.404.base',
  title: '404 Not Found: the version of the path',
  status: 404,
  alsoStatuses: [405, 501],
  of: 'dt.404',
  isForeseen: true,
  example: 'GET {{origin}}/⟦projects⟧',
  about: {
    doThis: [documented('Begin the path with /v2, once. A target without a host needs no version: DT HTTP puts it there.')],
    why: [documented('All documented paths begin with the version of the API, /v2.')],
    links: [errorPage(404), referencePage],
  },
  score: 90,
  find(failure, facts) {
    const problem = pathBlame(failure, facts);
    return problem?.code === 'dt.404.base' ? problem : undefined;
  },
  explain: (problem, { response }) => explainPath(`${documentedTitle(response?.status ?? 404)}: `, problem),
});

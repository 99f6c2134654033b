import { pathBlame } from '../../blame/notFound';
import { errorPage, referencePage } from '../../links';
import { explainPath } from '../../pathWords';
import { documented, inferred } from '../../say';
import { documentedTitle } from '../../statusTitle';
import { specialCase } from './specialCase';

/** The API has no such path. Whatever is in front of it may answer for it, and in any form. What is said of a request: pathWords.ts. */
export const dt404Path = specialCase({
  code: 'dt.404.path',
  title: '404 Not Found: an unknown path',
  status: 404,
  alsoStatuses: [405, 501],
  of: 'dt.404',
  isForeseen: true,
  example: 'GET /projects/{{project}}/⟦device⟧',
  about: {
    doThis: [documented('Compare the path with the reference of the API.'), inferred('Look for a misspelt piece, one in the singular, or a missing id.')],
    why: [inferred('The API has no such path. One that is newer than this tool looks the same.')],
    links: [errorPage(404), referencePage],
  },
  score: 90,
  find(failure, facts) {
    const problem = pathBlame(failure, facts);
    return problem?.code === 'dt.404.path' ? problem : undefined;
  },
  explain: (problem, { response }) => explainPath(`${documentedTitle(response?.status ?? 404)}: `, problem),
});

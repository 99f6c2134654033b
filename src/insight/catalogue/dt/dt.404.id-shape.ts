import { idLength } from '../../blame/idText';
import { notFoundBlame } from '../../blame/notFound';
import { errorPage, referencePage } from '../../links';
import { explainPath } from '../../pathWords';
import { documented, inferred } from '../../say';
import { specialCase } from './specialCase';

/** What stands in the place of an id does not look like one. What is said of a request: pathWords.ts. */
export const dt404IdShape = specialCase({
  code: 'dt.404.id-shape',
  title: '404 Not Found: not an id',
  status: 404,
  of: 'dt.404',
  isForeseen: true,
  example: 'GET /projects/⟦YOUR_PROJECT_ID⟧/devices',
  about: {
    doThis: [
      inferred('Put the id alone in the path: the last piece of the "name" of the resource.'),
      inferred('Look for a placeholder that was never filled, upper-case letters, or a piece that was not copied.'),
    ],
    why: [documented(`Ids are ${idLength} lower-case letters and digits in all published samples. Emulated devices have "emu" in front, members who are people have numbers.`)],
    links: [errorPage(404), referencePage],
  },
  find(failure, facts) {
    const blame = notFoundBlame(failure, facts);
    return blame.kind === 'id-shape' ? blame.problem : undefined;
  },
  explain: (problem) => explainPath('404 Not Found: ', problem),
});

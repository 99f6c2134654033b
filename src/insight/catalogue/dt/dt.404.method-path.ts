import { wordFor } from '../../blame/idText';
import { notFoundBlame } from '../../blame/notFound';
import { switchAccount } from '../../cure';
import { errorPage, referencePage } from '../../links';
import { mayBeHidden } from '../../pathWords';
import { segmentPart, viewOf } from '../../requestView';
import { documented, headline, quoted } from '../../say';
import { specialCase } from './specialCase';

const why = [documented('In a path that ends like devices:transfer a 404 means that the project is missing, never a device in the body.')];

/** A method of a collection, such as `devices:transfer`: the project is missing. */
export const dt404MethodPath = specialCase({
  code: 'dt.404.method-path',
  title: '404 Not Found: the project of a method path',
  status: 404,
  of: 'dt.404',
  example: [
    'POST /projects/⟦{{missing}}⟧/devices:transfer',
    'Content-Type: application/json',
    '',
    '{ "devices": ["projects/{{project}}/devices/{{device}}"] }',
  ].join('\n'),
  about: {
    doThis: [documented('Check the project id in the path. GET /projects lists the projects that the account can see.')],
    why,
    links: [errorPage(404), referencePage],
  },
  find(failure, facts) {
    const blame = notFoundBlame(failure, facts);
    return blame.kind === 'method-path' ? blame.suspect : undefined;
  },
  explain({ param, value, segment }, failure, facts) {
    const word = wordFor(param);
    return {
      headline: headline(`404 Not Found: it is the ${word} `, value, ', not a device'),
      part: segmentPart(viewOf(failure, facts), segment),
      doThis: [documented(`Check the ${word} id ${quoted(value, 40)} in the path.`), documented('GET /projects lists the projects that the account can see.')],
      why: [...why, mayBeHidden(word)],
      fixes: [switchAccount],
    };
  },
});

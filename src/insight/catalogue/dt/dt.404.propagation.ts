import { wordFor } from '../../blame/idText';
import { notFoundBlame } from '../../blame/notFound';
import { untilVisible } from '../../cure';
import type { CatalogueEntry } from '../../entry';
import { older, oldest } from '../../editions';
import { errorPage } from '../../links';
import { segmentPart, viewOf } from '../../requestView';
import { documented, duration, headline, observed } from '../../say';
import { specialCase } from './specialCase';

/** Created a moment ago, and not yet visible everywhere. */
export const dt404Propagation: CatalogueEntry = specialCase({
  code: 'dt.404.propagation',
  title: '404 Not Found: a new resource is not visible yet',
  status: 404,
  of: 'dt.404',
  example: [
    '# @name create',
    'POST {{emulatorBase}}/projects/{{project}}/devices',
    'Content-Type: application/json',
    '',
    '{ "type": "touch" }',
    '',
    '###',
    '# @ref create',
    'GET /⟦{{create.response.body.$.name}}⟧',
  ].join('\n'),
  about: {
    doThis: [documented('Wait a second after a create, then ask again. Should that not do, wait longer each time.')],
    why: [documented('A few seconds pass until a new resource is available everywhere.')],
    links: [errorPage(404)],
    earlier: [older('wait for about 1 second at least, for example after creating a project.'), oldest('try again with exponential backoff, from 1 second on.')],
  },
  find(failure, facts) {
    const blame = notFoundBlame(failure, facts);
    return blame.kind === 'propagation' ? blame : undefined;
  },
  explain({ suspect, ageMs }, failure, facts) {
    const word = wordFor(suspect.param);
    return {
      headline: headline(`404 Not Found: the new ${word} `, suspect.value, ' is not visible yet'),
      severity: 'warning',
      part: segmentPart(viewOf(failure, facts), suspect.segment),
      why: [observed(`This account created it ${duration(ageMs)} before.`), ...dt404Propagation.about.why],
      fixes: [untilVisible],
    };
  },
});

import { pages } from '../../../api/hosts';
import { pathBlame } from '../../blame/notFound';
import { errorPage, referencePage } from '../../links';
import { explainPath } from '../../pathWords';
import { documented } from '../../say';
import { documentedTitle } from '../../statusTitle';
import { specialCase } from './specialCase';

/** A path of the emulator on the REST API, or the other way round. What is said of a request: pathWords.ts. */
export const dt404Emulator = specialCase({
  code: 'dt.404.emulator',
  title: '404 Not Found: a path of the other API',
  status: 404,
  alsoStatuses: [405, 501],
  of: 'dt.404',
  isForeseen: true,
  example: [
    'POST {{apiBase}}/projects/{{project}}/devices/⟦{{emulatedDevice}}:publish⟧',
    'Content-Type: application/json',
    '',
    '{ "touch": {} }',
  ].join('\n'),
  about: {
    doThis: [documented('Begin the target with {{emulatorBase}}, or write "# @host emulator" above the request; {{apiBase}} for the REST API.')],
    why: [documented('Emulated devices are created, published to and deleted by an API of its own, on another host. All else is in the REST API.')],
    links: [errorPage(404), referencePage, { title: 'Emulator API reference', url: pages.emulatorReference }],
  },
  score: 90,
  find(failure, facts) {
    const problem = pathBlame(failure, facts);
    return problem?.code === 'dt.404.emulator' ? problem : undefined;
  },
  explain: (problem, { response }) => explainPath(`${documentedTitle(response?.status ?? 404)}: `, problem),
});

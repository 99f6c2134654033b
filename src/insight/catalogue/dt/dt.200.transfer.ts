import { documented } from '../../say';
import { partialCase } from './partialCase';

/** Devices that were not moved. */
export const dt200Transfer = partialCase({
  code: 'dt.200.transfer',
  title: '200 OK, with errors: devices that were not moved',
  call: 'transfer',
  done: 'moved',
  example: [
    'POST /projects/{{emptyProject}}/devices:transfer',
    'Content-Type: application/json',
    '',
    '{ "devices": [⟦"projects/{{project}}/devices/{{missing}}"⟧] }',
  ].join('\n'),
  why: [documented('The body names each device under the project that it is in; the path names the project it goes to.')],
});

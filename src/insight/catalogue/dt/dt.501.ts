import { older } from '../../editions';
import { documented } from '../../say';
import { wrongVerb } from './wrongVerb';

/** The status that the newest documentation gives a wrong verb. What is said of a request: pathWords.ts. */
export const dt501 = wrongVerb(501, documented, {
  earlier: [older('there is no section on 501.')],
  isForeseen: true,
  example: [
    '⟦PUT⟧ /projects/{{project}}/devices:batchUpdate',
    'Content-Type: application/json',
    '',
    '{ "devices": ["projects/{{project}}/devices/{{touchDevice}}"], "addLabels": { "floor": "2" } }',
  ].join('\n'),
});

import { documented } from '../../say';
import { partialCase } from './partialCase';

/** Devices of a batch update whose labels were not changed. */
export const dt200Batch = partialCase({
  code: 'dt.200.batch',
  title: '200 OK, with errors: labels that were not changed',
  call: 'batchUpdate',
  done: 'changed',
  example: [
    'POST /projects/{{project}}/devices:batchUpdate',
    'Content-Type: application/json',
    '',
    '{',
    '  "devices": ["projects/{{project}}/devices/{{device}}", ⟦"projects/{{project}}/devices/{{missing}}"⟧],',
    '  "removeLabels": ["no-such-label"]',
    '}',
  ].join('\n'),
  why: [documented('Setting and removing labels can be repeated: what is done already stays as it is.')],
});

import { documented } from '../../say';
import { partialCase } from './partialCase';

/** Devices and kits that were not claimed. */
export const dt200Claim = partialCase({
  code: 'dt.200.claim',
  title: '200 OK, with errors: devices or kits that were not claimed',
  call: 'claim',
  done: 'claimed',
  example: [
    'POST /projects/{{project}}/devices:claim?dryRun=true',
    'Content-Type: application/json',
    '',
    '{ "deviceIds": [⟦"{{missing}}"⟧], "kitIds": [] }',
  ].join('\n'),
  why: [documented('A claim without dryRun=true cannot be undone.')],
});

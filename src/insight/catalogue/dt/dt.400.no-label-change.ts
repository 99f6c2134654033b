import { documented } from '../../say';
import { badRequestCase } from './badRequestCase';

/** A batch update that changes no label. What is said of a request: blame/labelChange.ts. */
export const dt400NoLabelChange = badRequestCase({
  code: 'dt.400.no-label-change',
  title: 'a batch update that changes no label',
  isForeseen: true,
  example: [
    'POST /projects/{{project}}/devices:batchUpdate',
    'Content-Type: application/json',
    '',
    '⟦{ "devices": ["projects/{{project}}/devices/{{secondDevice}}"] }⟧',
  ].join('\n'),
  doThis: [documented('Add "addLabels": { "key": "value" } or "removeLabels": ["key"] to the body.')],
  why: [documented('A batch update with neither addLabels nor removeLabels is refused.')],
});

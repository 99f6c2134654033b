import { inferred } from '../../say';
import { badRequestCase } from './badRequestCase';

/** A property of the body that its description does not have. What is said of a request: blame/body.ts. */
export const dt400UnknownField = badRequestCase({
  code: 'dt.400.unknown-field',
  title: 'an unknown property in the body',
  isForeseen: true,
  example: [
    'POST /projects/{{project}}/devices:batchUpdate',
    'Content-Type: application/json',
    '',
    '{ "devices": ["projects/{{project}}/devices/{{secondDevice}}"], ⟦"addLabel"⟧: { "room": "101" } }',
  ].join('\n'),
  doThis: [inferred('Check the spelling of the property, or remove it.')],
  why: [inferred('The description of the body has no such property. Whether the API refuses unknown ones is not documented.')],
});

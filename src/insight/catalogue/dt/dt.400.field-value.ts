import { documented, inferred } from '../../say';
import { badRequestCase } from './badRequestCase';

/** A property of the body holds a value that is not among those known, or a name of another form. What is said of a request: blame/body.ts. */
export const dt400FieldValue = badRequestCase({
  code: 'dt.400.field-value',
  title: 'a property with a value that does not fit',
  isForeseen: true,
  example: [
    'POST {{emulatorBase}}/projects/{{project}}/devices',
    'Content-Type: application/json',
    '',
    '{ "type": ⟦"temprature"⟧ }',
  ].join('\n'),
  doThis: [documented('Use one of the values in the reference.'), documented('Write names of resources whole and without a slash in front: projects/{project}/devices/{device}.')],
  why: [inferred('The description of the body has other values there, or names of another form.')],
});

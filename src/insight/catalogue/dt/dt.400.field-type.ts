import { documented } from '../../say';
import { badRequestCase } from './badRequestCase';

/** A property of the body holds a value of another type. What is said of a request: blame/body.ts. */
export const dt400FieldType = badRequestCase({
  code: 'dt.400.field-type',
  title: 'a property of the wrong type',
  isForeseen: true,
  example: 'PATCH /projects/{{project}}\nContent-Type: application/json\n\n{ "displayName": ⟦5⟧ }',
  doThis: [documented('Write a value of the type that the reference gives: text in quotes, numbers and true or false without.')],
  why: [documented('A value of the wrong type is an invalid argument.')],
});

import { documented } from '../../say';
import { badRequestCase } from './badRequestCase';

/** A property that the body must have is not there. What is said of a request: blame/body.ts. */
export const dt400MissingField = badRequestCase({
  code: 'dt.400.missing-field',
  title: 'a property is missing in the body',
  isForeseen: true,
  example: 'POST /projects\nContent-Type: application/json\n\n⟦{ "displayName": "new" }⟧',
  doThis: [documented('Add the property to the body.')],
  why: [documented('The endpoint requires it.')],
});

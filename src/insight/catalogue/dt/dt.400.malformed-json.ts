import { inferred, observed } from '../../say';
import { badRequestCase } from './badRequestCase';

/** The body cannot be read as JSON. What is said of a request: blame/body.ts. */
export const dt400MalformedJson = badRequestCase({
  code: 'dt.400.malformed-json',
  title: 'the body is not JSON',
  isForeseen: true,
  example: 'PATCH /projects/{{project}}\nContent-Type: text/plain\n\n{ "displayName": "new", ⟦}⟧',
  doThis: [inferred('Look for a missing or extra comma, a missing quote or bracket, and single quotes in place of double ones.')],
  why: [observed('The body stops being valid JSON, so the API cannot read it.')],
});

import { documented, inferred } from '../../say';
import { badRequestCase } from './badRequestCase';

/** A query parameter with a value of the wrong type, out of range or not among those known. What is said of a request: blame/query.ts and queryText.ts. */
export const dt400ParameterValue = badRequestCase({
  code: 'dt.400.parameter-value',
  title: 'a query parameter with a value that does not fit',
  isForeseen: true,
  example: 'GET /projects/{{project}}/devices?page_size=⟦500⟧',
  doThis: [documented('Write a value of the type and range that the reference gives for the parameter.'), inferred('Repeat the parameter for several values; commas do not separate them.')],
  why: [documented('A value of the wrong type or form is an invalid argument.'), inferred('Pages hold at most 100 items; times need an offset, with "+" written as %2B.')],
});

import { documented } from '../../say';
import { badRequestCase } from './badRequestCase';

/** A query parameter that the endpoint requires is not there. What is said of a request: blame/query.ts. */
export const dt400MissingParameter = badRequestCase({
  code: 'dt.400.missing-parameter',
  title: 'a query parameter is missing',
  isForeseen: true,
  example: '⟦GET /claimInfo⟧',
  doThis: [documented('Add the parameter.')],
  why: [documented('The endpoint cannot be called without it. With "-" in place of a project, lists need the organization.')],
});

import { inferred } from '../../say';
import { badRequestCase } from './badRequestCase';

/** A query parameter that the endpoint does not have. What is said of a request: blame/query.ts. */
export const dt400UnknownParameter = badRequestCase({
  code: 'dt.400.unknown-parameter',
  title: 'an unknown query parameter',
  isForeseen: true,
  example: 'GET /projects/{{project}}/devices?⟦page_szie⟧=5\nX-Sandbox-Fault: 400; times=1',
  doThis: [inferred('Check the spelling of the parameter, or remove it.')],
  why: [inferred('The description of the endpoint has no such parameter. Whether the API refuses unknown ones is not documented.')],
});

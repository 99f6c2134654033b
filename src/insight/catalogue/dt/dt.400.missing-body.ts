import { documented, inferred } from '../../say';
import { badRequestCase } from './badRequestCase';

/** The endpoint takes a body, and there is none. What is said of a request: blame/body.ts. */
export const dt400MissingBody = badRequestCase({
  code: 'dt.400.missing-body',
  title: 'the body is missing',
  isForeseen: true,
  example: '⟦POST /projects/{{emptyProject}}/devices:transfer⟧',
  doThis: [documented('Add a JSON body after a blank line below the headers.')],
  why: [documented('The endpoint takes its arguments from a JSON body.'), inferred('Without the blank line what follows is read as headers.')],
});

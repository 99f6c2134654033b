import { inferred } from '../../say';
import { wrongVerb } from './wrongVerb';

/** Not documented by DT, but seen by a published client, without a JSON body. */
export const dt405 = wrongVerb(405, inferred, { example: '⟦PUT⟧ /projects/{{project}}\nX-Sandbox-Fault: 405; body=empty' });

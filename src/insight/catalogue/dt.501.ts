import { documented } from '../say';
import { wrongVerb } from './wrongVerb';

/** The status that the newest documentation gives a wrong verb. */
export const dt501 = wrongVerb(501, documented);

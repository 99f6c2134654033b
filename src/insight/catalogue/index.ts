import type { CatalogueEntry } from '../entry';
import { answerNotJson } from './answer.not-json';
import { authSignIn } from './auth.sign-in';
import { dt400 } from './dt.400';
import { dt401 } from './dt.401';
import { dt403 } from './dt.403';
import { dt404 } from './dt.404';
import { dt405 } from './dt.405';
import { dt409 } from './dt.409';
import { dt429 } from './dt.429';
import { dt500 } from './dt.500';
import { dt501 } from './dt.501';
import { dt503 } from './dt.503';
import { dt504 } from './dt.504';
import { genericStatus } from './generic.status';
import { networkEntries } from './network';
import { quotaEntry } from './quota';

/** Everything that can be explained. Among entries that fit equally well the earlier one wins. */
export const catalogue: readonly CatalogueEntry[] = [
  dt400, dt401, dt403, dt404, dt405, dt409, dt429, dt500, dt501, dt503, dt504,
  authSignIn, answerNotJson, quotaEntry,
  ...networkEntries,
  genericStatus,
];

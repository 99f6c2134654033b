import type { CatalogueEntry } from '../entry';
import { answerEntries } from './answer';
import { authEntries } from './auth';
import { dtEntries } from './dt';
import { genericEntries } from './generic';
import { networkEntries } from './net';
import { quotaEntry } from './quota';

/** Everything that can be explained. Among entries that fit equally well the earlier one wins. */
export const catalogue: readonly CatalogueEntry[] = [...dtEntries, ...authEntries, quotaEntry, ...networkEntries, ...answerEntries, ...genericEntries];

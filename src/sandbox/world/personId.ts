import type { Chance } from '../chance';

/** The IDs of users are numbers (Python client, samples). The same email is the same person everywhere. */
export function personId(chance: Chance, email: string): string {
  return String(Math.floor(chance.between(1e9, 1e10, 'person', email.toLowerCase())));
}

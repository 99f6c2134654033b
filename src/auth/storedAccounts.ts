import * as z from 'zod/mini';
import type { ServiceAccount } from './account';
import { parseStored } from './storedJson';

/*
 * The forms of what is stored. Apart from the keys: only who has accounts needs the validation.
 */

const filled = z.string().check(z.minLength(1));
const storedAccount = z.object({ keyId: filled, secret: filled, email: filled, tokenUrl: filled });
const storedIndex = z.object({ names: z.array(z.unknown()) });

/** Reads an account as {@link writeAccount} wrote it; undefined when it is damaged. */
export function readAccount(text: string): ServiceAccount | undefined {
  return storedAccount.safeParse(parseStored(text)).data;
}

/** Without what is not stored: accounts of the sandbox live in memory. */
export function writeAccount({ keyId, secret, email, tokenUrl }: ServiceAccount): string {
  return JSON.stringify({ keyId, secret, email, tokenUrl });
}

/** The names that can be read. `damaged`: there may have been others. */
export interface StoredNames {
  readonly names: readonly string[];
  readonly damaged: boolean;
}

/** Reads the list of names. */
export function readNames(text: string): StoredNames {
  const { data } = storedIndex.safeParse(parseStored(text));
  if (data === undefined) return { names: [], damaged: true };
  const names = data.names.filter((name) => typeof name === 'string' && name !== '') as string[];
  return { names: [...new Set(names)], damaged: names.length < data.names.length };
}

/** The list of names as it is stored. */
export function writeNames(names: readonly string[]): string {
  return JSON.stringify({ names });
}

import { unsafeCharacters } from '../base/plainText';
import type { NamedAccount } from './accountBook';

/** What the names of the sandbox's accounts begin with; no stored account is called like that. */
export const sandboxPrefix = 'sandbox-';

/** Characters of the longest name: it stands in the status bar. */
const longestName = 80;

const unsafe = new RegExp(`${unsafeCharacters}|[\\n\\t]`, 'u');

/**
 * What is wrong with a name for an account, in a sentence; undefined when nothing is.
 *
 * @param known The accounts that are there. A name that is the email of another of them would make
 *   `@account` ambiguous.
 */
export function accountNameProblem(name: string, known: readonly NamedAccount[]): string | undefined {
  if (name.trim() === '') return 'This is needed.';
  if (unsafe.test(name)) return 'A name has no control characters and no invisible ones.';
  if (name.length > longestName) return `A name has at most ${longestName} characters.`;
  if (name.toLowerCase().startsWith(sandboxPrefix)) return `Names that begin with "${sandboxPrefix}" are those of the sandbox's accounts.`;
  const other = known.find((entry) => entry.name !== name && entry.account.email === name);
  return other && `This is the email of the account "${other.name}": choose another name.`;
}

/** The account that is the same service account with the same key under another name; undefined when there is none. */
export function sameAccount({ keyId, email }: { readonly keyId: string; readonly email: string }, name: string, known: readonly NamedAccount[]): NamedAccount | undefined {
  return known.find((entry) => entry.name !== name && entry.account.keyId === keyId && entry.account.email === email);
}

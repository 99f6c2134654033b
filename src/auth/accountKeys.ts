/*
 * What secret storage holds of the accounts. One fact has one key, so that two windows can write at
 * the same time; only the list of names is read, changed and written back.
 */

/** The names, in the order in which they were added. */
export const indexKey = 'accounts';
/** Name of the account that signs unless a request names another. */
export const activeKey = 'accounts.active';
/** Three strings and a token URL. */
export const accountKey = (name: string): string => `account:${name}`;
/** There while the account is signed out. */
export const signedOutKey = (name: string): string => `signed-out:${name}`;

/** Whether a key of secret storage belongs to the accounts. */
export function isAccountKey(key: string): boolean {
  return key === indexKey || key === activeKey || key.startsWith(accountKey('')) || key.startsWith(signedOutKey(''));
}

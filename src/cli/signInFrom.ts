import path from 'node:path';
import type { AccountBook } from '../auth/accountBook';
import { accountFromEnvironment, parseCredentials } from '../auth/credentials';
import type { Io } from './io';
import { readContent } from './nodeHost';

/** How to give an account, as a clause. */
export const howToGiveAccount = 'give --account FILE, or set DT_CREDENTIALS_FILE, or DT_SERVICE_ACCOUNT_KEY_ID, DT_SERVICE_ACCOUNT_SECRET and DT_SERVICE_ACCOUNT_EMAIL';

/** The credentials file that is used, as it is named; undefined for none. */
export function credentialsFile(file: string | undefined, { env }: Pick<Io, 'env'>): string | undefined {
  const named = file ?? env['DT_CREDENTIALS_FILE'];
  return named === '' ? undefined : named;
}

/**
 * Takes the account of a credentials file, of `DT_CREDENTIALS_FILE`, or of the three
 * `DT_SERVICE_ACCOUNT_*` variables, in this order. Without any of them requests go out unsigned.
 *
 * Returns a sentence when what is given cannot be used, else undefined.
 */
export async function signInFrom(file: string | undefined, io: Io, accounts: AccountBook): Promise<string | undefined> {
  const named = credentialsFile(file, io);
  if (named !== undefined) {
    const shown = `The credentials file ${named}${file === undefined ? ' (DT_CREDENTIALS_FILE)' : ''}`;
    const content = await readContent(path.resolve(io.cwd, named));
    if (content.kind === 'missing') return `${shown} does not exist.`;
    if (content.kind === 'unreadable') return `${shown} cannot be read: ${content.reason}.`;
    const parsed = parseCredentials(new TextDecoder().decode(content.bytes));
    if (parsed.kind !== 'account') return `${shown}: ${parsed.message}`;
    await accounts.add({ name: parsed.account.email, account: parsed.account });
    return undefined;
  }
  const fromEnvironment = accountFromEnvironment(io.env);
  if (fromEnvironment.kind === 'invalid') return fromEnvironment.message;
  if (fromEnvironment.kind === 'account') await accounts.add({ name: fromEnvironment.account.email, account: fromEnvironment.account });
  return undefined;
}

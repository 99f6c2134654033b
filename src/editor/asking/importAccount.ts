import path from 'node:path';
import * as vscode from 'vscode';
import type { Host } from '../../app/host';
import type { ServiceAccount } from '../../auth/account';
import { accountFromEnvironment, parseCredentials } from '../../auth/credentials';
import { fileNameOf } from '../../base/percent';
import { tellError } from '../messages';

/*
 * Service accounts from where others keep them. What is wrong is said here, without any value;
 * undefined is then all that comes back.
 */

/** An account, and the file in the workspace that still holds its secret: its path as people are shown it. */
export interface ImportedAccount {
  readonly account: ServiceAccount;
  readonly leftIn?: string;
}

/** Octets of the largest file that can be a credentials file. */
const fileLimit = 64 * 1024;

const fileVariable = 'DT_CREDENTIALS_FILE';
const variables = ['DT_SERVICE_ACCOUNT_KEY_ID', 'DT_SERVICE_ACCOUNT_SECRET', 'DT_SERVICE_ACCOUNT_EMAIL'];

/** Lets a person choose DT's credentials file, until one can be used or they give up. */
export async function accountFromFile(host: Host): Promise<ImportedAccount | undefined> {
  for (;;) {
    const [uri] = (await vscode.window.showOpenDialog({ title: "Import DT's Credentials File", openLabel: 'Import', filters: { JSON: ['json'], 'All files': ['*'] } })) ?? [];
    if (!uri) return undefined;
    const read = await readFile(host, uri);
    if (typeof read === 'object') return read;
    const another = 'Choose Another File';
    if ((await tellError(read, another)) !== another) return undefined;
  }
}

/** Names of the variables of this process that name an account, for people; undefined when none is set. */
export function givenVariables(host: Host): string | undefined {
  const given = [fileVariable, ...variables].filter((name) => isSet(host.processEnv(name)));
  return given.length === 0 ? undefined : given.join(', ');
}

/** The account that the variables of the editor's process name; the file first, as the terminal and DT's Python client do. */
export async function accountFromVariables(host: Host): Promise<ImportedAccount | undefined> {
  const file = host.processEnv(fileVariable)?.trim() ?? '';
  const result = file === '' ? fromThree(host) : await fromNamedFile(host, file);
  if (typeof result === 'object') return result;
  void tellError(result);
  return undefined;
}

function fromThree(host: Host): ImportedAccount | string {
  const result = accountFromEnvironment(Object.fromEntries(variables.map((name) => [name, host.processEnv(name)])));
  if (result.kind === 'account') return { account: result.account };
  return result.kind === 'invalid' ? result.message : `None of ${variables.join(', ')} is set.`;
}

async function fromNamedFile(host: Host, file: string): Promise<ImportedAccount | string> {
  // The folder in which the editor happens to run is not one that anybody meant.
  if (!path.isAbsolute(file)) return `${fileVariable} is a relative path: set it to the whole path of the file.`;
  return readFile(host, vscode.Uri.file(file), `${fileVariable}: `);
}

/** A sentence when there is no account in it. */
async function readFile({ files }: Host, uri: vscode.Uri, from = ''): Promise<ImportedAccount | string> {
  const name = fileNameOf(uri.toString());
  const content = await files.read(uri.toString(), fileLimit);
  if (content.kind === 'missing') return `${from}${name} does not exist.`;
  if (content.kind === 'unreadable') return `${from}${name} cannot be read: ${content.reason}.`;
  const parsed = parseCredentials(new TextDecoder().decode(content.bytes));
  if (parsed.kind !== 'account') return `${from}${name}: ${parsed.message}`;
  // What lies in a workspace is soon under version control.
  return { account: parsed.account, ...(vscode.workspace.getWorkspaceFolder(uri) && { leftIn: vscode.workspace.asRelativePath(uri) }) };
}

function isSet(value: string | undefined): boolean {
  return (value?.trim() ?? '') !== '';
}

import * as z from 'zod/mini';
import { tokenUrl as documentedTokenUrl } from '../api/hosts';
import type { ServiceAccount } from './account';
import { connectOrigin, mayExchangeAt } from './credentialScope';

/** Something that keeps credentials from being used. Never holds a value of a secret field. */
export interface CredentialProblem {
  /** Where: a path into the file, or the name of a variable; empty for the file as a whole. */
  readonly field: string;
  readonly code: 'not-json' | 'missing' | 'wrong-type' | 'empty' | 'malformed' | 'algorithm' | 'token-endpoint';
  /** One sentence for people. */
  readonly message: string;
}

export type CredentialResult =
  | { readonly kind: 'account'; readonly account: ServiceAccount }
  | InvalidCredentials;

export interface InvalidCredentials {
  readonly kind: 'invalid';
  /** At least one, in the order of the fields. */
  readonly problems: readonly CredentialProblem[];
  /** What is wrong with all of them, in sentences; what they are read from is not named. */
  readonly message: string;
}

const filled = z.string().check(z.trim(), z.minLength(1));
const file = z.object({
  serviceAccount: z.object({
    keyId: filled,
    secret: filled,
    email: filled,
    algorithm: filled,
    tokenEndpoint: filled,
  }),
});

/**
 * Reads DT's credentials file. All five fields are required. Source: Python client.
 *
 * @param sandboxOrigin Of the running sandbox: an account whose token endpoint is there belongs to it.
 */
export function parseCredentials(text: string, sandboxOrigin?: string): CredentialResult {
  let content: unknown;
  try {
    content = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    // The parser's message quotes the text around the mistake, which may be the secret.
    return invalid({ field: '', code: 'not-json', message: 'This is not valid JSON.' });
  }
  const parsed = file.safeParse(content);
  if (!parsed.success) return invalid(...parsed.error.issues.map((issue) => problemOf(issue, content)));
  const { algorithm, tokenEndpoint, ...keys } = parsed.data.serviceAccount;
  if (algorithm !== 'HS256') {
    return invalid({
      field: 'serviceAccount.algorithm',
      code: 'algorithm',
      message: 'serviceAccount.algorithm must be HS256, the only one that DT accepts.',
    });
  }
  const sandbox = isSandbox(tokenEndpoint, sandboxOrigin) ? { sandbox: true } : {};
  if (!mayExchangeAt(tokenEndpoint, sandbox, sandboxOrigin)) {
    return invalid({
      field: 'serviceAccount.tokenEndpoint',
      code: 'token-endpoint',
      message: `serviceAccount.tokenEndpoint is not a token endpoint of DT; expected ${documentedTokenUrl}.`,
    });
  }
  return finish({ ...keys, tokenUrl: tokenEndpoint, ...sandbox }, 'serviceAccount.email');
}

const variables = { keyId: 'DT_SERVICE_ACCOUNT_KEY_ID', secret: 'DT_SERVICE_ACCOUNT_SECRET', email: 'DT_SERVICE_ACCOUNT_EMAIL' } as const;

/**
 * The account that the environment names; `none` when it names nothing at all.
 * Source: Python client.
 */
export function accountFromEnvironment(env: Readonly<Record<string, string | undefined>>): CredentialResult | { readonly kind: 'none' } {
  const read = (name: string) => env[name]?.trim() ?? '';
  const keyId = read(variables.keyId);
  const secret = read(variables.secret);
  const email = read(variables.email);
  const missing = Object.values(variables).filter((name) => read(name) === '');
  if (missing.length === 3) return { kind: 'none' };
  if (missing.length > 0) {
    const set = Object.values(variables).filter((name) => !missing.includes(name));
    const problems = missing.map((field) => ({ field, code: 'missing' as const, message: `${field} is not set.` }));
    return { kind: 'invalid', problems, message: `${allOf(missing)} not set, although ${allOf(set)}.` };
  }
  return finish({ keyId, secret, email, tokenUrl: documentedTokenUrl }, variables.email);
}

/** `A is`, `A and B are`. */
function allOf(names: readonly string[]): string {
  return `${names.join(' and ')} ${names.length === 1 ? 'is' : 'are'}`;
}

/** What no service account has: an email without its two halves, characters that no header can carry. */
function finish(account: ServiceAccount, emailField: string): CredentialResult {
  if (/^[^\s@]+@[^\s@]+$/.test(account.email)) return { kind: 'account', account };
  const message = `${emailField} is not an email address; expected {serviceaccount}@{project}.serviceaccount.d21s.com.`;
  return invalid({ field: emailField, code: 'malformed', message });
}

function isSandbox(tokenEndpoint: string, sandboxOrigin: string | undefined): boolean {
  if (sandboxOrigin === undefined || !URL.canParse(tokenEndpoint)) return false;
  return connectOrigin(new URL(tokenEndpoint).origin) === connectOrigin(sandboxOrigin);
}

function invalid(...problems: CredentialProblem[]): InvalidCredentials {
  return { kind: 'invalid', problems, message: problems.map(({ message }) => message).join(' ') };
}

function problemOf(issue: z.core.$ZodIssue, content: unknown): CredentialProblem {
  const field = issue.path.join('.');
  const name = field === '' ? 'This' : field;
  if (issue.code === 'too_small') return { field, code: 'empty', message: `${name} is empty.` };
  if (valueAt(content, issue.path) === undefined) return { field, code: 'missing', message: `${name} is missing.` };
  const expected = issue.code === 'invalid_type' ? issue.expected : 'text';
  return { field, code: 'wrong-type', message: `${name} must be ${expected === 'object' ? 'an object' : 'text'}.` };
}

function valueAt(content: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined), content);
}

import { vendorHostKind } from '../api/hosts';
import { isLoopback } from '../http/loopback';
import type { ServiceAccount } from './account';

/** Origins beside DT's own, from places that a request file cannot reach. */
export interface CredentialScope {
  /** From a machine-scoped setting or `--allow-host`, as {@link allowedOrigin} writes them. */
  readonly allowedOrigins: readonly string[];
  /** Origin of the running sandbox; absent when none runs. */
  readonly sandboxOrigin?: string;
}

/**
 * The canonical form of a connect origin: lower case, no default port, a trailing dot of the host
 * folded. Undefined for anything that is not scheme, host and port written plainly: the URL parser
 * mends a lot, and an origin that had to be mended is not one that somebody meant.
 */
export function connectOrigin(origin: string): string | undefined {
  const plain = /^(https?):\/\/((?:[\w-]+\.)*[\w-]+|\[[\d:a-f.]+\])\.?(?::(\d{1,5}))?$/.exec(origin.toLowerCase());
  const [, scheme, host, port] = plain ?? [];
  if (scheme === undefined || host === undefined || !URL.canParse(origin)) return undefined;
  // `localhost` and 0x7f.1 are both written plainly; the parser knows what the second one means.
  const url = new URL(`${scheme}://${host}${port === undefined ? '' : `:${port}`}`);
  return host.startsWith('[') || url.hostname === host ? url.origin : undefined;
}

/**
 * An origin that a person allows beside DT's, in the form in which connections are compared: https,
 * perhaps with a slash at its end, as browsers copy it. Undefined for anything else.
 */
export function allowedOrigin(text: string): string | undefined {
  const origin = connectOrigin(text.trim().replace(/^(https?:\/\/[^/]+)\/$/i, '$1'));
  return origin?.startsWith('https://') === true ? origin : undefined;
}

/** Whether a request to `origin` (its connection, never its Host header) may carry the account's credentials. */
export function mayReceive(account: Pick<ServiceAccount, 'sandbox'>, origin: string, scope: CredentialScope): boolean {
  const target = connectOrigin(origin);
  if (target === undefined) return false;
  const sandbox = scope.sandboxOrigin === undefined ? undefined : connectOrigin(scope.sandboxOrigin);
  if (account.sandbox === true) return target === sandbox;
  if (target === sandbox || !target.startsWith('https://') || isLoopback(new URL(target).hostname)) return false;
  const kind = vendorHostKind(target);
  if (kind === 'api' || kind === 'emulator' || kind === 'identity') return true;
  return scope.allowedOrigins.includes(target);
}

/** Whether assertions may be exchanged at `tokenUrl`: an identity host of DT's, or the sandbox for its own accounts. */
export function mayExchangeAt(tokenUrl: string, account: Pick<ServiceAccount, 'sandbox'>, sandboxOrigin?: string): boolean {
  // Query, fragment and userinfo have no place in it; the token endpoint takes no query.
  const origin = /^(https?:\/\/[^/?#@\\\s]+)\/[\w\-./~]*$/i.exec(tokenUrl)?.[1];
  const target = origin === undefined ? undefined : connectOrigin(origin);
  if (target === undefined) return false;
  if (account.sandbox === true) return sandboxOrigin !== undefined && target === connectOrigin(sandboxOrigin);
  return vendorHostKind(target) === 'identity';
}

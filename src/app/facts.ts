import { type EndpointMatch, findEndpoint } from '../api/description';
import { type HostKind, vendorHostKind } from '../api/hosts';
import type { NamedAccount } from '../auth/accountBook';
import type { Clock } from '../base/clock';
import { type Exchange, lastAttempt, type Outcome, type WireRequest } from '../http/exchange';
import { quotaScope, type QuotaTarget } from '../quota/scope';

/** Where a running sandbox is. */
export interface SandboxAddress {
  /** e.g. `http://127.0.0.1:51234` */
  readonly origin: string;
  readonly apiBase: string;
  readonly emulatorBase: string;
}

/** What the host of `request` is: one of DT's, the running sandbox, or another. */
export function hostKindOf(request: WireRequest, sandbox: SandboxAddress | undefined): HostKind {
  return sandbox?.origin === request.origin ? 'sandbox' : vendorHostKind(request.origin);
}

/** The endpoint of the API description that a request names, on DT's hosts and on the sandbox; else undefined. */
export function endpointOf(request: WireRequest, sandbox: SandboxAddress | undefined): EndpointMatch | undefined {
  const path = request.target.replace(/[?#].*$/s, '');
  const on = (host: 'api' | 'emulator', base: string) =>
    path.startsWith(`${base}/`) ? findEndpoint(host, request.method, path.slice(base.length)) : undefined;
  switch (hostKindOf(request, sandbox)) {
    case 'api':
      return on('api', '/v2');
    case 'emulator':
      return on('emulator', '/v2');
    case 'identity':
      return findEndpoint('identity', request.method, path);
    case 'sandbox':
      return on('emulator', '/emulator/v2') ?? on('api', '/v2');
    case 'docs':
    case 'other':
      return undefined;
  }
}

/** An email that can be told apart without being read: `bhm1…@bchd…`. */
export function maskEmail(email: string): string {
  const [local = '', domain = ''] = email.split('@');
  return `${local.slice(0, 4)}…@${domain.slice(0, 4)}…`;
}

/** What accounts are called, by the scope of their quotas. One account may have been added under several names. */
export type AccountNames = ReadonlyMap<string, string>;

/** The names of `accounts`, for {@link quotaTitle}. */
export function accountNames(accounts: readonly NamedAccount[]): AccountNames {
  const names = new Map<string, string>();
  for (const { name, account } of accounts) {
    const scope = scopeOfAccount(account.email);
    const before = scope === undefined ? undefined : names.get(scope);
    if (scope !== undefined) names.set(scope, before === undefined ? name : `${before}, ${name}`);
  }
  return names;
}

/** Whose quota it is, for people. An account that is not among `names` is known by its masked email. */
export function quotaTitle({ email, hostKind, origin }: QuotaTarget, names: AccountNames): string {
  if (hostKind === 'sandbox') return 'the sandbox';
  if (hostKind === 'other') return origin;
  return email === undefined ? 'unsigned requests to DT' : (names.get(scopeOfAccount(email) ?? '') ?? maskEmail(email));
}

/** All of DT's hosts count together. */
function scopeOfAccount(email: string): string | undefined {
  return quotaScope({ email, hostKind: 'api', origin: '' })?.scope;
}

const rememberedMs = 60_000;
const rememberedMost = 50;

/** Remembers for a minute what our own requests created: a 404 on it is likely propagation. */
export class RecentCreates {
  #creates: { readonly name: string; readonly at: number; readonly by: string | undefined }[] = [];

  constructor(private readonly clock: Clock) {}

  /** What the account that signed `exchange` created. */
  of(exchange: Exchange): readonly { readonly name: string; readonly at: number }[] {
    const since = this.clock.now() - rememberedMs;
    const signer = signerOf(exchange);
    return this.#creates.filter(({ at, by }) => at >= since && by === signer).map(({ name, at }) => ({ name, at }));
  }

  /**
   * Looks at an outcome for a created resource: a POST whose answer has a `name`. One that was deleted
   * since then is gone, and not on its way.
   */
  note(outcome: Outcome): void {
    const { exchange } = outcome;
    if (outcome.kind !== 'answered' || outcome.response.status >= 300) return;
    const path = exchange.request.target.replace(/[?#].*$/s, '');
    if (exchange.request.method === 'DELETE') this.#creates = this.#creates.filter(({ name }) => !path.endsWith(`/${name}`));
    if (exchange.request.method !== 'POST') return;
    const name = nameIn(outcome.response.body);
    if (name !== undefined) this.#creates = [...this.#creates, { name, at: this.clock.now(), by: signerOf(exchange) }].slice(-rememberedMost);
  }
}

function signerOf(exchange: Exchange): string | undefined {
  return lastAttempt(exchange)?.signedAs?.email;
}

function nameIn(body: Uint8Array): string | undefined {
  // The answer to a create is small; a list is not worth parsing for this.
  if (body.length > 100_000) return undefined;
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(body));
    return typeof value === 'object' && value !== null && 'name' in value && typeof value.name === 'string' ? value.name : undefined;
  } catch {
    // Not JSON: then it names nothing.
    return undefined;
  }
}

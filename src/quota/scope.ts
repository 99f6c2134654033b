import { createHash } from 'node:crypto';
import { documentedQuota, type QuotaRule } from './permits';

/** Where a request goes, as far as the quota is concerned; the kinds of `api/hosts.ts`. */
export interface QuotaTarget {
  /** Email of the service account that signs the request; absent when it goes unsigned. */
  readonly email?: string | undefined;
  readonly hostKind: 'api' | 'emulator' | 'identity' | 'docs' | 'sandbox' | 'other';
  /** Scheme, host and port of the connection. */
  readonly origin: string;
}

/** What the user allows. */
export interface QuotaRules {
  /** Of each account, at DT and at a sandbox. */
  readonly rule: QuotaRule;
  /** Whether {@link rule} is the share of this very process (`--quota`). Default: false. */
  readonly isOwnShare?: boolean;
  /** Of other hosts, by origin as {@link quotaOrigin} writes it; one that is not in it has no quota. */
  readonly hostRules: ReadonlyMap<string, QuotaRule>;
}

/** What holds when nobody says otherwise: the documented quota, and none for other hosts. */
export const documentedRules: QuotaRules = { rule: documentedQuota, hostRules: new Map() };

export interface QuotaScope {
  /** Names the quota in a `PermitRequest`; holds no email in the clear, so it may be shown and stored. */
  readonly scope: string;
  readonly rule: QuotaRule;
  readonly isOwnShare?: boolean;
}

/**
 * The quota that a request counts against, or undefined when there is none.
 *
 * DT is taken to count per account, over its API and emulator hosts together; no source says. What
 * we send there without an account shares one scope: we cannot know whose it is. A sandbox counts
 * for itself, whichever of its accounts asks. Token requests are not counted, and other hosts have
 * a quota only when a rule names their origin, exactly.
 */
export function quotaScope({ email, hostKind, origin }: QuotaTarget, rules: QuotaRules = documentedRules): QuotaScope | undefined {
  const { rule, isOwnShare = false, hostRules } = rules;
  const ofAccount = { rule, ...(isOwnShare && { isOwnShare }) };
  switch (hostKind) {
    case 'api':
    case 'emulator':
      return { scope: email === undefined ? 'dt:unsigned' : `dt:${accountHash(email)}`, ...ofAccount };
    case 'sandbox':
      return { scope: `sandbox:${quotaOrigin(origin) ?? origin}`, ...ofAccount };
    case 'other': {
      const key = quotaOrigin(origin);
      const ruleOfHost = key === undefined ? undefined : hostRules.get(key);
      return key === undefined || ruleOfHost === undefined ? undefined : { scope: `host:${key}`, rule: ruleOfHost };
    }
    case 'identity':
    case 'docs':
      return undefined;
  }
}

/**
 * The form in which origins are compared: lower case, without a default port, a trailing dot of the
 * host folded. Undefined for what is not scheme (http or https), host and perhaps a port; a slash at
 * the end, as browsers copy it, is accepted.
 */
export function quotaOrigin(text: string): string | undefined {
  const [, scheme = '', host = '', port = ''] = /^(https?):\/\/([^/?#@\\\s:[\]*]+|\[[\da-f:.]+\])(:\d{1,5})?\/?$/i.exec(text.trim()) ?? [];
  const url = `${scheme}://${host.replace(/\.$/, '')}${port}`;
  return host !== '' && URL.canParse(url) ? new URL(url).origin : undefined;
}

/** 16 hexadecimal digits that stand for the account; casing and blanks around the email do not matter. */
function accountHash(email: string): string {
  return createHash('sha256').update(email.trim().toLowerCase()).digest('hex').slice(0, 16);
}

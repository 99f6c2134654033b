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

export interface QuotaScope {
  /** Names the quota in a `PermitRequest`; holds no email in the clear, so it may be shown and stored. */
  readonly scope: string;
  readonly rule: QuotaRule;
}

/**
 * The quota that a request counts against, or undefined when there is none.
 *
 * DT is taken to count per account, over its API and emulator hosts together; no source says. What
 * we send there without an account shares one scope: we cannot know whose it is. A sandbox counts
 * for itself, whichever of its accounts asks. Token requests are not counted, and other hosts have
 * no quota.
 */
export function quotaScope({ email, hostKind, origin }: QuotaTarget): QuotaScope | undefined {
  switch (hostKind) {
    case 'api':
    case 'emulator':
      return { scope: email === undefined ? 'dt:unsigned' : `dt:${accountHash(email)}`, rule: documentedQuota };
    case 'sandbox':
      return { scope: `sandbox:${origin.toLowerCase()}`, rule: documentedQuota };
    case 'identity':
    case 'docs':
    case 'other':
      return undefined;
  }
}

/** 16 hexadecimal digits that stand for the account; casing and blanks around the email do not matter. */
function accountHash(email: string): string {
  return createHash('sha256').update(email.trim().toLowerCase()).digest('hex').slice(0, 16);
}

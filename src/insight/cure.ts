import { isIdempotent } from '../http/methods';
import type { Facts, Fix, Statement } from './entry';
import { documented, duration, inferred, observed, quoted } from './say';

/** Actions that several entries offer, worded once. */
export const retryNow: Fix = { kind: 'action', action: 'retry', title: 'Run again' };
export const renewToken: Fix = { kind: 'action', action: 'renew-token-and-retry', title: 'Get a new token and run again' };
export const switchAccount: Fix = { kind: 'action', action: 'switch-account', title: 'Switch account' };
export const addAccount: Fix = { kind: 'action', action: 'add-account', title: 'Add a service account' };
/** What the terminal has in place of adding an account: as a clause. */
const giveAccount = '--account FILE, DT_CREDENTIALS_FILE, or the three DT_SERVICE_ACCOUNT_… variables';

/** How to come by an account where none is there. `then`: what follows, ` first` or a clause behind a comma. */
export function addAccountFirst({ place }: Pick<Facts, 'place'>, then: ' first' | ', then run the request again'): Statement {
  if (place !== 'terminal') return observed(`Add a service account${then}.`);
  return observed(`Give an account${then === ' first' ? then : ''}: ${giveAccount}.`);
}

export const openStatusPage: Fix = { kind: 'action', action: 'open-status-page', title: 'Open the status page' };
export const openSupport: Fix = { kind: 'action', action: 'open-support', title: 'Open the support page' };
export const copyReport: Fix = { kind: 'action', action: 'copy-report', title: 'Copy a support report' };
/** Reads the resource as it is now, and offers the change once more. */
export const reread: Fix = { kind: 'action', action: 'reread', title: 'Read it as it is now' };

/** Looks for a device in all projects of the account. */
export function findId(id: string): Fix {
  return { kind: 'action', action: 'find-id', title: `Look for ${quoted(id, 40)} in all projects`, subject: id };
}

/** @param scope `projects/abc` or `organizations/abc`. */
export function showPermissions(scope: string): Fix {
  return { kind: 'action', action: 'show-permissions', title: 'Ask what this account may do there', subject: scope };
}

/** Repeats from a second on, with longer and longer waits, while a new resource is not visible. Source: error documentation: 404. */
export const untilVisible: Fix = { kind: 'action', action: 'wait-and-retry', title: 'Run again until it is visible', afterMs: 1000, backOff: true };

/** @param afterMs Milliseconds after the failure; 0 or less: at once. */
export function waitAndRetry(afterMs: number): Fix {
  return { kind: 'action', action: 'wait-and-retry', title: afterMs <= 0 ? 'Run again' : `Run again in ${duration(afterMs)}`, afterMs: Math.max(0, afterMs) };
}

/** Longer than this, in milliseconds, nobody leaves a request waiting: the time is told, no button offered. */
const longestOffer = 86_400_000;

/** {@link waitAndRetry}, or nothing when the wait is over a day. */
export function waitIfBearable(afterMs: number): readonly Fix[] {
  return afterMs > longestOffer ? [] : [waitAndRetry(afterMs)];
}

/** What to mind before a repeat of a request that may have been carried out; empty where a repeat is harmless. */
export function beforeRepeating(method: string): readonly Statement[] {
  return isIdempotent(method) ? [] : [inferred(`Check whether the ${method} took effect before you run it again: it may have been carried out.`)];
}

/** Why a request was not repeated that would have been with a harmless method; empty where it is one. */
export function notRepeated(method: string): readonly Statement[] {
  return isIdempotent(method) ? [] : [observed(`DT HTTP does not send a ${method} again by itself when it may have been carried out.`)];
}

/** What a role is called in DT Studio's words and who can give it. Source: access rights page. */
export function whoGrants(role: string): Statement {
  return role === 'organization.admin'
    ? documented('An Organization administrator can give that role.')
    : documented('A Project administrator or an Organization administrator can give it, under the access rights of the project.');
}

import type { Explanation, Fix } from '../../insight/entry';
import { commandId } from '../ids';

/** An action of an explanation, as the editor carries it out. */
export interface ActionCall {
  readonly title: string;
  readonly command: string;
  readonly arguments?: unknown[];
}

/**
 * The command behind an action of an explanation.
 *
 * @param place URI and offset of the request.
 * @param at When the run ended: a wait counts from there.
 * @param code Of the explanation: a repeat with growing waits ends when another one takes its place.
 */
export function callOf({ action, title, afterMs = 0, backOff, subject }: Extract<Fix, { kind: 'action' }>, place: readonly unknown[], at: Date, code: string): ActionCall {
  switch (action) {
    case 'retry':
      return { title, command: commandId.run, arguments: [...place] };
    case 'wait-and-retry': {
      const due = at.getTime() + afterMs;
      if (backOff === true) return { title, command: commandId.run, arguments: [...place, due, code] };
      const when = due > Date.now() ? `Run again at ${new Date(due).toLocaleTimeString()}` : 'Run again';
      return { title: when, command: commandId.run, arguments: [...place, due] };
    }
    case 'renew-token-and-retry':
      return { title, command: commandId.renewAndRetry, arguments: [...place] };
    case 'switch-account':
      return { title, command: commandId.switchAccount };
    case 'add-account':
      return { title, command: commandId.addAccount };
    case 'open-status-page':
      return { title, command: commandId.openStatusPage };
    case 'open-support':
      return { title, command: commandId.openSupport };
    case 'copy-report':
      return { title, command: commandId.copyReport, arguments: [...place] };
    case 'find-id':
      return { title, command: commandId.findId, arguments: [...place, subject] };
    case 'show-permissions':
      return { title, command: commandId.showPermissions, arguments: [...place, subject] };
    case 'reread':
      return { title, command: commandId.reread, arguments: [...place] };
  }
}

/** What is offered of every server error, whether its entry says so or not. */
const copyReport: Extract<Fix, { kind: 'action' }> = { kind: 'action', action: 'copy-report', title: 'Copy a support report' };

/** The fixes, and for a server that failed the support report. A 501 is about the verb. */
export function withReport(fixes: readonly Fix[], status: number | undefined): readonly Fix[] {
  const has = fixes.some((fix) => fix.kind === 'action' && fix.action === 'copy-report');
  return has || status === undefined || status < 500 || status === 501 ? fixes : [...fixes, copyReport];
}

/** Statuses that say "not now". */
const passing: ReadonlySet<number> = new Set([408, 425, 429]);

/**
 * Whether the same request may end otherwise when it is run again as it is. Not where the answer finds
 * fault with the request itself, or with devices in it. What helps against a 401 may lie outside the file.
 *
 * @param status Of the answer; undefined when there is none.
 */
export function mayEndOtherwise({ code, fixes }: Pick<Explanation, 'code' | 'fixes'>, status: number | undefined): boolean {
  if (code.startsWith('dt.200.')) return false;
  if (status === 401) return !fixes.some(({ kind }) => kind === 'edit');
  const isFaultOfRequest = status !== undefined && ((status >= 400 && status < 500) || status === 501);
  return !isFaultOfRequest || passing.has(status) || code === 'dt.409.rapid-change';
}

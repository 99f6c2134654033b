import type { RequestPart } from '../../../http/requestPart';
import type { Failure, Fix, Statement } from '../../entry';
import { duration, observed } from '../../say';

/** Where the author gave it so little time; the request line where nobody did. */
export const timeoutPart: RequestPart = { kind: 'directive', name: 'timeout' };

/** More than what is waited for without a word (30 s), and round. */
const usualSeconds = 60;
/** A longer one is refused: a day. */
const mostSeconds = 86_400;

export const moreTime: Statement = giveTime(usualSeconds);

function giveTime(seconds: number): Statement {
  return observed(`Give it more time: "# @timeout ${seconds}s" above the request.`);
}

/** Twice the time that was not enough, in whole minutes. */
export function longer({ attempt }: Failure): { readonly doThis: Statement; readonly fix: Fix } {
  const waitedMs = attempt?.timing.totalMs ?? 0;
  const seconds = Math.min(Math.max(Math.ceil((2 * waitedMs) / 60_000) * 60, usualSeconds), mostSeconds);
  const fix: Fix = { kind: 'edit', grade: 'likely', title: `Give it ${seconds} s: # @timeout ${seconds}s`, edits: [{ kind: 'timeout', value: `${seconds}s` }] };
  return { doThis: giveTime(seconds), fix };
}

/** How long the last attempt took. */
export function waited({ attempt }: Failure): readonly Statement[] {
  return attempt ? [observed(`The last attempt took ${duration(attempt.timing.totalMs)}.`)] : [];
}

import type { Failure, Statement } from '../../entry';
import { duration, observed } from '../../say';

export const moreTime: Statement = observed('Give it more time: "# @timeout 60s" above the request.');

/** How long the last attempt took. */
export function waited({ attempt }: Failure): readonly Statement[] {
  return attempt ? [observed(`The last attempt took ${duration(attempt.timing.totalMs)}.`)] : [];
}

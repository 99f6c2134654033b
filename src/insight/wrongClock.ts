import { isHarmfulSkew } from '../http/clockSkew';
import type { Facts, Statement } from './entry';
import { duration, inferred, observed } from './say';

/** What to say of this computer's clock when it is off enough to matter; before any key is blamed. */
export function wrongClock(facts: Pick<Facts, 'clockSkewMs'>): { readonly doThis: readonly Statement[]; readonly why: readonly Statement[] } | undefined {
  const skew = facts.clockSkewMs ?? 0;
  if (!isHarmfulSkew(skew)) return undefined;
  return {
    doThis: [observed('Set the clock of this computer (switch on automatic time), then get a new token.')],
    why: [
      observed(`The clock here is ${duration(Math.abs(skew))} ${skew > 0 ? 'behind' : 'ahead of'} the server's.`),
      inferred('Tokens carry the time they were made, so a wrong clock makes a good key look bad.'),
    ],
  };
}

import type { ScopeQuota, Services } from '../app/services';
import type { Holding } from '../quota/permits';
import type { Progress } from '../run/pipeline';
import { plainLine } from './format/plain';
import type { Io } from './io';

/** Shorter waits are not told, in milliseconds; nor is that one got longer by less. */
const worthTellingMs = 1000;
/** Of those who hold permits, the ones with the most are named. */
const mostNamed = 2;

/**
 * Says on `io.err` why nothing happens when that lasts: one line for each wait, and another only when
 * it turns out longer than was said.
 */
export function tellWaits(services: Pick<Services, 'host' | 'quotas'>, io: Pick<Io, 'err'>): (progress: Progress) => void {
  /** When the wait that was told is over, by what was said. */
  let toldUntil: number | undefined;
  return (progress) => {
    if (progress.kind !== 'waiting-for-quota') {
      toldUntil = undefined;
      if (progress.kind === 'waiting-to-retry') io.err(`${retryText(progress)}\n`);
      return;
    }
    const until = services.host.clock.monotonic() + progress.expectedMs;
    if (progress.expectedMs < worthTellingMs || (toldUntil !== undefined && until < toldUntil + worthTellingMs)) return;
    toldUntil = until;
    io.err(`${quotaText(progress.expectedMs, services.quotas().find(({ scope }) => scope === progress.scope))}\n`);
  };
}

/** `503: attempt 2 of 4 in 3 s…` */
function retryText({ status, afterMs, attempt, of }: Extract<Progress, { kind: 'waiting-to-retry' }>): string {
  const next = attempt === undefined || of === undefined ? 'next try' : `attempt ${attempt} of ${of}`;
  return `${status ?? 'No answer'}: ${next} in ${seconds(afterMs)}…`;
}

/** `Waiting 4 s for the quota: 75 of 75 used, 60 by window "greenhouse"…` */
export function quotaText(expectedMs: number, quota: ScopeQuota | undefined): string {
  const why = quota && reason(quota);
  return `Waiting ${seconds(expectedMs)} for the quota${why === undefined ? '' : `: ${why}`}…`;
}

function reason({ used, rule, holdings, closedForMs, unknownForMs }: ScopeQuota): string {
  if (closedForMs > 0) return 'a 429 asks to wait';
  if (unknownForMs > 0) return 'what was sent before is not known';
  const others = byName(holdings.filter(({ isOwn }) => !isOwn));
  const named = others.slice(0, mostNamed).map(([name, count]) => `${count} by ${plainLine(name)}`);
  const rest = others.slice(mostNamed).reduce((sum, [, count]) => sum + count, 0);
  return [`${used} of ${rule.limit} used`, ...named, ...(rest > 0 ? [`${rest} by others`] : [])].join(', ');
}

/** How many are held under each name, most first. */
function byName(holdings: readonly Holding[]): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const { by: { name } } of holdings) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a);
}

const seconds = (ms: number) => `${Math.ceil(ms / 1000)} s`;

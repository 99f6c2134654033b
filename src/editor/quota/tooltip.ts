import { secondsLeft } from '../../http/format';
import { count, usedText } from '../../quota/words';
import type { TitledQuota } from './rows';
import { goesText, holderLines, paceText, plainLine, windowText } from './words';

/** Other quotas that are named. */
const mostOthers = 3;

/**
 * What the status bar's item says when it is pointed at: how much of the first quota is used, who
 * holds it, what holds requests back, and in a line how the others stand. Plain text.
 */
export function quotaTooltip([first, ...others]: readonly TitledQuota[]): string {
  if (!first) return '';
  const { rule, title, holdings } = first;
  return [
    `Quota of ${plainLine(title, 60)}: ${usedText(first)} in ${windowText(rule.windowMs)}.`,
    ...holderLines(holdings).map((line) => `  ${line}`),
    ...waitingLines(first),
    ...others.slice(0, mostOthers).map((quota) => `Also ${plainLine(quota.title, 60)}: ${usedText(quota)}.`),
    ...(others.length > mostOthers ? [`Also ${count(others.length - mostOthers)} more quotas.`] : []),
    'Click to see who holds what.',
  ].join('\n');
}

function waitingLines(quota: TitledQuota): readonly string[] {
  const { waiting, closedForMs, unknownForMs, trouble } = quota;
  const [next] = waiting;
  const pace = next && paceText(quota, next.expectedMs, next.priority);
  return [
    ...(closedForMs > 0 ? [`Nothing is sent for ${secondsLeft(closedForMs)}: the server answered 429.`] : []),
    ...(unknownForMs > 0 ? [`Nothing is sent for ${secondsLeft(unknownForMs)}: what was sent before is not known.`] : []),
    ...(next ? [`${count(waiting.length)} waiting, the first ${goesText(quota, next.expectedMs)}${pace === undefined ? '' : ` (${pace})`}.`] : []),
    ...(trouble ? ['Not shared with other windows and terminals: this one keeps to a fifth of the limit.'] : []),
  ];
}

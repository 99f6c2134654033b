import { duration } from '../../insight/say';

const rfc3339 = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/;
/** Milliseconds that are no age: clocks are not that exact. */
const smallestAge = 1000;

/**
 * A time of RFC 3339 as it is here, and how long ago or ahead: `Sat 21 Nov 2026, 14:03:22 (Europe/Oslo), 2 h 5 min ago`.
 * Undefined for other texts.
 *
 * @param now Milliseconds since 1970 UTC.
 * @param timeZone IANA name. Default: that of this machine.
 */
export function timeWords(text: string, now: number, timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone): string | undefined {
  const time = rfc3339.test(text) ? Date.parse(text.toUpperCase()) : NaN;
  if (Number.isNaN(time)) return undefined;
  const shown = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false, timeZone }).format(time).replace(/^(\w+),/, '$1');
  const age = now - time;
  const relative = Math.abs(age) < smallestAge ? 'now' : age > 0 ? `${duration(age)} ago` : `in ${duration(-age)}`;
  return `${shown} (${timeZone}), ${relative}`;
}

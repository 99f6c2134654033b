import { unsafeCharacters } from '../base/plainText';
import type { Statement } from './entry';

/** The longest headline: it stands alone in Problems, a test report or one line of a terminal. */
export const headlineLimit = 80;

const invisible = new RegExp(unsafeCharacters, 'gu');
// A surrogate without its partner cannot be written as UTF-8.
const lone = /\p{Surrogate}/gu;

/**
 * `text` as one line of visible characters, at most `limit` UTF-16 units (default 1,000); what is
 * cut is marked by `…`. Everything that comes from the network or a file passes through here.
 */
export function plain(text: string, limit = 1000): string {
  // Cut first: a message of 50 MB must not be scanned as a whole.
  const line = text.slice(0, limit * 4).replace(/\s+/g, ' ').replace(invisible, '').replace(lone, '\ufffd').trim();
  const cut = line.length > limit || text.length > limit * 4;
  return cut ? `${clip(line, limit - 1)}…` : line;
}

/** `"text"`, plain and at most `limit` units between the quotes (default 60). Quotes inside become `'`. */
export function quoted(text: string, limit = 60): string {
  return `"${plain(text, limit).replaceAll('"', "'")}"`;
}

/** A headline around a name: the name is shortened until all of it fits {@link headlineLimit}. */
export function headline(before: string, name = '', after = ''): string {
  if (name === '') return plain(before + after, headlineLimit);
  const room = Math.max(headlineLimit - before.length - after.length - 2, 4);
  return plain(`${before}${quoted(name, room)}${after}`, headlineLimit);
}

export const documented = (text: string): Statement => ({ text, certainty: 'documented' });
export const observed = (text: string): Statement => ({ text, certainty: 'observed' });
export const inferred = (text: string): Statement => ({ text, certainty: 'inferred' });

/**
 * `850 ms`, `9 s`, `2.5 s`, `1 min 58 s`, `2 h 5 min`, `3 days`: rounded up, for a wait must not end early.
 * Nobody waits for more than two months: `4 months` and `6 years` are ages, and count what is over.
 */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.max(0, Math.ceil(ms))} ms`;
  if (ms < 10_000) return `${Math.ceil(ms / 100) / 10} s`;
  const seconds = Math.ceil(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return pair(seconds, 'min', 's');
  const minutes = Math.ceil(ms / 60_000);
  return minutes > 2880 ? days(Math.ceil(minutes / 1440)) : pair(minutes, 'h', 'min');
}

/** `2 h 5 min`, or `2 h`: sixty of the small unit are one of the large. */
function pair(small: number, largeUnit: string, smallUnit: string): string {
  const rest = small % 60;
  return `${Math.floor(small / 60)} ${largeUnit}${rest === 0 ? '' : ` ${rest} ${smallUnit}`}`;
}

function days(count: number): string {
  if (count > 730) return `${Math.floor(count / 365.25)} years`;
  return count > 60 ? `${Math.floor(count / 30.44)} months` : `${count} days`;
}

/** `2026-03-01 14:03:22 UTC`; `an unknown time` for what is no time. */
export function utc(ms: number): string {
  const date = new Date(ms);
  if (Number.isNaN(date.getTime())) return 'an unknown time';
  return date.toISOString().replace('T', ' ').replace(/\.\d+Z$/, ' UTC');
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(names: readonly string[], word = 'and'): string {
  if (names.length < 2) return names.join('');
  return `${names.slice(0, -1).join(', ')} ${word} ${names.at(-1) ?? ''}`;
}

function clip(text: string, limit: number): string {
  const cut = text.slice(0, Math.max(limit, 0));
  // Not in the middle of a surrogate pair.
  return /[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut;
}

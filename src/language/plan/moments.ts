import dayjs from 'dayjs';
import utc from 'dayjs/plugin/utc';

dayjs.extend(utc);

/** Minutes that a zone is ahead of UTC at a moment, which is milliseconds since 1970 UTC. */
export type LocalOffset = (time: number) => number;

/** The zone of the machine. */
export const systemOffset: LocalOffset = (time) => -new Date(time).getTimezoneOffset();

const minuteMs = 60_000;
const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: minuteMs, h: 60 * minuteMs };
const unitDays: Readonly<Record<string, number>> = { d: 1, w: 7 };
const unitMonths: Readonly<Record<string, number>> = { M: 1, Q: 3, y: 12 };

/**
 * `time` moved by what is written, `-1 d` or `-1d`: units ms, s, m, h, d, w, M, Q, y. From a day
 * upwards by the calendar of the zone, UTC without one: the hour stays, across a change to summer
 * time too. Undefined when nothing of that kind is written, or there is no such moment.
 */
export function shifted(time: number, args: readonly string[], zone?: LocalOffset): number | undefined {
  if (args.length === 0) return existing(time);
  const [amount = '', unit = ''] = args.length === 1 ? (/^([+-]?\d+)([A-Za-z]+)$/.exec(args[0] ?? '')?.slice(1) ?? []) : args;
  if (args.length > 2 || !/^[+-]?\d{1,12}$/.test(amount)) return undefined;
  const count = Number(amount);
  const milliseconds = own(unitMs, unit);
  if (milliseconds !== undefined) return existing(time + count * milliseconds);
  const days = own(unitDays, unit);
  const months = own(unitMonths, unit);
  if (days === undefined && months === undefined) return undefined;
  const wall = time + minutesAhead(zone, time);
  const moved = months === undefined ? wall + count * (days ?? 0) * 24 * 60 * minuteMs : addMonths(wall, count * months);
  // A second look where the zone's offset changes in between.
  const guess = moved - minutesAhead(zone, moved);
  return existing(moved - minutesAhead(zone, guess));
}

/** A written unit is no safe key: `constructor` is one of every object's. */
function own(units: Readonly<Record<string, number>>, unit: string): number | undefined {
  return Object.hasOwn(units, unit) ? units[unit] : undefined;
}

/** In milliseconds. */
function minutesAhead(zone: LocalOffset | undefined, time: number): number {
  return zone === undefined || existing(time) === undefined ? 0 : zone(time) * minuteMs;
}

/** Undefined beyond the range of dates. */
function existing(time: number): number | undefined {
  return Number.isNaN(new Date(time).getTime()) ? undefined : time;
}

/** By the UTC calendar; the last day of the month where there is no such day. */
function addMonths(time: number, months: number): number {
  const date = new Date(time);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  const lastDay = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  return date.setUTCDate(Math.min(day, lastDay));
}

/**
 * A moment as `iso8601`, `rfc1123` or a Day.js format in quotes, in the zone, UTC without one.
 * Undefined for any other format. The names and their forms are REST Client's.
 */
export function formatMoment(format: string, time: number, zone?: LocalOffset): string | undefined {
  const moment = zone === undefined ? dayjs.utc(time) : dayjs.utc(time).utcOffset(zone(time));
  switch (format) {
    case 'iso8601':
      return zone === undefined ? new Date(time).toISOString() : moment.format('YYYY-MM-DDTHH:mm:ssZ');
    case 'rfc1123':
      return moment.format(zone === undefined ? 'ddd, DD MMM YYYY HH:mm:ss [GMT]' : 'ddd, DD MMM YYYY HH:mm:ss ZZ');
    default: {
      const quoted = /^(["'])(.+)\1$/.exec(format)?.[2];
      return quoted === undefined ? undefined : moment.format(quoted);
    }
  }
}

import type { Clock } from '../../base/clock';
import { nearest } from '../../base/nearest';
import type { Random } from '../../base/random';

/** What a system variable came to. */
export type SystemValue =
  | { readonly kind: 'value'; readonly value: string }
  | { readonly kind: 'arguments'; readonly usage: string }
  | { readonly kind: 'later' }
  | { readonly kind: 'unknown'; readonly suggestion?: string };

interface SystemVariable {
  /** How it is written, for messages and later for completion. */
  readonly usage: string;
  /** Undefined when the arguments are not what `usage` says. */
  compute(args: readonly string[], clock: Clock, random: Random): string | undefined;
}

/** A new random UUID for each reference. */
const uuid = (usage: string): SystemVariable => ({ usage, compute: (args, _, random) => (args.length === 0 ? random.uuid() : undefined) });

const table: ReadonlyMap<string, SystemVariable> = new Map([
  ['$guid', uuid('$guid')],
  ['$uuid', uuid('$uuid')],
  ['$random.uuid', uuid('$random.uuid')],
  ['$timestamp', moment('$timestamp [offset unit]', (time) => String(Math.floor(time / 1000)))],
  ['$timestampMs', moment('$timestampMs [offset unit]', (time) => String(Math.floor(time)))],
  ['$isoTimestamp', moment('$isoTimestamp [offset unit]', (time) => new Date(time).toISOString())],
  ['$randomInt', { usage: '$randomInt [min max]', compute: (args, _, random) => randomInteger(args, random) }],
]);

/** Known to the language, but not to this version. */
const later = /^\$(datetime|localDatetime|processEnv|dotenv|env(\..*)?)$/;

/**
 * The value of what stands between the braces, from `$` on: name and arguments with blanks between.
 * Times are UTC; `$randomInt` lies from min (included) to max (excluded), by default 0 to 1000.
 */
export function systemValue(written: string, clock: Clock, random: Random): SystemValue {
  const [name = '', ...args] = written.split(/\s+/);
  const variable = table.get(name);
  if (!variable) {
    if (later.test(name)) return { kind: 'later' };
    const suggestion = nearest(name, table.keys());
    return { kind: 'unknown', ...(suggestion !== undefined && { suggestion }) };
  }
  const value = variable.compute(args, clock, random);
  return value === undefined ? { kind: 'arguments', usage: variable.usage } : { kind: 'value', value };
}

function moment(usage: string, format: (time: number) => string): SystemVariable {
  return {
    usage,
    compute(args, clock) {
      const time = args.length === 0 ? clock.now() : shifted(clock.now(), args);
      // The range of dates: beyond it there is no such moment.
      return time === undefined || Number.isNaN(new Date(time).getTime()) ? undefined : format(time);
    },
  };
}

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };
const unitMonths: Readonly<Record<string, number>> = { M: 1, Q: 3, y: 12 };

function shifted(time: number, args: readonly string[]): number | undefined {
  const [amount = '', unit = ''] = args.length === 1 ? (/^([+-]?\d+)([A-Za-z]+)$/.exec(args[0] ?? '')?.slice(1) ?? []) : args;
  if (args.length > 2 || !/^[+-]?\d{1,12}$/.test(amount)) return undefined;
  const milliseconds = unitMs[unit];
  if (milliseconds !== undefined) return time + Number(amount) * milliseconds;
  const months = unitMonths[unit];
  return months === undefined ? undefined : addMonths(time, Number(amount) * months);
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

function randomInteger(args: readonly string[], random: Random): string | undefined {
  if (args.length !== 0 && args.length !== 2) return undefined;
  if (args.some((arg) => !/^[+-]?\d{1,15}$/.test(arg))) return undefined;
  const [min = 0, max = 1000] = args.map(Number);
  return min < max ? String(min + Math.floor(random.next() * (max - min))) : undefined;
}

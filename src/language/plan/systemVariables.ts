import type { Clock } from '../../base/clock';
import { nearest } from '../../base/nearest';
import type { Random } from '../../base/random';
import { type ForeignVariable, foreignVariable } from './foreignVariables';
import { formatMoment, type LocalOffset, shifted, systemOffset } from './moments';
import { type WrongArgument, wrongArgument } from './wrongArguments';

/** Where values come from that are neither in the request file nor in an environment file. */
export type OutsideSource = 'process-env' | 'dotenv';

/** What a system variable came to. */
export type SystemValue =
  | { readonly kind: 'value'; readonly value: string }
  /** `$processEnv`, `$env.` or `$dotenv`; `value` counts as secret and may be empty. */
  | { readonly kind: 'secret'; readonly value: string; readonly source: OutsideSource; readonly key: string }
  /** Such a value while nothing is sent: it is not read. */
  | { readonly kind: 'unknown-value'; readonly source: OutsideSource; readonly key: string }
  | { readonly kind: 'missing'; readonly source: OutsideSource; readonly key: string }
  /** The name of a secret of the product's own, which no request may hold. */
  | { readonly kind: 'forbidden'; readonly source: OutsideSource; readonly key: string }
  | { readonly kind: 'arguments'; readonly usage: string; /** When it is one word. */ readonly wrong?: WrongArgument }
  /** Another tool has it. */
  | (ForeignVariable & { readonly kind: 'foreign' })
  | { readonly kind: 'unknown'; readonly suggestion?: string };

/** What system variables are made from. */
export interface SystemSources {
  readonly clock: Clock;
  readonly random: Random;
  /** The environment of the process. Default: empty. */
  readonly processEnv?: (name: string) => string | undefined;
  /** The `.env` file that holds for the request file. Default: there is none. */
  readonly dotenv?: (name: string) => string | undefined;
  /** Set by the editor's features: values from outside are not read. */
  readonly isCheck?: boolean;
  /** The local time zone. Default: the machine's. */
  readonly localOffset?: LocalOffset;
}

interface SystemVariable {
  /** How it is written, for messages and later for completion. */
  readonly usage: string;
  /** Whether its last arguments are an offset in time, and whether a format stands before it. */
  readonly takes?: 'offset' | 'format and offset';
  /** Undefined when the arguments are not what `usage` says. */
  compute(args: readonly string[], sources: SystemSources): SystemValue | undefined;
}

/** A variable whose value is a plain text; undefined when the arguments are wrong. */
function plain(usage: string, compute: (args: readonly string[], sources: SystemSources) => string | undefined): SystemVariable {
  return {
    usage,
    compute(args, sources) {
      const value = compute(args, sources);
      return value === undefined ? undefined : { kind: 'value', value };
    },
  };
}

/** A new random UUID for each reference. */
const uuid = (usage: string) => plain(usage, (args, { random }) => (args.length === 0 ? random.uuid() : undefined));

const table: ReadonlyMap<string, SystemVariable> = new Map<string, SystemVariable>([
  ['$guid', uuid('$guid')],
  ['$uuid', uuid('$uuid')],
  ['$random.uuid', uuid('$random.uuid')],
  ['$timestamp', moment('$timestamp [offset unit]', (time) => String(Math.floor(time / 1000)))],
  ['$timestampMs', moment('$timestampMs [offset unit]', (time) => String(Math.floor(time)))],
  ['$isoTimestamp', moment('$isoTimestamp [offset unit]', (time) => new Date(time).toISOString())],
  ['$datetime', { ...plain('$datetime iso8601|rfc1123|"format" [offset unit]', ([format, ...offset], { clock }) => dateTime(format, offset, clock.now())), takes: 'format and offset' }],
  [
    '$localDatetime',
    {
      ...plain('$localDatetime iso8601|rfc1123|"format" [offset unit]', ([format, ...offset], { clock, localOffset }) =>
        dateTime(format, offset, clock.now(), localOffset ?? systemOffset),
      ),
      takes: 'format and offset',
    },
  ],
  ['$randomInt', plain('$randomInt [min max]', (args, { random }) => randomInteger(args, random))],
  ['$processEnv', { usage: '$processEnv NAME', compute: (args, sources) => onlyKey(args, 'process-env', sources) }],
  ['$dotenv', { usage: '$dotenv NAME', compute: (args, sources) => onlyKey(args, 'dotenv', sources) }],
]);

/** `$env.NAME` is `$processEnv NAME` as JetBrains writes it. */
const environmentPrefix = '$env.';

/** How all system variables are called, `$env.` among them, which its argument follows without a blank. */
export const systemNames: readonly string[] = [...table.keys(), environmentPrefix];

/** Whether a variable of the environment may be named in a request file. */
export function isReadable(key: string): boolean {
  // Windows compares names as these do.
  return isKey(key) && !ownSecret.test(key.toUpperCase());
}

const isKey = (key: string) => /^[^\s%="']+$/.test(key);

/**
 * The value of what stands between the braces, from `$` on: name and arguments with blanks between;
 * an argument in quotes may hold blanks. Times are UTC except for `$localDatetime`; `$randomInt`
 * lies from min (included) to max (excluded), by default 0 to 1000.
 */
export function systemValue(written: string, sources: SystemSources): SystemValue {
  const [name = '', ...args] = written.match(/"[^"]*"\S*|'[^']*'\S*|\S+/g) ?? [];
  const variable = table.get(name) ?? environmentVariable(name);
  if (variable) return variable.compute(args, sources) ?? wrongArguments(written, variable);
  const foreign = foreignVariable(written);
  if (foreign) return { kind: 'foreign', ...foreign };
  const suggestion = nearest(name, [...table.keys(), environmentPrefix]);
  return { kind: 'unknown', ...(suggestion !== undefined && suggestion !== environmentPrefix && { suggestion }) };
}

function wrongArguments(written: string, { usage, takes }: SystemVariable): SystemValue {
  const wrong = takes && wrongArgument(written, takes === 'format and offset');
  return { kind: 'arguments', usage, ...(wrong && { wrong }) };
}

function environmentVariable(name: string): SystemVariable | undefined {
  if (!name.startsWith(environmentPrefix) && name !== '$env') return undefined;
  const key = name.slice(environmentPrefix.length);
  return { usage: '$env.NAME', compute: (args, sources) => onlyKey([key, ...args], 'process-env', sources) };
}

/** Secrets of the product's own: a request file that could name them could send them anywhere. */
const ownSecret = /^DT_.*SECRET/;

/** REST Client's `%name`, which takes the key from another variable, is no key: what is read must be seen in the file. */
function onlyKey(args: readonly string[], source: OutsideSource, sources: SystemSources): SystemValue | undefined {
  const [key = ''] = args;
  if (args.length !== 1 || !isKey(key)) return undefined;
  if (!isReadable(key)) return { kind: 'forbidden', source, key };
  if (sources.isCheck) return { kind: 'unknown-value', source, key };
  const value = source === 'dotenv' ? sources.dotenv?.(key) : sources.processEnv?.(key);
  return value === undefined ? { kind: 'missing', source, key } : { kind: 'secret', value, source, key };
}

function moment(usage: string, format: (time: number) => string): SystemVariable {
  const variable = plain(usage, (args, { clock }) => {
    const time = shifted(clock.now(), args);
    return time === undefined ? undefined : format(time);
  });
  return { ...variable, takes: 'offset' };
}

function dateTime(format: string | undefined, offset: readonly string[], now: number, localOffset?: LocalOffset): string | undefined {
  const time = format === undefined ? undefined : shifted(now, offset, localOffset);
  return format === undefined || time === undefined ? undefined : formatMoment(format, time, localOffset);
}

function randomInteger(args: readonly string[], random: Random): string | undefined {
  if (args.length !== 0 && args.length !== 2) return undefined;
  if (args.some((arg) => !/^[+-]?\d{1,15}$/.test(arg))) return undefined;
  const [min = 0, max = 1000] = args.map(Number);
  return min < max ? String(min + Math.floor(random.next() * (max - min))) : undefined;
}

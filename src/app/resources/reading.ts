import { deviceTypes, type EventField, eventTypes } from '../../api/events';
import { isRecord, type JsonRecord } from '../../base/record';
import { plain } from '../../insight/say';

/** What a device last said. */
export interface Reading {
  /** In words and units; undefined when it never reported, or nothing that can be said in a few words. */
  readonly reading?: string;
  /** Milliseconds since 1970 UTC; undefined when it was never heard of. */
  readonly lastSeen?: number;
}

const fieldsOf: ReadonlyMap<string, readonly EventField[]> = new Map(eventTypes.map(({ type, fields }) => [type, fields.filter((field) => field.type !== 'time')]));
const eventsOf: ReadonlyMap<string, readonly string[]> = new Map(deviceTypes.map(({ type, events }) => [type, events]));

/**
 * What `reported` of a device says: the first event type of its device type that has words, and when it
 * was last heard of by any.
 *
 * @param type Of the device, e.g. `temperature`. Of one that is not described all event types count.
 */
export function readingIn(reported: unknown, type: string): Reading {
  if (!isRecord(reported)) return {};
  const types = eventsOf.get(type) ?? [...fieldsOf.keys()];
  const reading = types.map((each) => wordsOf(each, reported[each])).find((words) => words !== '');
  const times = Object.values(reported).slice(0, mostTypes).map((event) => (isRecord(event) ? timeOf(event.updateTime) : NaN));
  const lastSeen = Math.max(...times.filter((time) => !Number.isNaN(time)));
  return { ...(reading !== undefined && { reading }), ...(lastSeen > -Infinity && { lastSeen }) };
}

/** Event types of a device that are looked at. */
const mostTypes = 50;

/** The values of an event with their units: `21.4 °C, 45 %`, `present`. Empty when it has none. */
function wordsOf(type: string, event: unknown): string {
  return isRecord(event) ? (fieldsOf.get(type) ?? []).flatMap((field) => wordOf(field, event)).join(', ') : '';
}

function wordOf({ name, unit }: EventField, event: JsonRecord): readonly string[] {
  const value = event[name];
  if (typeof value === 'number') return [unit === undefined ? String(rounded(value)) : `${rounded(value)} ${unit}`];
  // Of texts the states alone: `NOT_PRESENT`.
  return typeof value === 'string' && /^[A-Z][A-Z_]{1,59}$/.test(value) ? [plain(value.replaceAll('_', ' ').toLowerCase())] : [];
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}

/** Milliseconds since 1970 UTC of a time as the API writes it; NaN for anything else. */
export function timeOf(value: unknown): number {
  return typeof value === 'string' && value.length < 40 ? Date.parse(value) : NaN;
}

import type { Schema } from './description';
import data from './events.json';

/** A field of an event's data, or of one of the objects in it. */
export interface EventField {
  /** Empty for the items of a list that are no objects. */
  readonly name: string;
  /** `time` is a text as in RFC 3339. */
  readonly type: string;
  /** e.g. `°C`. */
  readonly unit?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly enum?: readonly string[];
  /** Fields of the objects in a list, or one without a name. */
  readonly items?: readonly EventField[];
}

/** A type of event, as `src/api/events.json` has it. */
export interface EventType {
  readonly type: string;
  readonly fields: readonly EventField[];
  /** When a device sends one. */
  readonly trigger: string;
  readonly inHistory: boolean;
  /** Whether an emulated device can be made to send one. */
  readonly publishable: boolean;
  /** Whether an answer has its data under the type's name: `{"temperature": {"value": …}}`. */
  readonly wrapped: boolean;
  /** Names in `SOURCES.md`. */
  readonly source: readonly string[];
}

/** A type of device and the events that are its own; `networkStatus`, `batteryStatus` and `touch` most can send. */
export interface DeviceType {
  readonly type: string;
  readonly events: readonly string[];
  readonly productNumbers: readonly string[];
  /** Names in `SOURCES.md`. */
  readonly source: readonly string[];
}

/** All types of events, in the order of the data file. */
export const eventTypes: readonly EventType[] = data.events;

/** All types of devices, in the order of the data file. */
export const deviceTypes: readonly DeviceType[] = data.devices;

/** Looks up a type of event; undefined for any other text. */
export function eventNamed(type: string): EventType | undefined {
  return eventTypes.find((event) => event.type === type);
}

/** A schema with what some fields have beside their type. */
export interface FieldSchema extends Schema {
  readonly properties?: Readonly<Record<string, FieldSchema>>;
  readonly items?: FieldSchema;
  readonly additionalProperties?: FieldSchema | boolean;
  readonly default?: unknown;
  /** Of texts: a time as in RFC 3339. */
  readonly format?: 'date-time';
  /** Of numbers, e.g. `°C`. */
  readonly unit?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxItems?: number;
  readonly maxProperties?: number;
}

/** The data of an event as a schema: `{"value": 21.5, "updateTime": …}`. */
export function eventSchema({ fields, trigger }: EventType): FieldSchema {
  return { ...objectOf(fields), description: `Sent: ${trigger}` };
}

/** What `:publish` of an emulated device takes: one event, its data under the name of its type. */
export const publishSchema: FieldSchema = {
  type: 'object',
  properties: Object.fromEntries(eventTypes.filter(({ publishable }) => publishable).map((event) => [event.type, eventSchema(event)])),
  maxProperties: 1,
};

/** Whether devices send such events, and nobody else can for them. False for the name of no event. */
export function isUnpublishable(name: string): boolean {
  return eventNamed(name)?.publishable === false;
}

function objectOf(fields: readonly EventField[]): FieldSchema {
  return { type: 'object', properties: Object.fromEntries(fields.map((field) => [field.name, schemaOf(field)])) };
}

function schemaOf({ type, unit, minimum, maximum, enum: texts, items }: EventField): FieldSchema {
  if (type === 'time') return { type: 'string', format: 'date-time', description: 'A time as in RFC 3339' };
  if (type !== 'array') {
    return { type, ...(unit !== undefined && { unit }), ...(minimum !== undefined && { minimum }), ...(maximum !== undefined && { maximum }), ...(texts && { enum: texts }) };
  }
  const [only] = items ?? [];
  return { type, ...(items && { items: only?.name === '' ? schemaOf(only) : objectOf(items) }) };
}

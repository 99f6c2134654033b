import { isObject, type JsonObject } from '../body';
import { type DeviceType, deviceTypes, eventTypes } from '../deviceTypes';
import { badRequest, invalid } from '../errors';
import { formatTime, parseTime } from '../time';
import type { Happening } from './happening';

type Check = (value: unknown) => string | undefined;

const number: Check = (value) => (typeof value === 'number' ? undefined : 'must be a number');
const percent: Check = (value) =>
  typeof value === 'number' && value >= 0 && value <= 100 ? undefined : 'must be a number from 0 to 100';
const count: Check = (value) =>
  Number.isSafeInteger(value) && Number(value) >= 0 ? undefined : 'must be a whole number, 0 or more';
const text: Check = (value) => (typeof value === 'string' ? undefined : 'must be a string');
const list: Check = (value) => (Array.isArray(value) ? undefined : 'must be a list');
const oneOf =
  (...allowed: readonly string[]): Check =>
  (value) =>
    typeof value === 'string' && allowed.includes(value) ? undefined : `must be one of ${allowed.join(', ')}`;

interface Shape {
  /** Fields that may not be left out. */
  readonly required: Readonly<Record<string, Check>>;
  readonly optional?: Readonly<Record<string, Check>>;
}

const wireFlaws = ['INVALID_WIRE_CONFIGURATION', 'INVALID_COEFFICIENT_CONFIGURATION'];
const wireStates = [...wireFlaws, 'TWO_WIRE', 'THREE_WIRE', 'FOUR_WIRE'];

/** Fields by event type. Sources: events page; Python client. */
const shapes: Readonly<Record<string, Shape>> = {
  touch: { required: {} },
  temperature: { required: { value: number }, optional: { samples: list } },
  objectPresent: { required: { state: oneOf('PRESENT', 'NOT_PRESENT') } },
  humidity: { required: { temperature: number, relativeHumidity: percent }, optional: { samples: list } },
  objectPresentCount: { required: { total: count } },
  touchCount: { required: { total: count } },
  waterPresent: { required: { state: oneOf('PRESENT', 'NOT_PRESENT') } },
  co2: { required: { ppm: count } },
  pressure: { required: { pascal: number } },
  motion: { required: { state: oneOf('MOTION_DETECTED', 'NO_MOTION_DETECTED') } },
  deskOccupancy: { required: { state: oneOf('OCCUPIED', 'NOT_OCCUPIED') }, optional: { remarks: list } },
  contact: { required: { state: oneOf('OPEN', 'CLOSED') } },
  probeWireStatus: { required: { state: oneOf(...wireStates) } },
  networkStatus: {
    required: { signalStrength: percent },
    optional: {
      rssi: number,
      cloudConnectors: list,
      transmissionMode: oneOf('LOW_POWER_STANDARD_MODE', 'HIGH_POWER_BOOST_MODE'),
    },
  },
  batteryStatus: { required: { percentage: percent } },
  connectionStatus: {
    required: { connection: oneOf('SDS', 'ETHERNET', 'CELLULAR', 'OFFLINE') },
    optional: { available: list },
  },
  ethernetStatus: { required: { macAddress: text }, optional: { ipAddress: text, errors: list } },
  cellularStatus: { required: { signalStrength: percent }, optional: { errors: list } },
};

/**
 * Reads the body of a publish call: one key, the event type, with its data. Throws a 400 that names
 * the type or the field at fault; which status DT answers here is not documented.
 *
 * @param now Becomes the time of the event when it has no `updateTime`.
 */
export function readPublished(body: JsonObject, device: DeviceType, now: number): Happening {
  const [type, ...others] = Object.keys(body);
  if (type === undefined || others.length > 0) {
    throw badRequest('invalid body: exactly one event type is expected as key');
  }
  if (!eventTypes.includes(type)) throw badRequest(`invalid event type "${type}"`);
  const shape = shapes[type];
  if (shape === undefined) throw badRequest(`invalid event type "${type}": it cannot be published`);
  if (!deviceTypes[device].events.includes(type)) {
    throw badRequest(`invalid event type "${type}": a device of type ${device} does not send it`);
  }
  const data = body[type];
  if (!isObject(data)) throw invalid(type, 'must be an object');
  for (const [field, check] of Object.entries(shape.required)) {
    if (data[field] === undefined) throw badRequest(`${type}.${field} is required`);
    refuse(`${type}.${field}`, check(data[field]));
  }
  for (const [field, check] of Object.entries(shape.optional ?? {})) {
    if (data[field] !== undefined) refuse(`${type}.${field}`, check(data[field]));
  }
  const at = readUpdateTime(type, data, now);
  return { type, at, data: { ...additions(type, data, at), ...data, updateTime: formatTime(at) } };
}

function refuse(field: string, flaw: string | undefined): void {
  if (flaw !== undefined) throw invalid(field, flaw);
}

function readUpdateTime(type: string, data: JsonObject, now: number): number {
  const { updateTime } = data;
  if (updateTime === undefined || updateTime === null) return now;
  const at = typeof updateTime === 'string' ? parseTime(updateTime) : undefined;
  if (at === undefined) throw invalid(`${type}.updateTime`, 'is not a time such as 2026-01-31T08:00:00Z');
  return at;
}

/** What readers of events rely on and a publisher may leave out. The connector is named as in DT's samples. */
function additions(type: string, data: JsonObject, at: number): object {
  switch (type) {
    case 'temperature':
      return { samples: [{ value: data.value, sampleTime: formatTime(at) }], isBackfilled: false };
    case 'humidity': {
      const { temperature, relativeHumidity } = data;
      return { samples: [{ temperature, relativeHumidity, sampleTime: formatTime(at) }], isBackfilled: false };
    }
    case 'networkStatus': {
      const rssi = data.rssi ?? 0;
      const connector = { id: 'emulated-ccon', signalStrength: data.signalStrength, rssi };
      return { rssi, cloudConnectors: [connector], transmissionMode: 'LOW_POWER_STANDARD_MODE' };
    }
    case 'deskOccupancy':
      return { remarks: [] };
    case 'connectionStatus':
      return { available: [] };
    case 'ethernetStatus':
    case 'cellularStatus':
      return { errors: [] };
    default:
      return {};
  }
}

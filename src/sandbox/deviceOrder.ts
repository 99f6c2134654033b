import { isObject } from './body';
import { deviceTypes, eventTypes } from './deviceTypes';
import { invalid } from './errors';
import type { Query } from './query';
import type { Device } from './world/entities';

/**
 * Sorts by `order_by`: a field in dot notation, `-` first for descending (endpoints.json, GET devices).
 * Devices without the field come last either way; equal ones keep their order.
 *
 * @param reported The latest data of a device, looked up only when the order needs it.
 */
export function sortDevices(
  devices: readonly Device[],
  query: Query,
  reported: (device: Device) => object | undefined,
): readonly Device[] {
  const order = query.text('order_by', 'orderBy');
  if (order === undefined || order === '') return devices;
  const descending = order.startsWith('-');
  const field = descending ? order.slice(1) : order;
  const read = makeReader(field, reported);
  if (read === undefined) throw invalid(query.spelling('order_by', 'orderBy'), `"${field}" is not a field of a device`);
  const keyed = devices.map((device) => ({ device, key: read(device) }));
  const known = keyed.filter(({ key }) => key !== undefined);
  const sorted = known.sort((a, b) => (descending ? compare(b.key, a.key) : compare(a.key, b.key)));
  return [...sorted, ...keyed.filter(({ key }) => key === undefined)].map(({ device }) => device);
}

type Key = string | number | undefined;

/** Undefined when no device can have such a field. */
function makeReader(
  field: string,
  reported: (device: Device) => object | undefined,
): ((device: Device) => Key) | undefined {
  if (field === 'id' || field === 'name') return (device) => device.id;
  if (field === 'type') return (device) => device.type;
  if (field === 'productNumber' || field === 'product_number') return (device) => device.productNumber;
  if (field.startsWith('labels.')) {
    const key = field.slice('labels.'.length);
    return (device) => (Object.hasOwn(device.labels, key) ? device.labels[key] : undefined);
  }
  const [root, type = '', ...path] = field.split('.');
  if (root !== 'reported' || !eventTypes.includes(type) || path.length === 0) return undefined;
  return (device) => {
    if (!deviceTypes[device.type].events.includes(type)) return undefined;
    const step = (at: unknown, name: string): unknown => (isObject(at) ? at[name] : undefined);
    const value = [type, ...path].reduce(step, reported(device));
    return typeof value === 'string' || typeof value === 'number' ? value : undefined;
  };
}

function compare(a: Key, b: Key): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const [left, right] = [String(a), String(b)];
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

import { deviceTypes } from './deviceTypes';
import { invalid } from './errors';
import type { Query } from './query';
import type { Device } from './world/entities';

/**
 * Whether a device passes the filters of a device list or a stream: each kind given must match
 * (endpoints.json, GET devices).
 *
 * @param search Words that must be found; a stream has no such parameter.
 */
export function readDeviceFilter(query: Query, search = ''): (device: Device) => boolean {
  const types = query.listOf(Object.keys(deviceTypes), 'a device type', 'device_types', 'deviceTypes');
  const ids = query.list('device_ids', 'deviceIds');
  const numbers = query.list('product_numbers', 'productNumbers');
  const labels = query.list('label_filters', 'labelFilters').map((text) => readLabelFilter(text, query));
  const words = search.toLowerCase().split(/\s+/);
  return (device) =>
    (types.length === 0 || types.includes(device.type)) &&
    (ids.length === 0 || ids.includes(device.id)) &&
    (numbers.length === 0 || numbers.includes(device.productNumber)) &&
    labels.every((matches) => matches(device.labels)) &&
    words.every((word) => searchText(device).includes(word));
}

/** `key=value`, or only `key` for any value. Several must all match, as the Python client documents it. */
function readLabelFilter(text: string, query: Query): (labels: Device['labels']) => boolean {
  const [, key, value] = /^([^=]+)(?:=(.*))?$/s.exec(text) ?? [];
  if (key === undefined) {
    throw invalid(query.spelling('label_filters', 'labelFilters'), `"${text}" is not key or key=value`);
  }
  return (labels) => Object.hasOwn(labels, key) && (value === undefined || labels[key] === value);
}

/** The keyword search covers type, labels and identifiers. */
function searchText(device: Device): string {
  const labels = Object.entries(device.labels).flat().join(' ');
  return `${device.type} ${labels} ${device.id} ${device.productNumber}`.toLowerCase();
}

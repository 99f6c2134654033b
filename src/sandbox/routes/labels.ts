import { type JsonObject, optionalText, requiredText, textList, textMap } from '../body';
import { badRequest, conflict, notFound } from '../errors';
import type { Call, Route } from '../router';
import type { Device } from '../world/entities';
import { maxLabels } from '../world/world';
import { deviceName } from './deviceView';

const path = '/projects/{project}/devices/{device}/labels';

/**
 * Labels one at a time. Only the paths are confirmed; the bodies follow endpoints.json, where they
 * are marked as such.
 */
export const labelRoutes: readonly Route[] = [
  { host: 'api', method: 'POST', path, answer: create },
  { host: 'api', method: 'PATCH', path: `${path}/{label}`, answer: update },
  { host: 'api', method: 'DELETE', path: `${path}/{label}`, answer: remove },
];

/** The message is the one of batchErrors in DT's own samples. Source: Python client, samples. */
export const tooManyLabels = 'Max labels reached for device.';

/** What a batchUpdate adds and removes; 400 when that is nothing (Python client). */
export function readLabelChange(body: JsonObject): { readonly add: Readonly<Record<string, string>>; readonly remove: readonly string[] } {
  const add = textMap(body, 'addLabels');
  const remove = textList(body, 'removeLabels');
  if (Object.keys(add).length + remove.length === 0) throw badRequest('addLabels or removeLabels is required');
  return { add, remove };
}

function create(call: Call): object {
  const device = findWritable(call);
  const fields = call.body();
  const key = requiredText(fields, 'key');
  const value = optionalText(fields, 'value') ?? '';
  if (Object.hasOwn(device.labels, key)) throw conflict();
  if (Object.keys(device.labels).length >= maxLabels) throw badRequest(tooManyLabels);
  call.store.live.setLabels(device, { ...device.labels, [key]: value });
  return render(device, key);
}

function update(call: Call): object {
  const device = findWritable(call);
  const key = findKey(call, device);
  const value = optionalText(call.body(), 'value');
  if (value === undefined) throw badRequest('value is required');
  call.store.live.setLabels(device, { ...device.labels, [key]: value });
  return render(device, key);
}

function remove(call: Call): object {
  const device = findWritable(call);
  const key = findKey(call, device);
  call.store.live.setLabels(device, Object.fromEntries(Object.entries(device.labels).filter(([each]) => each !== key)));
  return {};
}

function findWritable({ access, params: { project = '', device = '' } }: Call): Device {
  return access.device(access.project(project, 'device.update'), device);
}

function findKey({ params: { label = '' } }: Call, device: Device): string {
  if (!Object.hasOwn(device.labels, label)) throw notFound(`label "${label}"`);
  return label;
}

function render(device: Device, key: string): object {
  return { name: `${deviceName(device)}/labels/${encodeURIComponent(key)}`, key, value: device.labels[key] };
}

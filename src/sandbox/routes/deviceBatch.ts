import { type JsonObject, textList } from '../body';
import { badRequest } from '../errors';
import type { Call, Route } from '../router';
import type { Device, Project } from '../world/entities';
import { maxLabels } from '../world/world';
import { deviceName, parseDeviceName } from './deviceView';
import { readLabelChange, tooManyLabels } from './labels';

/** Calls on many devices that answer 200 with errors for single devices inside (Python client). */
export const deviceBatchRoutes: readonly Route[] = [
  { host: 'api', method: 'POST', path: '/projects/{project}/devices:batchUpdate', answer: batchUpdate },
  { host: 'api', method: 'POST', path: '/projects/{project}/devices:transfer', answer: transfer },
];

interface ItemError {
  readonly device: string;
  readonly status: { readonly code: 'INVALID_ARGUMENT' | 'NOT_FOUND' | 'INTERNAL_ERROR'; readonly message: string };
}

/** Sets and removes labels: setting replaces, removing a missing one succeeds, the others stay. */
function batchUpdate(call: Call): object {
  const project = call.access.project(call.params.project ?? '', 'device.update');
  const body = call.body();
  const names = readDevices(body);
  const { add, remove } = readLabelChange(body);
  const update = (name: string): ItemError | undefined => {
    const device = findIn(call, name, (id) => id === project.id);
    if ('status' in device) return device;
    const kept = Object.entries(device.labels).filter(([key]) => !remove.includes(key));
    const labels = { ...Object.fromEntries(kept), ...add };
    if (Object.keys(labels).length > maxLabels) return itemError(name, 'INVALID_ARGUMENT', tooManyLabels);
    call.store.live.setLabels(device, labels);
    return undefined;
  };
  return { batchErrors: withFailing(call, names, update) };
}

/** Moves devices here. 404 is for the target project alone; both projects need `device.transfer` (error documentation, older edition). */
function transfer(call: Call): object {
  const { access, params, store } = call;
  const target = access.project(params.project ?? '', 'device.transfer');
  const names = readDevices(call.body());
  for (const id of new Set(names.map((name) => parseDeviceName(name)?.project))) {
    if (id !== undefined && store.project(id) !== undefined) access.project(id, 'device.transfer');
  }
  const transferredDevices: string[] = [];
  const move = (name: string): ItemError | undefined => {
    const device = findIn(call, name, () => true);
    if ('status' in device) return device;
    const flaw = findObstacle(device, target, call);
    if (flaw !== undefined) return itemError(name, 'INVALID_ARGUMENT', flaw);
    transferredDevices.push(deviceName(device));
    device.project = target.id;
    return undefined;
  };
  const transferErrors = withFailing(call, names, move);
  return { transferredDevices, transferErrors };
}

function findObstacle(device: Device, target: Project, { store }: Call): string | undefined {
  if (device.project === target.id) return 'the device is in this project already';
  const source = store.project(device.project);
  return source?.organization === target.organization ? undefined : 'the project is in another organization';
}

function readDevices(body: JsonObject): readonly string[] {
  const names = textList(body, 'devices');
  if (names.length === 0) throw badRequest('devices is required');
  return names;
}

/** The device with this name where `isSource` accepts its project, or the error for it. */
function findIn({ store }: Call, name: string, isSource: (project: string) => boolean): Device | ItemError {
  const parts = parseDeviceName(name);
  if (parts === undefined) {
    return itemError(name, 'INVALID_ARGUMENT', 'a device name is projects/{project}/devices/{device}');
  }
  const device = store.device(parts.device);
  if (device?.project !== parts.project || !isSource(parts.project)) {
    return itemError(name, 'NOT_FOUND', 'resource not found');
  }
  return device;
}

/** Runs `act` on each name; the first few fail when the caller ordered that. Returns the failures. */
function withFailing(
  { failingItems }: Call,
  names: readonly string[],
  act: (name: string) => ItemError | undefined,
): ItemError[] {
  return names.flatMap((name, index) => {
    const outage = itemError(name, 'INTERNAL_ERROR', 'Operation timed out. Retry again in a few seconds.');
    const error = index < failingItems ? outage : act(name);
    return error === undefined ? [] : [error];
  });
}

function itemError(device: string, code: ItemError['status']['code'], message: string): ItemError {
  return { device, status: { code, message } };
}

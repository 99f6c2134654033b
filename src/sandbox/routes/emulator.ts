import { type JsonObject, requiredText, textMap } from '../body';
import { type DeviceType, isDeviceType } from '../deviceTypes';
import { badRequest, invalid, notFound } from '../errors';
import { readPublished } from '../events/publish';
import { page } from '../pages';
import type { Call, Route } from '../router';
import type { Device } from '../world/entities';
import { maxLabels } from '../world/world';
import { deviceName, renderDevice } from './deviceView';
import { tooManyLabels } from './labels';

/** Events that one device keeps; the oldest goes. */
const maxPublished = 10_000;

const one = '/projects/{project}/devices/{device}';

/** The emulator knows emulated devices only; a physical one is not found there. */
export const emulatorRoutes: readonly Route[] = [
  { host: 'emulator', method: 'GET', path: '/projects/{project}/devices', answer: list },
  { host: 'emulator', method: 'POST', path: '/projects/{project}/devices', answer: create },
  {
    host: 'emulator',
    method: 'GET',
    path: one,
    answer: (call) => renderDevice(findEmulated(call, 'emulator.read'), call.store),
  },
  { host: 'emulator', method: 'PUT', path: one, answer: replace },
  { host: 'emulator', method: 'DELETE', path: one, answer: remove },
  { host: 'emulator', method: 'POST', path: `${one}:publish`, answer: publish },
];

function list({ access, params: { project: id = '' }, query, store }: Call): object {
  const project = access.project(id, 'emulator.read');
  const emulated = store.devicesOf(project).filter((device) => device.profile === undefined);
  const render = (device: Device): object => renderDevice(device, store);
  return page(query, 'devices', emulated, (device) => device.id, render, `emulated devices of ${id}`);
}

function create({ access, body, params: { project: id = '' }, store }: Call): object {
  const project = access.project(id, 'emulator.create');
  const fields = body();
  const device: Device = {
    id: `emu${store.newId('emulated')}`,
    project: project.id,
    type: readType(fields),
    productNumber: '',
    labels: readLabels(fields),
    profile: undefined,
    published: [],
    visibleFrom: store.visibleFrom(),
  };
  store.addDevice(device);
  return renderDevice(device, store);
}

/** Replaces type and labels. Another type cannot have sent what was published before, so that is forgotten. */
function replace(call: Call): object {
  const device = findEmulated(call, 'emulator.update');
  const fields = call.body();
  const { name } = fields;
  if (name !== undefined && name !== deviceName(device)) throw invalid('name', `must be ${deviceName(device)}`);
  const type = readType(fields);
  const labels = readLabels(fields);
  if (type !== device.type) device.published = [];
  device.type = type;
  call.store.live.setLabels(device, labels);
  return renderDevice(device, call.store);
}

function remove(call: Call): object {
  call.store.removeDevice(findEmulated(call, 'emulator.delete'));
  return {};
}

function publish(call: Call): object {
  const { store } = call;
  const device = findEmulated(call, 'emulator.update');
  const happening = readPublished(call.body(), device.type, store.clock.now());
  const event = { id: store.newId('event'), ...happening };
  device.published.push(event);
  if (device.published.length > maxPublished) device.published.shift();
  store.live.tell(device, event);
  return {};
}

function findEmulated({ access, params: { project = '', device: id = '' } }: Call, permission: string): Device {
  const device = access.device(access.project(project, permission), id);
  if (device.profile !== undefined) throw notFound(`emulated device "${id}"`);
  return device;
}

function readType(fields: JsonObject): DeviceType {
  const type = requiredText(fields, 'type');
  if (!isDeviceType(type)) throw badRequest(`invalid device type "${type}"`);
  return type;
}

/** Every emulated device carries `virtual-sensor` (Python client, samples). */
function readLabels(fields: JsonObject): Record<string, string> {
  const labels = { ...textMap(fields, 'labels'), 'virtual-sensor': '' };
  if (Object.keys(labels).length > maxLabels) throw badRequest(tooManyLabels);
  return labels;
}

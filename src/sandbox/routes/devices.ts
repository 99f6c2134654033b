import { readDeviceFilter } from '../deviceFilter';
import { sortDevices } from '../deviceOrder';
import { badRequest, forbidden, invalid, notFound } from '../errors';
import { reportedBy } from '../events/reported';
import { page } from '../pages';
import type { Call, Route } from '../router';
import type { Device, Project } from '../world/entities';
import { renderDevice } from './deviceView';

export const deviceRoutes: readonly Route[] = [
  { host: 'api', method: 'GET', path: '/projects/{project}/devices', answer: list },
  {
    host: 'api',
    method: 'GET',
    path: '/projects/{project}/devices/{device}',
    answer: (call) => renderDevice(findDevice(call), call.store),
  },
];

/** With project `-` looks in every project that the caller sees (Python client). */
function findDevice({ access, params: { project: id = '', device: deviceId = '' }, store }: Call): Device {
  if (id !== '-') return access.device(access.project(id, 'device.read'), deviceId);
  const device = store.device(deviceId);
  if (device === undefined || !access.visibleProjects().some((project) => project.id === device.project)) {
    throw notFound(`device "${deviceId}"`);
  }
  return device;
}

function list(call: Call): object {
  const { access, params: { project: id = '' }, query, store } = call;
  const projects = id === '-' ? organizationProjects(call) : [access.project(id, 'device.read')];
  const matches = readDeviceFilter(query, query.text('query'));
  const found = projects.flatMap((project) => store.devicesOf(project)).filter(matches);
  const sorted = sortDevices(found, query, (device) => reportedBy(store, device));
  const render = (device: Device): object => renderDevice(device, store);
  return page(query, 'devices', sorted, (device) => device.id, render, `devices of ${id}`);
}

/** The projects that `projects/-` stands for: those the caller sees in the organization, or the ones named. */
export function organizationProjects({ access, query, store }: Call): readonly Project[] {
  const name = query.text('organization');
  if (!name) throw badRequest('organization is required with projects/-');
  const [, id] = /^organizations\/([^/]+)$/.exec(name) ?? [];
  if (id === undefined) throw invalid('organization', `"${name}" is not organizations/{organization}`);
  if (store.organization(id) === undefined) throw notFound(`organization "${id}"`);
  const visible = access.visibleProjects().filter((project) => project.organization === id);
  if (visible.length === 0) throw forbidden(`no access to organizations/${id}`);
  const named = query.list('projects').map((text) => {
    const [, project] = /^projects\/([^/]+)$/.exec(text) ?? [];
    if (project === undefined) throw invalid('projects', `"${text}" is not projects/{project}`);
    return access.project(project, 'project.read').id;
  });
  return named.length === 0 ? visible : visible.filter((project) => named.includes(project.id));
}

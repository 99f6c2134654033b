import { isObject, type JsonObject, optionalText, requiredText, textList } from '../body';
import { badRequest, invalid } from '../errors';
import { page } from '../pages';
import type { Call, Route } from '../router';
import type { Store } from '../store';
import type { Location, Project } from '../world/entities';
import { readLabelChange } from './labels';

export const projectRoutes: readonly Route[] = [
  { host: 'api', method: 'GET', path: '/projects', answer: list },
  { host: 'api', method: 'POST', path: '/projects', answer: create },
  {
    host: 'api',
    method: 'GET',
    path: '/projects/{project}',
    answer: ({ access, params: { project = '' }, store }) => render(access.project(project, 'project.read'), store),
  },
  { host: 'api', method: 'PATCH', path: '/projects/{project}', answer: update },
  { host: 'api', method: 'DELETE', path: '/projects/{project}', answer: remove },
  { host: 'api', method: 'GET', path: '/projects/{project}/permissions', answer: permissions },
  { host: 'api', method: 'POST', path: '/projects:batchUpdate', answer: batchUpdate },
];

/** Labels of projects, as those of devices (Terraform provider). All projects or none. */
function batchUpdate({ access, body }: Call): object {
  const fields = body();
  const names = textList(fields, 'projects');
  if (names.length === 0) throw badRequest('projects is required');
  const { add, remove } = readLabelChange(fields);
  const projects = names.map((name, index) => {
    const [, id] = /^projects\/([^/]+)$/.exec(name) ?? [];
    if (id === undefined) throw invalid(`projects[${index}]`, `"${name}" is not projects/{project}`);
    return access.project(id, 'project.update');
  });
  for (const project of projects) {
    const kept = Object.entries(project.labels).filter(([key]) => !remove.includes(key));
    project.labels = { ...Object.fromEntries(kept), ...add };
  }
  return {};
}

function list({ access, query, store }: Call): object {
  // The resource name and the bare ID both occur in DT's clients.
  const organization = query.text('organization')?.replace(/^organizations\//, '');
  if (organization?.includes('/')) throw invalid('organization', 'must be organizations/{organization}');
  const words = (query.text('query') ?? '').toLowerCase().split(/\s+/);
  const found = access.visibleProjects().filter((project) => {
    const names = `${project.displayName} ${organizationName(project, store)}`.toLowerCase();
    return (!organization || project.organization === organization) && words.every((word) => names.includes(word));
  });
  return page(query, 'projects', found, ({ id }) => id, (project) => render(project, store), 'projects');
}

function create({ access, body, store }: Call): object {
  const fields = body();
  const displayName = requiredText(fields, 'displayName');
  const name = requiredText(fields, 'organization');
  const [, id] = /^organizations\/([^/]+)$/.exec(name) ?? [];
  if (id === undefined) throw invalid('organization', `"${name}" is not organizations/{organization}`);
  const organization = access.organization(id, 'project.create');
  const project: Project = {
    id: store.newId('project'),
    organization: organization.id,
    displayName,
    inventory: false,
    location: readLocation(fields) ?? { latitude: null, longitude: null, timeLocation: '' },
    labels: {},
    visibleFrom: store.visibleFrom(),
  };
  store.addProject(project);
  return render(project, store);
}

/** Changes only what is sent (Swift client). */
function update({ access, body, params: { project: id = '' }, store }: Call): object {
  const project = access.project(id, 'project.update');
  const fields = body();
  const displayName = optionalText(fields, 'displayName');
  if (displayName === '') throw invalid('displayName', 'must not be empty');
  const location = readLocation(fields);
  project.displayName = displayName ?? project.displayName;
  project.location = location ?? project.location;
  return render(project, store);
}

function remove({ access, params: { project: id = '' }, store }: Call): object {
  const project = access.project(id, 'project.delete');
  if (!store.isEmpty(project)) {
    throw badRequest(`project "${id}" is not empty: it holds devices, Data Connectors or service accounts`);
  }
  store.removeProject(project);
  return {};
}

function permissions({ access, params: { project: id = '' }, query }: Call): object {
  const own = access.projectPermissions(access.project(id, 'project.read'));
  const itself = (permission: string): string => permission;
  return page(query, 'permissions', own, itself, itself, `permissions of ${id}`);
}

function readLocation(fields: JsonObject): Location | undefined {
  const location = fields.location ?? undefined;
  if (location === undefined) return undefined;
  if (!isObject(location)) throw invalid('location', 'must be an object');
  const degrees = (name: 'latitude' | 'longitude', limit: number): number | null => {
    const value = location[name] ?? null;
    if (value === null || (typeof value === 'number' && Math.abs(value) <= limit)) return value;
    throw invalid(`location.${name}`, `must be a number between -${limit} and ${limit}`);
  };
  const timeLocation = location.timeLocation ?? '';
  if (typeof timeLocation !== 'string') throw invalid('location.timeLocation', 'must be a string');
  return { latitude: degrees('latitude', 90), longitude: degrees('longitude', 180), timeLocation };
}

function organizationName(project: Project, store: Store): string {
  return store.organization(project.organization)?.displayName ?? '';
}

function render(project: Project, store: Store): object {
  const devices = store.devicesOf(project);
  const connectors = devices.filter(({ type }) => type === 'ccon').length;
  return {
    name: `projects/${project.id}`,
    displayName: project.displayName,
    inventory: project.inventory,
    organization: `organizations/${project.organization}`,
    organizationDisplayName: organizationName(project, store),
    sensorCount: devices.length - connectors,
    cloudConnectorCount: connectors,
    location: project.location,
    labels: project.labels,
  };
}

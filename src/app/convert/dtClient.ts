import { vendorHostKind } from '../../api/hosts';
import { percentDecoded } from '../../base/percent';
import { isRecord } from '../../base/record';
import { accountVariables, type CopyRequest } from './copyRequest';
import { pyText } from './pyText';

/**
 * Methods of DT's Python client, by the endpoint that they call; parameters of the path are arguments
 * (`project` is `project_id`). Source: Python client, 1.4 to 1.7 (`disruptive/resources`).
 */
const methods: Readonly<Record<string, string>> = {
  'GET /organizations': 'Organization.list_organizations',
  'GET /organizations/{organization}': 'Organization.get_organization',
  'GET /organizations/{organization}/members': 'Organization.list_members',
  'GET /organizations/{organization}/members/{member}': 'Organization.get_member',
  'DELETE /organizations/{organization}/members/{member}': 'Organization.remove_member',
  'GET /organizations/{organization}/members/{member}:getInviteUrl': 'Organization.get_member_invite_url',
  'GET /organizations/{organization}/permissions': 'Organization.list_permissions',
  'GET /projects': 'Project.list_projects',
  'POST /projects': 'Project.create_project',
  'GET /projects/{project}': 'Project.get_project',
  'PATCH /projects/{project}': 'Project.update_project',
  'DELETE /projects/{project}': 'Project.delete_project',
  'GET /projects/{project}/members': 'Project.list_members',
  'GET /projects/{project}/members/{member}': 'Project.get_member',
  'DELETE /projects/{project}/members/{member}': 'Project.remove_member',
  'GET /projects/{project}/members/{member}:getInviteUrl': 'Project.get_member_invite_url',
  'GET /projects/{project}/permissions': 'Project.list_permissions',
  'GET /projects/{project}/devices': 'Device.list_devices',
  'GET /projects/{project}/devices/{device}': 'Device.get_device',
  'POST /projects/{project}/devices:batchUpdate': 'Device.batch_update_labels',
  'POST /projects/{project}/devices:transfer': 'Device.transfer_devices',
  'GET /projects/{project}/devices/{device}/events': 'EventHistory.list_events',
  'GET /projects/{project}/dataconnectors': 'DataConnector.list_data_connectors',
  'GET /projects/{project}/dataconnectors/{dataconnector}': 'DataConnector.get_data_connector',
  'DELETE /projects/{project}/dataconnectors/{dataconnector}': 'DataConnector.delete_data_connector',
  'GET /projects/{project}/dataconnectors/{dataconnector}:metrics': 'DataConnector.get_metrics',
  'POST /projects/{project}/dataconnectors/{dataconnector}:sync': 'DataConnector.sync_data_connector',
  'GET /projects/{project}/serviceaccounts': 'ServiceAccount.list_service_accounts',
  'GET /projects/{project}/serviceaccounts/{serviceaccount}': 'ServiceAccount.get_service_account',
  'DELETE /projects/{project}/serviceaccounts/{serviceaccount}': 'ServiceAccount.delete_service_account',
  'GET /projects/{project}/serviceaccounts/{serviceaccount}/keys': 'ServiceAccount.list_keys',
  'POST /projects/{project}/serviceaccounts/{serviceaccount}/keys': 'ServiceAccount.create_key',
  'GET /projects/{project}/serviceaccounts/{serviceaccount}/keys/{key}': 'ServiceAccount.get_key',
  'DELETE /projects/{project}/serviceaccounts/{serviceaccount}/keys/{key}': 'ServiceAccount.delete_key',
};

/** The same for the emulator. Source: Python client (`disruptive/resources/emulator.py`). */
const emulatorMethods: Readonly<Record<string, string>> = { 'POST /projects/{project}/devices/{device}:publish': 'Emulator.publish_event' };

/**
 * Classes for the data of events, and what their arguments are in a body. Others say more, or under
 * names that may be mistakes. Source: Python client (`disruptive/events/events.py`).
 */
const eventClasses: Readonly<Record<string, { readonly name: string; readonly of: Readonly<Record<string, { readonly name: string; readonly type: 'string' | 'number' }>> }>> = {
  touch: { name: 'Touch', of: {} },
  temperature: { name: 'Temperature', of: { value: { name: 'celsius', type: 'number' } } },
  humidity: { name: 'Humidity', of: { temperature: { name: 'celsius', type: 'number' }, relativeHumidity: { name: 'relative_humidity', type: 'number' } } },
  objectPresent: { name: 'ObjectPresent', of: { state: { name: 'state', type: 'string' } } },
  waterPresent: { name: 'WaterPresent', of: { state: { name: 'state', type: 'string' } } },
};

/** What is Python already. */
class PythonCode {
  constructor(readonly text: string) {}
}

/** What an argument is made of: the value of the last of these is what others are told. */
type Arguments = Readonly<Record<string, unknown>>;

const argumentNames: Readonly<Record<string, string>> = { dataconnector: 'data_connector_id', serviceaccount: 'service_account_id' };

/** Parameters of a query that a method takes, by their name there in lower case without signs. */
const queryArguments: Readonly<Record<string, Readonly<Record<string, { readonly name: string; readonly isList?: true }>>>> = {
  'Project.list_projects': { query: { name: 'query' }, organization: { name: 'organization_id' } },
  'Device.list_devices': { query: { name: 'query' }, deviceids: { name: 'device_ids', isList: true }, devicetypes: { name: 'device_types', isList: true }, orderby: { name: 'order_by' } },
  'EventHistory.list_events': { eventtypes: { name: 'event_types', isList: true }, starttime: { name: 'start_time' }, endtime: { name: 'end_time' } },
};

/**
 * The request as a call of DT's own client; undefined when none of its methods sends just this: then
 * something would be left out.
 */
export function dtClientCall(request: CopyRequest): string | undefined {
  const { plan, signing, headers, variables, endpoint: match } = request;
  // The sandbox has the same paths, and another base.
  const kind = vendorHostKind(plan.request.origin);
  const known = kind === 'api' ? methods : kind === 'emulator' ? emulatorMethods : {};
  const method = match && known[`${plan.request.method} ${match.endpoint.path}`];
  // The client has a base of its own, and signs with what it finds in its environment.
  const isPlain = headers.every(({ name }) => /^(accept|content-type)$/i.test(name)) && request.timeoutMs === undefined && request.followRedirects;
  if (!match || method === undefined || signing !== 'bearer' || variables.length > 1 || !isPlain) return undefined;
  const path = Object.fromEntries([...match.params].map(([name, { value }]) => [argumentNames[name] ?? `${name}_id`, percentDecoded(value)]));
  const query = queryOf(method, plan.request.target);
  const body = bodyOf(method, path, plan.request.body);
  if (!query || !body) return undefined;
  const all = Object.entries({ ...path, ...body, ...query }).filter(([, value]) => value !== undefined);
  const written = all.map(([name, value]) => `    ${name}=${pyValue(value)},\n`).join('');
  const { keyId, secret, email } = accountVariables;
  return `# pip install disruptive\n# The client signs in with ${keyId}, ${secret} and ${email}.\nimport disruptive as dt\n\nresult = dt.${method}(${written === '' ? '' : `\n${written}`})\nprint(result)\n`;
}

function queryOf(method: string, target: string): Arguments | undefined {
  const known = queryArguments[method] ?? {};
  const found: Record<string, unknown> = {};
  const mark = target.indexOf('?');
  for (const [name, value] of new URLSearchParams(mark < 0 ? '' : target.slice(mark + 1))) {
    const argument = known[name.toLowerCase().replace(/[^a-z]/g, '')];
    if (!argument) return undefined;
    if (argument.isList) found[argument.name] = [...((found[argument.name] as readonly string[] | undefined) ?? []), value];
    else if (argument.name in found) return undefined;
    else found[argument.name] = argument.name === 'organization_id' ? value.replace(/^organizations\//, '') : value;
  }
  return found;
}

/** The arguments that a body stands for; undefined when it says something that the method does not. */
function bodyOf(method: string, { project_id: project }: Arguments, body: Uint8Array | undefined): Arguments | undefined {
  if (!body || body.byteLength === 0) return methodsWithBody.has(method) ? undefined : {};
  if (!methodsWithBody.has(method)) return undefined;
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder().decode(body));
  } catch {
    // Not what the method would send.
    return undefined;
  }
  if (!isRecord(json)) return undefined;
  if (method === 'Emulator.publish_event') return publishedIn(json);
  const { displayName, organization, devices, addLabels, removeLabels, ...more } = json;
  if (Object.keys(more).length > 0) return undefined;
  switch (method) {
    case 'Project.create_project':
      return devices === undefined && typeof displayName === 'string' && typeof organization === 'string' && organization.startsWith('organizations/') ? { organization_id: organization.slice(14), display_name: displayName } : undefined;
    case 'Project.update_project':
      return devices === undefined && organization === undefined && typeof displayName === 'string' ? { display_name: displayName } : undefined;
    default:
      return displayName === undefined && organization === undefined && areLabels(addLabels, removeLabels) ? ofDevices(method, project, devices, { set_labels: addLabels, remove_labels: removeLabels }) : undefined;
  }
}

const methodsWithBody: ReadonlySet<string> = new Set(['Project.create_project', 'Project.update_project', 'Device.batch_update_labels', 'Device.transfer_devices', 'Emulator.publish_event']);

/** An event of a type whose class sends just this. */
function publishedIn(body: Readonly<Record<string, unknown>>): Arguments | undefined {
  const [[type, data] = ['', undefined], ...more] = Object.entries(body);
  const known = Object.hasOwn(eventClasses, type) ? eventClasses[type] : undefined;
  if (!known || more.length > 0 || !isRecord(data)) return undefined;
  const { name, of } = known;
  if (Object.keys(data).length !== Object.keys(of).length || !Object.entries(of).every(([key, { type: wanted }]) => typeof data[key] === wanted)) return undefined;
  return { data: new PythonCode(`dt.events.${name}(${Object.entries(of).map(([key, argument]) => `${argument.name}=${pyValue(data[key])}`).join(', ')})`) };
}

/** Labels that go out as they are written: of a number Python might write other digits. */
function areLabels(added: unknown, removed: unknown): boolean {
  const areTexts = (all: readonly unknown[]) => all.every((each) => typeof each === 'string');
  return (added === undefined || (isRecord(added) && areTexts(Object.values(added)))) && (removed === undefined || (Array.isArray(removed) && areTexts(removed)));
}

/** Devices by their full names, all of one project: the methods take that project and their ids. */
function ofDevices(method: string, project: unknown, devices: unknown, labels: Arguments): Arguments | undefined {
  if (!Array.isArray(devices) || devices.length === 0) return undefined;
  const names = devices.map((name: unknown) => (typeof name === 'string' ? /^projects\/([^/]+)\/devices\/([^/]+)$/.exec(name) : null));
  const ids = names.flatMap((name) => name?.[2] ?? []);
  const [source, ...others] = new Set(names.map((name) => name?.[1]));
  if (ids.length < devices.length || source === undefined || others.length > 0) return undefined;
  if (method === 'Device.batch_update_labels') return source === project ? { device_ids: ids, ...labels } : undefined;
  const hasLabels = Object.values(labels).some((each) => each !== undefined);
  return hasLabels ? undefined : { device_ids: ids, source_project_id: source, target_project_id: project, project_id: undefined };
}

/** Texts, numbers, lists of them and tables of them as Python. */
function pyValue(value: unknown): string {
  if (value instanceof PythonCode) return value.text;
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) return `[${value.map(pyValue).join(', ')}]`;
  if (isRecord(value)) return `{${Object.entries(value).map(([name, each]) => `${pyText([name])}: ${pyValue(each)}`).join(', ')}}`;
  return pyText([String(value)]);
}

import { isObject, type JsonObject, optionalChoice, optionalText, requiredText, textList, textMap } from '../body';
import { eventTypes } from '../deviceTypes';
import { invalid } from '../errors';
import { envelope } from '../events/history';
import { latestEvents } from '../events/reported';
import { isPushing, pushTo } from '../live/push';
import type { Call, Route } from '../router';
import type { Connector } from '../world/entities';
import { crudRoutes, findRow, inProject, type Resource } from './crud';

/** Where the settings of each type stand. Sources: Python client; Terraform provider. */
const configs: Readonly<Record<string, string>> = {
  HTTP_PUSH: 'httpConfig',
  AZURE_SERVICE_BUS: 'azureServiceBusConfig',
  AZURE_EVENT_HUB: 'azureEventHubConfig',
  GOOGLE_CLOUD_PUBSUB: 'pubsubConfig',
  AWS_SQS: 'awsSqsConfig',
};

/** SYSTEM_DISABLED is for the service to set. */
const statuses = ['ACTIVE', 'USER_DISABLED'];
const metricsMs = 3 * 3_600_000;

const connectors: Resource<Connector> = {
  path: '/projects/{project}/dataconnectors',
  id: 'dataconnector',
  noun: 'Data Connector',
  list: 'dataConnectors',
  table: (store) => store.connectors,
  parent: inProject('dataconnector'),
  read(fields, { call, old }) {
    const type = old?.type ?? requiredText(fields, 'type');
    optionalChoice({ type, ...fields }, 'type', old ? [old.type] : Object.keys(configs));
    const events = textList(fields, 'events');
    const stranger = events.findIndex((event) => !eventTypes.includes(event));
    if (stranger >= 0) throw invalid(`events[${stranger}]`, `"${events[stranger] ?? ''}" is not an event type`);
    return {
      type,
      displayName: optionalText(fields, 'displayName') ?? old?.displayName ?? '',
      status: optionalChoice(fields, 'status', statuses) ?? old?.status ?? 'ACTIVE',
      events: fields.events === undefined ? (old?.events ?? []) : events,
      labels: fields.labels === undefined ? (old?.labels ?? []) : textList(fields, 'labels'),
      config: readConfig(fields, type, old?.config ?? {}, call),
      pushes: old?.pushes ?? [],
    };
  },
  render: ({ parent, id, displayName, type, status, events, labels, config }) => ({
    name: `${parent}/dataconnectors/${id}`,
    ...{ displayName, type, status, events, labels },
    [configs[type] ?? '']: config,
  }),
  changed(connector, call) {
    noteIfSilent(connector, call);
    call.store.live.review();
  },
  drop: (_, { live }) => live.review(),
};

const one = `${connectors.path}/{dataconnector}`;

export const connectorRoutes: readonly Route[] = [
  ...crudRoutes(connectors),
  { host: 'api', method: 'GET', path: `${one}:metrics`, answer: metrics },
  { host: 'api', method: 'POST', path: `${one}:sync`, answer: sync },
];

/** The settings for the type, changed by what is sent. */
function readConfig(fields: JsonObject, type: string, old: JsonObject, { store }: Call): JsonObject {
  const field = configs[type] ?? '';
  const stranger = Object.values(configs).find((name) => name !== field && fields[name] !== undefined);
  if (stranger !== undefined) throw invalid(stranger, `a Data Connector of type ${type} has ${field}`);
  const sent = fields[field] ?? {};
  if (!isObject(sent)) throw invalid(field, 'must be an object');
  const config: JsonObject = { ...(type === 'HTTP_PUSH' ? { signatureSecret: '', headers: {} } : {}), ...old, ...sent };
  // Names as in the body: a 400 then names the whole way to the field.
  const named = Object.fromEntries(Object.entries(config).map(([name, value]) => [`${field}.${name}`, value]));
  for (const [name, value] of Object.entries(named)) {
    if (isObject(value)) textMap(named, name);
    else optionalText(named, name);
  }
  if (type !== 'HTTP_PUSH') return config;
  const url = requiredText(named, `${field}.url`);
  const isSecure = URL.canParse(url) && url.startsWith('https://');
  if (!isSecure && store.receivers.find(url) === undefined) {
    throw invalid(`${field}.url`, `must be https://… (or a receiver of the sandbox: ${store.receivers.url('main')})`);
  }
  return { ...config, signatureSecret: config.signatureSecret ?? '', headers: textMap(named, `${field}.headers`) };
}

/** Successes are answers with 2xx in the last three hours. Source: Python client. */
function metrics(call: Call): object {
  const from = call.store.clock.now() - metricsMs;
  const recent = findRow(connectors, call, 'read').pushes.filter(({ at }) => at > from);
  const successCount = recent.filter(({ ok }) => ok).length;
  return { metrics: { successCount, errorCount: recent.length - successCount, latency99p: '0.001s' } };
}

/** Pushes the latest event of each type of each device once more (Python client). */
function sync(call: Call): object {
  const connector = findRow(connectors, call, 'update');
  const { store } = call;
  noteIfSilent(connector, call);
  for (const device of store.devices.filter((each) => `projects/${each.project}` === connector.parent)) {
    for (const event of isPushing(connector, store) ? latestEvents(store, device) : []) {
      pushTo(connector, { device, type: event.type, envelope: envelope(device, event) }, store);
    }
  }
  return {};
}

function noteIfSilent(connector: Connector, { note, store }: Call): void {
  if (connector.status !== 'ACTIVE' || isPushing(connector, store)) return;
  note(`nothing is pushed: the sandbox pushes only to itself, e.g. to ${store.receivers.url('main')}`);
}

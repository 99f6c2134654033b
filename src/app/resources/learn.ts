import type { HostKind } from '../../api/hosts';
import { percentDecoded } from '../../base/percent';
import { isRecord, type JsonRecord } from '../../base/record';
import { headerValue, type Outcome, wasRedirected, type WireRequest } from '../../http/exchange';
import { readJsonBody } from '../../http/jsonBody';
import { requestView } from '../../insight/requestView';
import type { Resource } from '../../language/features/resources';
import { labelsIn, resourceOf, textIn } from './kept';
import { readingIn, timeOf } from './reading';
import { idOf, kindOf } from './snapshot';

/** How a thing is now that was known before. */
type Patch = readonly [id: string, patch: (known: Resource) => Resource];

/** What an answer tells about what an account has. */
export interface Learned {
  /** When, in milliseconds since 1970 UTC. */
  readonly at: number;
  readonly seen?: readonly Resource[];
  /** Ids of what is no more. */
  readonly gone?: readonly string[];
  readonly patches?: readonly Patch[];
}

/** The same, where no text holds what `hide` hides: it is shown without the look at secrets that answers get, and written down. */
export function withoutSecrets(learned: Learned, hide: (text: string) => string): Learned {
  const hidden = (each: Resource): Resource => {
    const { labels } = each;
    const shown = labels && Object.fromEntries(Object.entries(labels).map(([key, value]) => [hide(key), hide(value)]));
    return { ...each, displayName: hide(each.displayName), ...(shown && { labels: shown }) };
  };
  const patches = learned.patches?.map(([id, patch]): Patch => [id, (known) => {
    const now = patch(known);
    return now === known ? known : hidden(now);
  }]);
  return { ...learned, ...(learned.seen && { seen: learned.seen.map(hidden) }), ...(patches && { patches }) };
}

/** Octets of the longest answer that is looked through: a page of 100 devices with all their labels has some 200 kB. */
const longestTelling = 4_000_000;

/**
 * What an answer of the API tells of things with names: lists and single ones, also those that were
 * just created; deleted ones; labels; the latest event of a device. Undefined where it tells nothing.
 *
 * @param at Now, in milliseconds since 1970 UTC.
 */
export function learnedFrom(outcome: Outcome, hostKind: HostKind, at: number): Learned | undefined {
  if (outcome.kind !== 'answered' || outcome.response.status !== 200 || outcome.response.body.byteLength > longestTelling) return undefined;
  const { request } = outcome.exchange;
  const { api, relativePath, endpoint } = requestView(request, { hostKind });
  // Another address that answered says nothing about this one.
  if ((api !== 'api' && api !== 'emulator') || !endpoint || endpoint.endpoint.streaming || wasRedirected(outcome.exchange)) return undefined;
  const segments = relativePath.slice(1).split('/').map((segment) => percentDecoded(segment));
  const path = segments.join('/');
  if (request.method === 'DELETE') return deleted(path, at);
  if (!['GET', 'POST', 'PUT', 'PATCH'].includes(request.method)) return undefined;
  const value = jsonIn(outcome.response);
  if (!isRecord(value)) return undefined;
  const { paginatedField } = endpoint.endpoint;
  if (request.method === 'GET' && paginatedField === 'events') return { at, patches: latestEvents(value.events) };
  if (request.method === 'GET' && paginatedField !== null) return { at, seen: itemsOf(value[paginatedField]).flatMap((item) => resourcesIn(item, at)) };
  if (path.endsWith('devices:batchUpdate')) return { at, patches: relabelled(request, value) };
  if (path.endsWith('devices:transfer')) return { at, patches: moved(value, segments[1] ?? '') };
  const device = /^(projects\/[^/]+\/devices\/[^/]+)\/labels(?:\/(.+))?$/.exec(path);
  if (device) return { at, patches: labelled(idOf(device[1] ?? ''), { [textIn(value.key) ?? device[2] ?? '']: value.value }, []) };
  return { at, seen: resourcesIn(value, at) };
}

function jsonIn({ headers, body }: { readonly headers: WireRequest['headers']; readonly body: Uint8Array }): unknown {
  const json = readJsonBody(headers, body);
  return json.kind === 'json' ? json.json.value : undefined;
}

function itemsOf(value: unknown): readonly JsonRecord[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

/** The thing itself, and of a project the organization that it names. */
function resourcesIn(item: JsonRecord, at: number): readonly Resource[] {
  const resource = resourceOf(faceOf(item), at);
  if (!resource) return [];
  const { organization: name, organizationDisplayName: displayName } = item;
  const organization = resource.kind === 'project' && typeof displayName === 'string' ? resourceOf({ name, displayName }, at) : undefined;
  return organization?.kind === 'organization' ? [resource, organization] : [resource];
}

function faceOf({ name, displayName, type, labels, reported }: JsonRecord): JsonRecord {
  if (typeof name !== 'string' || kindOf(name) !== 'device') return { name, displayName };
  const shown = isRecord(labels) ? labels : {};
  return { name, displayName: shown.name, type, labels: shown, ...readingIn(reported, typeof type === 'string' ? type : '') };
}

function deleted(path: string, at: number): Learned | undefined {
  if (kindOf(path) !== undefined) return { at, gone: [idOf(path)] };
  const [, device, label] = /^(projects\/[^/]+\/devices\/[^/]+)\/labels\/(.+)$/.exec(path) ?? [];
  return device === undefined || label === undefined ? undefined : { at, patches: labelled(idOf(device), {}, [label]) };
}

/** The label `name` of a device is what it is called. */
function labelled(id: string, added: JsonRecord, removed: readonly string[]): readonly Patch[] {
  const patch = (known: Resource): Resource => {
    const kept = Object.entries(known.labels ?? {}).filter(([key]) => !removed.includes(key));
    const displayName = removed.includes('name') ? '' : known.displayName;
    return { ...known, displayName: 'name' in added ? (textIn(added.name) ?? '') : displayName, labels: { ...Object.fromEntries(kept), ...labelsIn(added) } };
  };
  return [[id, patch]];
}

/** Source: endpoints.json, devices:batchUpdate. */
function relabelled(request: WireRequest, { batchErrors }: JsonRecord): readonly Patch[] {
  const asked = request.body && headerValue(request.headers, 'content-encoding') === undefined ? jsonIn({ headers: request.headers, body: request.body }) : undefined;
  if (!isRecord(asked)) return [];
  const failed = new Set(itemsOf(batchErrors).map(({ device }) => device));
  const removed = textsIn(asked.removeLabels);
  const added = isRecord(asked.addLabels) ? asked.addLabels : {};
  return textsIn(asked.devices).filter((name) => !failed.has(name)).flatMap((name) => labelled(idOf(name), added, removed));
}

/** Source: endpoints.json, devices:transfer. */
function moved({ transferredDevices }: JsonRecord, project: string): readonly Patch[] {
  return textsIn(transferredDevices).map((name) => [idOf(name), (known) => ({ ...known, name: `projects/${project}/devices/${known.id}` })]);
}

interface DeviceEvent {
  readonly time: number;
  readonly data: unknown;
}

/** Of each device and type the first is the newest. Source: endpoints.json, event history. */
function latestEvents(events: unknown): readonly Patch[] {
  const latest = new Map<string, Map<unknown, DeviceEvent>>();
  for (const { targetName, eventType, data, timestamp } of itemsOf(events)) {
    const time = timeOf(timestamp);
    if (typeof targetName !== 'string' || Number.isNaN(time)) continue;
    const ofDevice = latest.get(targetName) ?? new Map<unknown, DeviceEvent>();
    if (!ofDevice.has(eventType)) ofDevice.set(eventType, { time, data });
    latest.set(targetName, ofDevice);
  }
  return [...latest].map(([name, ofDevice]): Patch => [idOf(name), (known) => heard(known, [...ofDevice.values()])]);
}

/** A device after its latest events; what was read before they were sent is older. */
function heard(known: Resource, events: readonly DeviceEvent[]): Resource {
  const newer = events.filter(({ time }) => time > (known.lastSeen ?? 0));
  if (newer.length === 0) return known;
  const [reading] = newer.flatMap(({ data }) => readingIn(data, known.type ?? '').reading ?? []);
  return { ...known, lastSeen: Math.max(...newer.map(({ time }) => time)), ...(reading !== undefined && { reading }) };
}

function textsIn(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : [];
}

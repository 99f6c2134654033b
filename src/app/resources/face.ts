import { escapeMarkdown } from '../../insight/markdown';
import { duration, plain, utc } from '../../insight/say';
import type { Resource, ResourceKind, Resources } from '../../language/features/resources';
import { parentOf, idOf } from './snapshot';

/** What each kind is called. */
const kindWords: Readonly<Record<ResourceKind, string>> = {
  organization: 'organization',
  project: 'project',
  device: 'device',
  connector: 'Data Connector',
  'service-account': 'service account',
};

/** Characters of a name behind an id. */
const longestLabel = 40;
/** Labels that are listed. */
const mostLabels = 10;

/** What stands behind an id: the display name, or the type of a device that has none; undefined where neither is known. */
export function labelOf({ displayName, type }: Resource): string | undefined {
  const label = displayName !== '' ? displayName : (type ?? '');
  return label === '' ? undefined : plain(label, longestLabel);
}

/**
 * All that is known of a thing, as plain lines: name and type, where it is, labels, last reading, last
 * seen, and how old this is.
 *
 * @param now Milliseconds since 1970 UTC.
 */
export function linesOf(resource: Resource, resources: Pick<Resources, 'byId'>, now: number): readonly string[] {
  const { kind, displayName, type, labels, reading, lastSeen, readAt } = resource;
  const what = type === undefined ? kindWords[kind] : `${type} ${kindWords[kind]}`;
  const parent = resources.byId(idOf(parentOf(resource.name)));
  const shown = Object.entries(labels ?? {}).map(([key, value]) => (value === '' ? key : `${key} = ${value}`));
  const more = shown.length > mostLabels ? `, and ${shown.length - mostLabels} more` : '';
  return [
    displayName === '' ? what : `${displayName} (${what})`,
    ...(parent ? [`In ${parent.displayName === '' ? parent.id : parent.displayName}`] : []),
    ...(shown.length > 0 ? [`Labels: ${shown.slice(0, mostLabels).join(', ')}${more}`] : []),
    ...(reading === undefined ? [] : [`Last reading: ${reading}`]),
    ...(lastSeen === undefined ? [] : [`Last seen: ${age(now - lastSeen)} (${utc(lastSeen)})`]),
    `As read from the API ${age(now - readAt)}`,
  ];
}

/** The same as Markdown, in which everything is escaped. */
export function faceMarkdown(resource: Resource, resources: Pick<Resources, 'byId'>, now: number): string {
  const [first = '', ...rest] = linesOf(resource, resources, now).map(escapeMarkdown);
  return [`**${first}**`, ...rest].join('\n\n');
}

const minute = 60_000;

/** In whole minutes from the first one on: `5 min ago`. */
function age(ms: number): string {
  if (ms < minute) return 'just now';
  return `${duration(Math.floor(ms / minute) * minute)} ago`;
}

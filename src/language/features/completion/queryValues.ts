import type { QueryParameter } from '../../../api/description';
import { eventTypes } from '../../../api/events';
import type { Span } from '../../../base/text';
import { methodOf, textOf } from '../../syntax/queries';
import { eventTypesFor } from '../apiFacts';
import type { Authoring } from '../authoring';
import { endpointsAt, type WrittenTarget } from '../writtenTarget';
import type { Completion, CompletionPlace } from './completion';
import { kindNamed, loadNamesRow, resolvedText, resourceRows, valuesAt, variableRows, variablesFor } from './idRows';

/** A value and what is said of it. */
type Value = readonly [value: string, description?: string | undefined];

/** What may stand for a query parameter. */
export function queryValueRows(place: CompletionPlace, known: Authoring, parameter: QueryParameter, written: WrittenTarget, value: Span): readonly Completion[] {
  const { name } = parameter;
  const kind = kindNamed(name);
  const project = projectOf(place, known, written);
  const ids = kind === undefined ? [] : resourceRows(known, kind, value, { parent: kind === 'device' ? project : undefined, by: name === 'organization' || name === 'projects' ? 'name' : 'id' });
  const span = name === 'update_mask' ? lastItem(place, value) : value;
  const values = valuesOf(place, known, parameter, written, project).map(([label, description]): Completion => ({ kind: 'value', label, span, ...(description !== undefined && { description }) }));
  const text = textOf(place.file, value);
  // Nothing is written yet, or the hole of a proposal.
  const load = text === '' || text === name ? loadNamesRow(known, kind, value, text) : [];
  return [...values, ...variableRows(variablesFor(place, known), name, value), ...ids, ...load];
}

/** Resource name of the project in the path; undefined for all of them, or one that is not known. */
function projectOf({ file, ...place }: CompletionPlace, known: Authoring, { segments }: WrittenTarget): string | undefined {
  const [collection, id] = segments.map((span) => textOf(file, span));
  const value = collection === 'projects' && id !== undefined ? resolvedText(id, valuesAt({ ...place, file }, known)) : undefined;
  return value === undefined || value === '-' ? undefined : `projects/${value}`;
}

/** In a list with commas the item at the cursor. */
function lastItem({ file, offset }: CompletionPlace, { start, end }: Span): Span {
  const comma = file.text.slice(start, offset).lastIndexOf(',');
  const next = file.text.slice(offset, end).indexOf(',');
  return { start: start + comma + 1, end: next < 0 ? end : offset + next };
}

function valuesOf(place: CompletionPlace, known: Authoring, { name, type, enum: choices, default: usual }: QueryParameter, written: WrittenTarget, project: string | undefined): readonly Value[] {
  if (choices) return choices.map((choice) => [choice]);
  if (type === 'boolean') return [['true'], ['false']];
  const events = eventTypesFor(name);
  if (events) return events.map(({ type: event, trigger }) => [event, trigger]);
  switch (name) {
    case 'startTime':
      return [['{{$isoTimestamp -1 h}}', 'an hour ago'], ['{{$isoTimestamp -1 d}}', 'yesterday'], ['{{$isoTimestamp -7 d}}', 'a week ago'], ['{{$isoTimestamp -30 d}}', '30 days ago']];
    case 'endTime':
      return [['{{$isoTimestamp}}', 'now'], ['{{$isoTimestamp -1 h}}', 'an hour ago'], ['{{$isoTimestamp -1 d}}', 'yesterday']];
    case 'ping_interval':
      return [['10s'], ['30s'], ['60s']];
    case 'order_by':
      return orders();
    case 'label_filters':
      return labels(known, project);
    case 'update_mask':
      return fieldsToChange(place, written);
  }
  return typeof usual === 'number' || (typeof usual === 'string' && usual !== '') ? [[`${usual}`, 'default']] : [];
}

/** Fields in dot notation, as the parameter's description shows them: the readings that are numbers, both ways. */
function orders(): readonly Value[] {
  const readings = eventTypes.filter(({ wrapped }) => wrapped).flatMap(({ type, fields }) => fields.filter((field) => field.type === 'number' || field.type === 'integer').map((field) => `reported.${type}.${field.name}`));
  const fields = ['labels.name', 'id', 'type', ...readings];
  return [...fields.map((field): Value => [field]), ...fields.map((field): Value => [`-${field}`, 'descending'])];
}

/** The most labels that are proposed: some devices have values of their own. */
const mostLabels = 300;

/** Labels that devices were seen to have: their keys, then each with its value. */
function labels({ resources }: Authoring, project: string | undefined): readonly Value[] {
  const keys = new Set<string>();
  const pairs = new Set<string>();
  for (const { labels: ofDevice } of resources.all('device', project)) {
    for (const key in ofDevice) {
      keys.add(encodeURIComponent(key));
      if (pairs.size < mostLabels) pairs.add(`${encodeURIComponent(key)}%3D${encodeURIComponent(ofDevice[key] ?? '')}`);
    }
  }
  return [...[...keys].slice(0, mostLabels).map((key): Value => [key, 'has the label']), ...[...pairs].map((pair): Value => [pair, decodeURIComponent(pair)])];
}

/** Fields of the body, for a mask. */
function fieldsToChange({ file, block }: CompletionPlace, written: WrittenTarget): readonly Value[] {
  const method = methodOf(file, block);
  const body = endpointsAt(file, written).find(({ endpoint }) => endpoint.method === method)?.endpoint.requestBody;
  return Object.entries(body?.properties ?? {}).map(([field, { description }]) => [field, description]);
}

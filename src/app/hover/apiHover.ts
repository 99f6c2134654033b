import type { Endpoint, QueryParameter } from '../../api/description';
import type { FieldSchema } from '../../api/events';
import { pages } from '../../api/hosts';
import { neededFor } from '../../insight/blame/rights';
import { escapeMarkdown, linkTarget } from '../../insight/markdown';
import { endpointFacts, eventTypesFor, firstSentence, isOfPages, parameterFacts, parameterWords, withoutSources } from '../../language/features/apiFacts';
import { baseOfHost } from '../../language/features/completion/patterns';
import type { ApiPlace } from '../../language/features/hover/apiPlace';
import { headerHelp } from './headerHelp';
import { timeWords } from './timeWords';

/** What is known when a hover is made. */
export interface HoverTime {
  /** Wall clock, milliseconds since 1970 UTC. */
  readonly now: number;
  /** IANA name. Default: that of this machine. */
  readonly timeZone?: string;
}

/** Parameters of the query that have a line of their own; further ones are only named. */
const mostLines = 5;
/** Characters of what is said in one line. */
const longestLine = 110;

/** What the description of the API says of a piece of a request, as Markdown; undefined for a header of which nothing is known. */
export function apiMarkdown(place: ApiPlace, time: HoverTime): string | undefined {
  switch (place.kind) {
    case 'endpoint':
      return endpointMarkdown(place.endpoint);
    case 'verbs':
      return ['This path has:', place.endpoints.map((each) => `- ${title(each)}: ${escapeMarkdown(firstSentence(each.summary))}`).join('\n')].join('\n\n');
    case 'path-parameter':
      return `${code(`{${place.name}}`)} of the path${place.description === '' ? '' : `: ${escapeMarkdown(place.description)}`}`;
    case 'query-parameter':
      return parameterMarkdown(place.parameter, place.value, time);
    case 'header':
      return headerHelp(place.name);
  }
}

/**
 * What the description of the API says of a field of a body, as Markdown.
 *
 * @param name Empty for the body itself.
 */
export function fieldMarkdown(name: string, schema: FieldSchema, isRequired: boolean): string {
  const facts = [typeWords(schema), ...(isRequired ? ['required'] : []), ...rangeOf(schema)].filter((fact) => fact !== '');
  const first = [name === '' ? 'The body' : code(name), ...facts].join(' · ');
  const fields = Object.keys(schema.properties ?? schema.items?.properties ?? {});
  const required = schema.required ?? schema.items?.required ?? [];
  return [
    first,
    ...(schema.description === undefined ? [] : [escapeMarkdown(schema.description)]),
    ...valueLines(valuesOf(schema)),
    ...(fields.length === 0 ? [] : [fieldsLine('Fields', fields, required)]),
  ].join('\n\n');
}

/** Name, summary, what it needs and takes, an example: some fifteen lines at most. */
function endpointMarkdown(endpoint: Endpoint): string {
  const { requestBody } = endpoint;
  const fields = Object.keys(requestBody?.properties ?? {});
  const page = endpoint.host === 'emulator' ? { name: 'Emulator API reference', url: pages.emulatorReference } : endpoint.host === 'identity' ? { name: 'Authentication with OAuth2', url: pages.authentication } : { name: 'REST API reference', url: pages.reference };
  return [
    title(endpoint),
    escapeMarkdown(withoutSources(endpoint.summary)),
    [...endpointFacts(endpoint, neededFor(endpoint)).map(escapeMarkdown), `[${page.name}](${linkTarget(page.url)})`].join(' · '),
    ...parameterLines(endpoint.queryParams),
    ...(fields.length === 0 ? [] : [fieldsLine('Body', fields, requestBody?.required ?? [])]),
    ...exampleLines(endpoint),
  ].join('\n\n');
}

function title({ method, path }: Endpoint): string {
  return `**${method}** ${code(path)}`;
}

function parameterLines(all: readonly QueryParameter[]): readonly string[] {
  // Those of all lists are told once, where it says that there are pages.
  const parameters = all.filter((parameter) => !isOfPages(parameter));
  const [first, rest] = [parameters.slice(0, mostLines), parameters.slice(mostLines)];
  if (first.length === 0) return [];
  const lines = first.map((parameter) => `- ${code(parameter.name)}${parameter.required ? ' *(required)*' : ''} ${escapeMarkdown(shortened(parameterWords(parameter)))}`);
  return [['Query:', '', ...lines, ...(rest.length === 0 ? [] : [`- also ${rest.map(({ name }) => code(name)).join(', ')}`])].join('\n')];
}

function fieldsLine(label: string, fields: readonly string[], required: readonly string[]): string {
  return `${label}: ${fields.map((name) => `${code(name)}${required.includes(name) ? ' *(required)*' : ''}`).join(', ')}`;
}

/** A path and a query of which the description has an example; the body on one line, where it fits. */
function exampleLines(endpoint: Endpoint): readonly string[] {
  if (endpoint.host === 'identity') return [];
  const { url, body } = endpoint.example.request;
  const line = `${endpoint.method} ${baseOfHost(endpoint.host)}${url.replace(/^https:\/\/[^/]+\/v2/, '')}`;
  const json = body === undefined ? '' : JSON.stringify(body);
  return [['```http', line, ...(json === '' || json.length > longestLine ? [] : ['', json]), '```'].join('\n')];
}

function parameterMarkdown(parameter: QueryParameter, value: string | undefined, time: HoverTime): string {
  const { name, description } = parameter;
  const moment = value === undefined ? undefined : timeWords(value, time.now, time.timeZone);
  return [
    `${code(name)} · ${escapeMarkdown(parameterFacts(parameter).join(' · '))}`,
    ...(description === '' ? [] : [escapeMarkdown(withoutSources(parameterWords(parameter)))]),
    ...valueLines(parameter.enum ?? []),
    ...eventLines(name),
    ...(moment === undefined ? [] : [escapeMarkdown(moment)]),
  ].join('\n\n');
}

/** The types of events by when they are sent, where a parameter takes those. */
function eventLines(parameter: string): readonly string[] {
  const types = new Map<string, string[]>();
  for (const { type, trigger } of eventTypesFor(parameter) ?? []) types.set(trigger, [...(types.get(trigger) ?? []), code(type)]);
  const lines = [...types].map(([trigger, names]) => `- ${names.join(', ')}: ${escapeMarkdown(trigger)}`);
  return lines.length === 0 ? [] : [['One of:', '', ...lines].join('\n')];
}

function valueLines(values: readonly string[]): readonly string[] {
  return values.length === 0 ? [] : [`One of ${values.map(code).join(', ')}`];
}

/** `0 to 100 %`; a unit alone where no bounds are known. */
function rangeOf({ minimum, maximum, unit }: FieldSchema): readonly string[] {
  const bounds = minimum !== undefined && maximum !== undefined ? [`${minimum} to ${maximum}`] : minimum !== undefined ? [`from ${minimum}`] : maximum !== undefined ? [`up to ${maximum}`] : [];
  const words = [...bounds, ...(unit === undefined ? [] : [bounds.length > 0 ? unit : `in ${unit}`])];
  return words.length === 0 ? [] : [words.join(' ')];
}

function valuesOf({ enum: own, items, const: only }: FieldSchema): readonly string[] {
  return (only !== undefined ? [only] : (own ?? items?.enum ?? [])).map(String);
}

function typeWords({ type, items }: FieldSchema): string {
  const types = [type ?? []].flat().filter((each) => each !== 'null');
  return types.map((each) => (each === 'array' ? `list${items?.type === undefined ? '' : ` of ${items.type}s`}` : each)).join(' or ');
}

function shortened(text: string): string {
  const sentence = withoutSources(text).replace(/^(.{20,}?[.;])\s.*$/s, '$1').replace(/[.;]$/, '');
  return sentence.length > longestLine ? `${sentence.slice(0, longestLine - 1)}…` : sentence;
}

/** A name of ours or of the file as code: whatever it holds ends there. */
function code(text: string): string {
  const plain = text.replace(/[`\r\n]/g, ' ');
  return `\`${plain}\``;
}

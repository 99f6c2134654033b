import { type Endpoint, type EndpointMatch, findEndpoint } from '../../api/description';
import { deviceTypes, eventTypes, type FieldSchema, publishSchema } from '../../api/events';
import { roles } from '../../api/roles';
import { holds, type Span } from '../../base/text';
import { longestJudged } from '../plan/staticRequest';
import type { Block, RequestFile } from '../syntax/nodes';
import { blockAt, methodOf, textOf } from '../syntax/queries';
import { type JsonContainer, type JsonMember, type JsonPlace, jsonPlaceAt, readJsonPlaces } from './jsonPlace';
import { writtenTarget } from './writtenTarget';

/** A place in the JSON body of a request to the API. */
export interface BodyPlace extends EndpointMatch {
  /** RFC 6901: of the property or item; between two properties of the object that they are in. */
  readonly pointer: string;
  /** Of the property; of an item that of its list. Empty at the top, and where none is written. */
  readonly name: string;
  readonly on: 'name' | 'value';
  /** The name with its quotes, or the value, as far as written; empty where nothing is. */
  readonly span: Span;
  /** Of the property or item; undefined where the description has none. Between two properties undefined. */
  readonly schema: FieldSchema | undefined;
  /** Of the object or list that it is in; undefined at the top, and where the description has none. */
  readonly parent: FieldSchema | undefined;
  /** Whether the description says that the property has to be there. */
  readonly isRequired: boolean;
  /** What is written around it; offsets are those of the body. */
  readonly json: JsonPlace;
}

/** The endpoint that a block calls and what its JSON body may be; undefined where it takes none. */
function bodySchema(file: RequestFile, block: Block): (EndpointMatch & { readonly schema: FieldSchema }) | undefined {
  const match = endpointOf(file, block);
  const schema = match && schemaOfBody(match.endpoint);
  return schema && { ...match, schema };
}

/**
 * The JSON body that an endpoint takes, with the roles and the types of events and devices where its
 * description has any text. Undefined when it takes none, or a form. The same object each time.
 */
export function schemaOfBody({ path, requestBody }: Endpoint): FieldSchema | undefined {
  if (!requestBody || requestBody.contentType?.includes('json') === false) return undefined;
  return path.endsWith(':publish') ? publishSchema : refined(requestBody, path);
}

/** The JSON that an endpoint answers, events by the names of their types included; undefined when that is not described. */
export function schemaOfAnswer({ path, response }: Endpoint): FieldSchema | undefined {
  return response?.properties && refined(response, path);
}

const refinements = new WeakMap<FieldSchema, FieldSchema>();

function refined(schema: FieldSchema, path: string): FieldSchema {
  const before = refinements.get(schema);
  if (before) return before;
  const properties = schema.properties && Object.fromEntries(Object.entries(schema.properties).map(([name, each]) => [name, named(name, refined(each, path), path)]));
  const made = { ...schema, ...(properties && { properties }), ...(schema.items && { items: refined(schema.items, path) }) };
  refinements.set(schema, made);
  return made;
}

/** What a name tells beyond its description. */
function named(name: string, schema: FieldSchema, path: string): FieldSchema {
  const { items } = schema;
  const withItems = (texts: readonly string[]) => ({ ...schema, items: { ...items, enum: texts } });
  if (name === 'roles' && items && !items.enum) {
    const scope = path.startsWith('/organizations') ? 'organization' : 'project';
    return withItems(roles.filter((role) => role.name.startsWith(scope)).map(({ resourceName }) => resourceName));
  }
  if (name === 'events' && items?.type === 'string') return withItems(eventTypes.filter(({ wrapped }) => wrapped).map(({ type }) => type));
  if (name === 'type' && !schema.enum && path.includes('/devices')) return { ...schema, enum: deviceTypes.map(({ type }) => type) };
  if ((name === 'data' || name === 'reported') && schema.type === 'object' && !schema.properties) return { ...schema, ...(publishSchema.properties && { properties: publishSchema.properties }) };
  return schema;
}

/** Levels of a body in which somebody writes by hand; DT's bodies are four deep. */
const deepest = 100;

/**
 * The place in a JSON body at `offset`; undefined outside of one, and where nothing can be written, such
 * as in front of a colon. Takes every text. Bodies beyond `longestJudged` are not looked at: one of
 * megabytes would have to be read from its start with each keystroke; nor places deeper than a hundred levels.
 */
export function bodyPlaceAt(file: RequestFile, offset: number): BodyPlace | undefined {
  const block = blockAt(file, offset);
  const body = block.request?.body;
  if (!body || !holds(body, offset) || body.end - body.start > longestJudged) return undefined;
  if (!isJsonType(file, block)) return undefined;
  const match = bodySchema(file, block);
  if (!match) return undefined;
  const text = textOf(file, body);
  const json = jsonPlaceAt(readJsonPlaces(text), offset - body.start);
  const steps = json && stepsTo(json.container, text);
  return steps && placeOf(match, json, { steps, text, offset, start: body.start });
}

/** Where a place is written. */
interface WrittenPlace {
  /** Names and indices from the top to what it is in. */
  readonly steps: readonly (string | number)[];
  readonly text: string;
  readonly offset: number;
  /** Of the body. */
  readonly start: number;
}

function placeOf({ schema: root, ...match }: EndpointMatch & { readonly schema: FieldSchema }, json: JsonPlace, { steps, text, offset, start }: WrittenPlace): BodyPlace {
  const { container, member, on, before } = json;
  const above = schemaAlong(root, steps);
  const own = member?.name ? nameIn(text, member.name) : container.kind === 'array' ? (member?.index ?? (before ? before.index + 1 : 0)) : undefined;
  const written = on === 'name' ? member?.name : member?.value;
  return {
    ...match,
    pointer: [...steps, ...(own === undefined ? [] : [own])].map((step) => `/${escapePointer(String(step))}`).join(''),
    name: typeof own === 'string' ? own : (steps.findLast((step): step is string => typeof step === 'string') ?? ''),
    on,
    span: written ? { start: start + written.start, end: start + written.end } : { start: offset, end: offset },
    schema: own === undefined ? (container.kind === 'top' ? root : undefined) : above && childSchema(above, own),
    parent: container.kind === 'top' ? undefined : above,
    isRequired: typeof own === 'string' && above?.required?.includes(own) === true,
    json,
  };
}

/** Names and indices from the top to what is in `container`; undefined when there are too many. */
function stepsTo(container: JsonContainer, text: string): readonly (string | number)[] | undefined {
  const steps: (string | number)[] = [];
  for (let owner = container.owner; owner; owner = owner.parent.owner) {
    const step = stepOf(owner, text);
    if (step !== undefined) steps.push(step);
    if (steps.length > deepest) return undefined;
  }
  return steps.reverse();
}

function stepOf({ name, parent, index }: JsonMember, text: string): string | number | undefined {
  if (parent.kind === 'top') return undefined;
  return parent.kind === 'array' ? index : name ? nameIn(text, name) : '';
}

/** The name of a property, as it is meant. */
export function nameIn(text: string, { start, end }: Span): string {
  const written = text.slice(start, end);
  if (!written.startsWith('"')) return written;
  if (written.includes('\\') && /[^\\]"$/.test(written)) {
    try {
      return String(JSON.parse(written));
    } catch {
      // Half an escape: as it is written.
    }
  }
  return written.slice(1, written.length > 1 && written.endsWith('"') ? -1 : undefined);
}

function schemaAlong(root: FieldSchema, steps: readonly (string | number)[]): FieldSchema | undefined {
  let schema: FieldSchema | undefined = root;
  for (const step of steps) {
    if (!schema) return undefined;
    schema = childSchema(schema, step);
  }
  return schema;
}

/** What a schema says of a property (by name) or of an item (by index); undefined when nothing. */
export function childSchema({ properties, items, additionalProperties, description }: FieldSchema, step: string | number): FieldSchema | undefined {
  // What the description says of a list of names it says of each.
  if (typeof step === 'number') return items && { ...(description !== undefined && { description }), ...items };
  if (properties && Object.hasOwn(properties, step)) return properties[step];
  return typeof additionalProperties === 'object' ? additionalProperties : undefined;
}

/** The endpoint that a block calls, looked for on the emulator too when the API has no such one; undefined for any other. */
export function endpointOf(file: RequestFile, block: Block): EndpointMatch | undefined {
  const target = writtenTarget(file, block);
  if (target?.api === undefined) return undefined;
  const path = textOf(file, target.path);
  const method = methodOf(file, block);
  return findEndpoint(target.api, method, path) ?? (target.api === 'api' ? findEndpoint('emulator', method, path) : undefined);
}

/** By its Content-Type, if one is written and known; a body without one is taken for JSON, for the API knows nothing else. */
function isJsonType(file: RequestFile, { request }: Block): boolean {
  const header = request?.headers.find(({ name }) => textOf(file, name).toLowerCase() === 'content-type');
  const type = header ? textOf(file, header.value) : '';
  return type === '' || type.includes('{{') || /^[a-z]+\/(?:.+\+)?json\s*(?:;|$)/i.test(type);
}

/** RFC 6901, section 3. */
function escapePointer(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

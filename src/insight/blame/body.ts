import { type ParseError, type Node, printParseErrorCode } from 'jsonc-parser';
import type { Endpoint, Schema } from '../../api/description';
import { type FieldSchema, isUnpublishable, publishSchema } from '../../api/events';
import { nearest } from '../../base/nearest';
import { LineIndex, type Span } from '../../base/text';
import type { WireRequest } from '../../http/exchange';
import type { RequestPart } from '../../http/requestPart';
import type { RequestView } from '../requestView';
import { documented, inferred, listed, observed, quoted } from '../say';
import { bodyTemplate, placeholder } from './bodyTemplate';
import { escapePointer, jsonBody } from './jsonTree';
import { nameForm, nameProblem } from './nameForm';
import { cut, removeFix, replaceFix, type Problem } from './problem';

/** Problems of one list or object: nobody reads more, and a list can hold a hundred thousand. */
const mostProblems = 100;

/** What in the body departs from the description; malformed JSON first and alone. */
export function bodyProblems(view: RequestView, request: WireRequest): readonly Problem[] {
  const schema = view.endpoint && schemaOf(view.endpoint.endpoint);
  if (!schema) return [];
  const body = jsonBody(request);
  if (!body) return isEmpty(request) ? absentProblems(view.endpoint.endpoint, schema) : [];
  if (body.error) return [malformed(body.text, body.error)];
  if (!body.root) return [];
  const problems = check(body.root, schema, '', view);
  // Nobody has seen such a body of the API's: what is unknown in it may well be right.
  if (schema.description?.includes('not confirmed') !== true) return problems;
  return problems.filter(({ code }) => code !== 'dt.400.unknown-field').map((problem) => ({ ...problem, weight: 'likely' as const }));
}

/** An event to publish is described by its type; undefined for what is no JSON. */
function schemaOf({ path, requestBody }: Endpoint): FieldSchema | undefined {
  if (!requestBody || requestBody.contentType?.includes('json') === false) return undefined;
  return path.endsWith(':publish') ? publishSchema : requestBody;
}

function isEmpty({ body }: WireRequest): boolean {
  return body === undefined || body.length === 0;
}

/** A missing body where the endpoint has one: of no consequence where nothing in it is required, unless the API minds. */
export function missingBody(view: RequestView, request: WireRequest): readonly Problem[] {
  const endpoint = view.endpoint?.endpoint;
  const schema = endpoint?.requestBody;
  return schema && isEmpty(request) && (schema.required ?? []).length === 0 ? [absent(endpoint, schema, 'likely')] : [];
}

function malformed(text: string, error: ParseError): Problem {
  const place = new LineIndex(text).positionAt(error.offset);
  const what = printParseErrorCode(error.error).replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return {
    code: 'dt.400.malformed-json',
    part: { kind: 'body-text', ...wrongText(text, error) },
    name: '',
    weight: 'certain',
    headline: `the body is not JSON at its line ${place.line + 1}`,
    doThis: observed(`Mend the body at its line ${place.line + 1}, character ${place.character + 1} (${what}).`),
    why: observed('The body stops being valid JSON there, so the API cannot read it.'),
  };
}

/** What the parser stumbled over; what stands last where it is the end that came too early. */
function wrongText(text: string, { offset, length }: ParseError): Span {
  const start = Math.min(offset, Math.max(text.trimEnd().length - 1, 0));
  return { start, end: Math.max(start + 1, Math.min(offset + length, text.length)) };
}

function absentProblems(endpoint: Endpoint, schema: Schema): readonly Problem[] {
  return (schema.required ?? []).length === 0 ? [] : [absent(endpoint, schema, 'certain')];
}

function absent({ example }: Endpoint, schema: Schema, weight: Problem['weight']): Problem {
  const { required = [] } = schema;
  return {
    code: 'dt.400.missing-body',
    part: { kind: 'request-line' },
    name: required[0] ?? '',
    weight,
    headline: 'the body is missing',
    doThis: documented(`Add a JSON body${required.length === 0 ? '' : ` with ${listed(required)}`} after a blank line.`),
    why: required.length === 0
      ? inferred('This endpoint takes a body, and the request has none.')
      : documented(`This endpoint needs a body; ${listed(required)} ${required.length === 1 ? 'is' : 'are'} required.`),
    fix: { kind: 'edit', grade: 'template', title: 'Add a JSON body', edits: [{ kind: 'add-body', text: bodyTemplate(schema, example.request.body) }] },
  };
}

function check(node: Node, schema: FieldSchema, pointer: string, view: RequestView): readonly Problem[] {
  const wrong = typeProblem(node, schema, pointer) ?? valueProblem(node, schema, pointer, view);
  if (wrong) return [wrong];
  if (node.type === 'array') return arrayProblems(node, schema, pointer, view);
  return node.type === 'object' ? objectProblems(node, schema, pointer, view) : [];
}

function arrayProblems(node: Node, schema: FieldSchema, pointer: string, view: RequestView): readonly Problem[] {
  const children = node.children ?? [];
  const tooMany = schema.maxItems !== undefined && children.length > schema.maxItems ? [tooManyProblem(schema.maxItems, pointer)] : [];
  if (!schema.items) return tooMany;
  // What the description says of a list of names it says of each.
  const description = schema.items.description ?? schema.description;
  const items: FieldSchema = { ...schema.items, ...(description !== undefined && { description }) };
  const problems = [...tooMany];
  for (const [index, child] of children.entries()) {
    if (problems.length >= mostProblems) break;
    problems.push(...check(child, items, `${pointer}/${index}`, view));
  }
  return problems;
}

function tooManyProblem(most: number, pointer: string): Problem {
  const name = nameOf(pointer);
  return {
    code: 'dt.400.field-value',
    part: { kind: 'json', pointer, what: 'value' },
    name, weight: 'likely',
    headline: `${quoted(name, 24)} holds more than ${most}`,
    doThis: inferred(`Leave ${most} in the list.`),
    why: inferred(`Published clients of the API know of at most ${most} here.`),
  };
}

function objectProblems(node: Node, schema: FieldSchema, pointer: string, view: RequestView): readonly Problem[] {
  const properties = schema.properties;
  // Without any the names are free: an event of some type.
  if (!properties || Object.keys(properties).length === 0) return [];
  const written = new Map((node.children ?? []).map((child) => [String(child.children?.[0]?.value), child.children?.[1]]));
  const problems: Problem[] = [];
  for (const [name, value] of written) {
    if (problems.length >= mostProblems) break;
    const inner = `${pointer}/${escapePointer(name)}`;
    const known = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (known && value) problems.push(...check(value, known, inner, view));
    else if (!known && schema === publishSchema && isUnpublishable(name)) problems.push(notPublishable(name, inner));
    else if (!known && schema.additionalProperties === undefined) {
      problems.push(unknownProblem(name, Object.keys(properties).filter((key) => !written.has(key)), inner));
    }
  }
  const missing = (schema.required ?? []).filter((name) => !written.has(name));
  return [...problems, ...missing.map((name) => missingProblem(name, properties[name], pointer))];
}

/** An event that a device does send, but nobody for it. */
function notPublishable(name: string, pointer: string): Problem {
  return {
    code: 'dt.400.unknown-field',
    part: { kind: 'json', pointer, what: 'name' }, name, weight: 'likely',
    headline: `${quoted(name, 24)} cannot be published`,
    doThis: documented(`Publish an event of a sensor, such as temperature. ${quoted(name, 40)} is sent by the API itself.`),
    why: documented(`Events of the type ${quoted(name, 40)} cannot be published for an emulated device.`),
  };
}

function unknownProblem(name: string, known: readonly string[], pointer: string): Problem {
  const suggestion = nearest(name, known);
  const part: RequestPart = { kind: 'json', pointer, what: 'name' };
  return {
    code: 'dt.400.unknown-field',
    part, name, weight: 'likely',
    headline: `${quoted(name, 24)} is not a property here`,
    doThis: inferred(suggestion === undefined
      ? `Remove ${quoted(name)} from the body, or check its spelling.`
      : `Did you mean ${quoted(suggestion)}? Change the name of the property.`),
    why: inferred(`The description of this body has no property ${quoted(name)}. Whether the API refuses unknown ones is not documented.`),
    ...(suggestion === undefined ? { fix: removeFix(`Remove ${quoted(name, 40)}`, part) } : { meant: suggestion, fix: replaceFix(`Change to "${suggestion}"`, part, suggestion) }),
  };
}

function missingProblem(name: string, schema: Schema | undefined, pointer: string): Problem {
  const part: RequestPart = pointer === '' ? { kind: 'body' } : { kind: 'json', pointer, what: 'value' };
  const value = placeholder(name, schema);
  return {
    code: 'dt.400.missing-field',
    part, name, weight: 'certain',
    headline: `${quoted(name, 24)} is missing in the body`,
    doThis: documented(`Add ${JSON.stringify(name)}: ${value} to the body.`),
    why: documented(`${quoted(name)} is required.`),
    fix: { kind: 'edit', grade: 'template', title: `Add "${name}"`, edits: [{ kind: 'add-json', pointer, name, value }] },
  };
}

function typeProblem(node: Node, schema: FieldSchema, pointer: string): Problem | undefined {
  // Some have several types: `["number", "null"]`.
  const types: readonly string[] = [schema.type ?? []].flat();
  const [want] = types;
  const isNoBody = pointer === '' && node.type === 'null';
  if (want === undefined || (!isNoBody && types.some((type) => fitsType(node, type)))) return undefined;
  const name = nameOf(pointer);
  const part: RequestPart = pointer === '' ? { kind: 'body' } : { kind: 'json', pointer, what: 'value' };
  const mended = converted(node, want);
  return {
    code: 'dt.400.field-type',
    part, name, weight: 'certain',
    headline: `${name === '' ? 'the body' : quoted(name, 24)} must be ${article(want)}`,
    doThis: documented(`Write ${article(want)} here instead of ${article(node.type)}.`),
    why: documented(`The description says ${article(want)}; the request holds ${article(node.type)}.`),
    ...(mended !== undefined && { fix: replaceFix(`Change to ${cut(mended)}`, part, mended) }),
  };
}

function fitsType(node: Node, want: string): boolean {
  // `null` clears a field in some clients' calls; nothing says that it is refused.
  if (node.type === 'null') return true;
  if (want === 'integer') return node.type === 'number' && Number.isInteger(node.value);
  return node.type === want;
}

/** `"5"` for a number, `5` for a string: where the meaning is plain. */
function converted(node: Node, want: string): string | undefined {
  const value: unknown = node.value;
  if (want === 'string' && (typeof value === 'number' || typeof value === 'boolean')) return JSON.stringify(String(value));
  if (typeof value !== 'string') return undefined;
  if (want === 'boolean' && (value === 'true' || value === 'false')) return value;
  return (want === 'number' && /^-?(0|[1-9]\d*)(\.\d+)?$/.test(value)) || (want === 'integer' && /^-?(0|[1-9]\d*)$/.test(value)) ? value : undefined;
}

function rangeProblem(value: number, { minimum = -Infinity, maximum = Infinity, unit }: FieldSchema, pointer: string): Problem | undefined {
  if (value >= minimum && value <= maximum) return undefined;
  const name = nameOf(pointer);
  const bounds = minimum === -Infinity ? `at most ${maximum}` : maximum === Infinity ? `at least ${minimum}` : `from ${minimum} to ${maximum}`;
  const part: RequestPart = { kind: 'json', pointer, what: 'value' };
  const nearest = String(value < minimum ? minimum : maximum);
  return {
    code: 'dt.400.field-value', part, name, weight: 'likely',
    headline: `${quoted(name, 24)} is out of range`,
    doThis: documented(`Write a value ${bounds}${unit === undefined ? '' : ` ${unit}`}.`),
    why: documented(`The value of ${quoted(name, 40)} is ${bounds}${unit === undefined ? '' : ` ${unit}`}.`),
    fix: replaceFix(`Change to ${nearest}`, part, nearest),
  };
}

function valueProblem(node: Node, schema: FieldSchema, pointer: string, view: RequestView): Problem | undefined {
  if (node.type === 'number') return rangeProblem(Number(node.value), schema, pointer);
  const values = (schema.const !== undefined ? [schema.const] : (schema.enum ?? [])).filter((value) => typeof value === 'string');
  if (node.type !== 'string') return undefined;
  const name = nameOf(pointer);
  const part: RequestPart = { kind: 'json', pointer, what: 'value' };
  const form = nameForm(name, schema.description);
  if (form) return nameProblem(String(node.value), form, view, { code: 'dt.400.field-value', part, name, label: quoted(name, 24), asText: (text) => JSON.stringify(text) });
  if (values.length === 0 || values.includes(String(node.value))) return undefined;
  const suggestion = values.length === 1 ? values[0] : nearest(String(node.value), values);
  return {
    code: 'dt.400.field-value',
    part, name, weight: 'likely',
    headline: `${quoted(name, 24)} has an unknown value`,
    doThis: suggestion === undefined ? documented(`Use one of ${listed(values, 'or')}.`) : inferred(`Did you mean ${quoted(suggestion)}?`),
    why: documented(`The known values are ${listed(values)}.`),
    ...(suggestion !== undefined && { fix: replaceFix(`Change to "${suggestion}"`, part, JSON.stringify(suggestion)) }),
  };
}

function nameOf(pointer: string): string {
  // The nearest name above an array index reads better than the index.
  const names = pointer.split('/').filter((piece) => piece !== '' && !/^\d+$/.test(piece));
  return (names.at(-1) ?? '').replaceAll('~1', '/').replaceAll('~0', '~');
}

function article(type: string): string {
  if (type === 'integer') return 'a whole number';
  return `${/^[aeio]/.test(type) ? 'an' : 'a'} ${type}`;
}

import { type ParseError, parseTree, type Node, printParseErrorCode } from 'jsonc-parser';
import type { Schema } from '../../api/description';
import { nearest } from '../../base/nearest';
import { LineIndex } from '../../base/text';
import type { WireRequest } from '../../http/exchange';
import type { RequestPart } from '../../http/requestPart';
import type { RequestView } from '../requestView';
import { documented, inferred, listed, observed, quoted } from '../say';
import { replaceFix, type Problem } from './problem';

/** Largest body that is checked; DT's are a few kilobytes. */
const readLimit = 2_000_000;

/** Deeper than this nothing is looked for by name; DT's bodies are four levels deep. */
const deepest = 100;

/** The request's body as JSON: the tree, or where it stops being JSON; undefined for none, or too large a one. */
export function jsonBody(request: WireRequest): { readonly text: string; readonly root: Node | undefined; readonly error: ParseError | undefined } | undefined {
  if (!request.body || request.body.length === 0 || request.body.length > readLimit) return undefined;
  const text = new TextDecoder().decode(request.body);
  const errors: ParseError[] = [];
  try {
    const root = parseTree(text, errors, { disallowComments: true, allowTrailingComma: false, allowEmptyContent: false });
    return { text, root, error: errors[0] };
  } catch (error) {
    // The parser recurses: thousands of nested brackets end its stack. Nothing can be said of such a body.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** What in the body departs from the description; malformed JSON first and alone. */
export function bodyProblems(view: RequestView, request: WireRequest): readonly Problem[] {
  const schema = view.endpoint?.endpoint.requestBody;
  if (!schema || (schema.contentType !== undefined && !schema.contentType.includes('json'))) return [];
  const body = jsonBody(request);
  if (!body) return request.body === undefined || request.body.length === 0 ? absentProblems(schema) : [];
  if (body.error) return [malformed(body.text, body.error)];
  return body.root ? check(body.root, schema, '') : [];
}

/** All property names of a body with their pointers, in the order written, down to a depth of 100. */
export function propertyNames(root: Node | undefined): readonly { readonly name: string; readonly pointer: string }[] {
  const found: { name: string; pointer: string }[] = [];
  const visit = (node: Node, pointer: string, depth: number) => {
    if (depth > deepest) return;
    for (const [index, child] of (node.children ?? []).entries()) {
      if (node.type === 'array') visit(child, `${pointer}/${index}`, depth + 1);
      if (child.type !== 'property') continue;
      const [key, value] = child.children ?? [];
      const name = String(key?.value);
      const inner = `${pointer}/${escapePointer(name)}`;
      found.push({ name, pointer: inner });
      if (value) visit(value, inner, depth + 1);
    }
  };
  if (root) visit(root, '', 0);
  return found;
}

/** RFC 6901, section 3. */
export function escapePointer(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

function malformed(text: string, error: ParseError): Problem {
  const place = new LineIndex(text).positionAt(error.offset);
  const what = printParseErrorCode(error.error).replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return {
    part: { kind: 'body' },
    name: '',
    weight: 'certain',
    headline: `the body is not JSON at its line ${place.line + 1}`,
    doThis: observed(`Mend the body at its line ${place.line + 1}, character ${place.character + 1} (${what}).`),
    why: observed('The body stops being valid JSON there, so the API cannot read it.'),
  };
}

function absentProblems(schema: Schema): readonly Problem[] {
  const required = schema.required ?? [];
  if (required.length === 0) return [];
  return [{
    part: { kind: 'request-line' },
    name: required[0] ?? '',
    weight: 'certain',
    headline: 'the body is missing',
    doThis: documented(`Add a JSON body with ${listed(required)} after a blank line.`),
    why: documented(`This endpoint needs a body; ${listed(required)} ${required.length === 1 ? 'is' : 'are'} required.`),
  }];
}

function check(node: Node, schema: Schema, pointer: string): readonly Problem[] {
  const wrong = typeProblem(node, schema, pointer) ?? valueProblem(node, schema, pointer);
  if (wrong) return [wrong];
  if (node.type === 'array') return (node.children ?? []).flatMap((child, index) => (schema.items ? check(child, schema.items, `${pointer}/${index}`) : []));
  return node.type === 'object' ? objectProblems(node, schema, pointer) : [];
}

function objectProblems(node: Node, schema: Schema, pointer: string): readonly Problem[] {
  const properties = schema.properties;
  if (!properties) return [];
  const written = new Map((node.children ?? []).map((child) => [String(child.children?.[0]?.value), child.children?.[1]]));
  const problems: Problem[] = [];
  for (const [name, value] of written) {
    const inner = `${pointer}/${escapePointer(name)}`;
    const known = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (known && value) for (const problem of check(value, known, inner)) problems.push(problem);
    else if (!known && schema.additionalProperties === undefined) {
      problems.push(unknownProblem(name, Object.keys(properties).filter((key) => !written.has(key)), inner));
    }
  }
  const missing = (schema.required ?? []).filter((name) => !written.has(name));
  return [...problems, ...missing.map((name) => missingProblem(name, properties[name], pointer))];
}

function unknownProblem(name: string, known: readonly string[], pointer: string): Problem {
  const suggestion = nearest(name, known);
  const part: RequestPart = { kind: 'json', pointer, what: 'name' };
  return {
    part, name, weight: 'likely',
    headline: `${quoted(name, 24)} is not a property here`,
    doThis: inferred(suggestion === undefined
      ? `Remove ${quoted(name)} from the body, or check its spelling.`
      : `Did you mean ${quoted(suggestion)}? Change the name of the property.`),
    why: inferred(`The description of this body has no property ${quoted(name)}. Whether the API refuses unknown ones is not documented.`),
    ...(suggestion !== undefined && { fix: replaceFix(`Change to "${suggestion}"`, part, suggestion) }),
  };
}

function missingProblem(name: string, schema: Schema | undefined, pointer: string): Problem {
  const part: RequestPart = pointer === '' ? { kind: 'body' } : { kind: 'json', pointer, what: 'value' };
  const value = placeholder(schema);
  return {
    part, name, weight: 'certain',
    headline: `${quoted(name, 24)} is missing in the body`,
    doThis: documented(`Add ${JSON.stringify(name)}: ${value} to the body.`),
    why: documented(`${quoted(name)} is required.`),
    fix: { kind: 'edit', grade: 'template', title: `Add "${name}"`, edits: [{ kind: 'add-json', pointer, name, value }] },
  };
}

function placeholder(schema: Schema | undefined): string {
  const first: unknown = schema?.enum?.[0];
  if (typeof first === 'string') return JSON.stringify(first);
  switch (schema?.type) {
    case 'array': return '[]';
    case 'object': return '{}';
    case 'boolean': return 'false';
    case 'integer':
    case 'number': return '0';
    default: return '""';
  }
}

function typeProblem(node: Node, schema: Schema, pointer: string): Problem | undefined {
  const want = schema.type;
  if (want === undefined || fitsType(node, want)) return undefined;
  const name = nameOf(pointer);
  const part: RequestPart = pointer === '' ? { kind: 'body' } : { kind: 'json', pointer, what: 'value' };
  const mended = converted(node, want);
  return {
    part, name, weight: 'certain',
    headline: `${name === '' ? 'the body' : quoted(name, 24)} must be ${article(want)}`,
    doThis: documented(`Write ${article(want)} here instead of ${article(node.type)}.`),
    why: documented(`The description says ${article(want)}; the request holds ${article(node.type)}.`),
    ...(mended !== undefined && { fix: replaceFix(`Change to ${mended}`, part, mended) }),
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

function valueProblem(node: Node, schema: Schema, pointer: string): Problem | undefined {
  const values = (schema.const !== undefined ? [schema.const] : (schema.enum ?? [])).filter((value) => typeof value === 'string');
  if (values.length === 0 || node.type !== 'string' || values.includes(String(node.value))) return undefined;
  const name = nameOf(pointer);
  const part: RequestPart = { kind: 'json', pointer, what: 'value' };
  const suggestion = values.length === 1 ? values[0] : nearest(String(node.value), values);
  return {
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

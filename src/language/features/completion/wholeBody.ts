import type { Endpoint } from '../../../api/description';
import { deviceTypes, type FieldSchema } from '../../../api/events';
import type { Span, TextEdit } from '../../../base/text';
import type { Line } from '../../syntax/nodes';
import { textOf } from '../../syntax/queries';
import { lineEndOf } from '../fixes/fix';
import type { Resources } from '../resources';
import { endpointOf, schemaOfBody } from '../schemaAt';
import type { Completion, CompletionPlace, CompletionSource } from './completion';
import { exampleBody, exampleFields, tabStops } from './exampleBody';
import { exampleValue } from './exampleValue';
import { kindNamed } from './idRows';
import { escapeSnippet } from './snippetText';

/** Whole bodies, on an empty line or on a word where the body of a request would start. */
export const wholeBodies: CompletionSource = (place, { resources }) => {
  const span = bodyStart(place);
  if (!span) return [];
  const match = endpointOf(place.file, place.block);
  if (!match?.endpoint.requestBody) return [];
  const { endpoint, params } = match;
  const schema = schemaOfBody(endpoint);
  const also = contentType(place, endpoint);
  const all = schema?.maxProperties === 1 ? events(schema, resources.byId(params.get('device')?.value ?? '')?.type) : [example(endpoint, (name) => inSnippet(params.get(name)?.value))];
  return all.map(({ label, description, snippet }): Completion => ({
    kind: 'snippet', label, description, span, insert: snippet.replaceAll('\n', lineEndOf(place.file)), isSnippet: true, ...(startsWithId(snippet, resources) && { continues: true }), ...(also && { also: [also] }),
  }));
};

/** The events that a device of a type sends, in front of the others. */
export function eventsFirst(events: readonly string[], type: string | undefined): readonly string[] {
  const own = deviceTypes.find((device) => device.type === type)?.events ?? [];
  return [...own.filter((name) => events.includes(name)), ...events.filter((name) => !own.includes(name))];
}

/** Then ids are proposed in the first hole. */
function startsWithId(snippet: string, resources: Resources): boolean {
  const kind = kindNamed(/\$\{1:(\w+)\}/.exec(snippet)?.[1] ?? '');
  return kind !== undefined && resources.all(kind).length > 0;
}

interface Whole {
  readonly label: string;
  readonly description: string;
  /** Its lines end with LF. */
  readonly snippet: string;
}

function example(endpoint: Endpoint, inPath: (parameter: string) => string | undefined): Whole {
  return { label: exampleFields(endpoint).join(', '), description: 'body', snippet: exampleBody(endpoint, tabStops(), inPath) ?? '' };
}

/** An id or a variable of the path, to be written in a body too; undefined for what is neither. */
function inSnippet(value = ''): string | undefined {
  return /^(?:(?!-*$)[\w-]+|\{\{[\w.-]+\}\})$/.test(value) ? escapeSnippet(value) : undefined;
}

function events({ properties = {} }: FieldSchema, type: string | undefined): readonly Whole[] {
  return eventsFirst(Object.keys(properties), type).map((name) => {
    const { snippet } = exampleValue({ name, schema: properties[name], isProposed: () => false });
    return { label: name, description: 'event', snippet: `{\n  "${name}": ${snippet}\n\\}` };
  });
}

/** Where a body would start: behind a blank line, with nothing but a word there. */
function bodyStart({ offset, block, line, file }: CompletionPlace): Span | undefined {
  const { request } = block;
  if (!request || offset < request.line.next || offset > line.end) return undefined;
  if (line.kind === 'body') {
    const word = /^[ \t]*(\w*)$/.exec(file.text.slice(line.start, Math.min(line.end, line.start + 40)))?.[1];
    return word === undefined || request.body?.lines.length !== 1 ? undefined : { start: line.end - word.length, end: line.end };
  }
  const above = block.lines[block.lines.indexOf(line) - 1];
  return line.kind === 'blank' && !request.body && !request.save && above?.kind === 'blank' ? { start: offset, end: offset } : undefined;
}

const head: ReadonlySet<Line['kind']> = new Set(['request-line', 'query', 'header']);

/** The header that a body needs; undefined when it is there. */
function contentType({ file, block }: CompletionPlace, { requestBody }: Endpoint): TextEdit | undefined {
  if (!block.request || block.request.headers.some(({ name }) => textOf(file, name).toLowerCase() === 'content-type')) return undefined;
  const at = block.lines.findLast(({ kind }) => head.has(kind))?.end ?? block.request.line.end;
  return { span: { start: at, end: at }, newText: `${lineEndOf(file)}Content-Type: ${requestBody?.contentType ?? 'application/json'}` };
}

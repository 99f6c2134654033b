import type { Endpoint } from '../../../api/description';
import type { FieldSchema } from '../../../api/events';
import { childSchema, schemaOfBody } from '../schemaAt';
import { choiceOf } from './exampleValue';
import { escapeSnippet, TabStops } from './snippetText';

/** How the places of an example are written that somebody fills in. */
export interface Blanks {
  /** A place with a text to be replaced. */
  readonly text: (example: string) => string;
  /** A place for one of the values that a schema has, `usual` first; undefined where it can be any. */
  readonly choice: (schema: FieldSchema | undefined, usual: unknown) => string | undefined;
  /** What is no such place. */
  readonly plain: (text: string) => string;
}

/** Places as tab stops in the editor's snippet syntax, numbered on. */
export function tabStops(): Blanks {
  const stops = new TabStops();
  return { text: (example) => stops.next(example), choice: (schema, usual) => choiceOf(schema, usual, stops), plain: escapeSnippet };
}

/**
 * The body that the description's example of an endpoint has, JSON or a form; its lines end in LF.
 * Undefined when it takes none.
 *
 * @param inPath What the path has for a parameter, as it stands in a snippet: a body that names the same thing has it too. Default: nothing.
 */
export function exampleBody(endpoint: Endpoint, blanks: Blanks, inPath: (parameter: string) => string | undefined = () => undefined): string | undefined {
  const { body } = endpoint.example.request;
  if (body === undefined) return undefined;
  if (typeof body !== 'string') return exampleJson(body, schemaOfBody(endpoint), { ...blanks, ids: idsOf(endpoint, inPath) });
  return body.split(/(<\w+>)/).map((piece) => (piece.startsWith('<') ? blanks.text(piece.slice(1, -1)) : blanks.plain(piece))).join('');
}

/** Blanks, and what stands for the ids of an example that are in its path. */
interface BodyBlanks extends Blanks {
  readonly ids: ReadonlyMap<string, string>;
}

/** By the id that the example has in its path: a transfer takes devices of another project than its path names. */
function idsOf({ path, example }: Endpoint, inPath: (parameter: string) => string | undefined): ReadonlyMap<string, string> {
  const ids = new URL(example.request.url).pathname.replace(/^\/v2(?=\/)/, '').split('/');
  return new Map(path.split('/').flatMap((segment, index): readonly (readonly [string, string])[] => {
    const name = /^\{(\w+)\}/.exec(segment)?.[1];
    const written = name === undefined ? undefined : inPath(name);
    return written === undefined ? [] : [[(ids[index] ?? '').replace(/:\w+$/, ''), written]];
  }));
}

/** The names of the fields in it, in order; empty when there is none. */
export function exampleFields(endpoint: Endpoint): readonly string[] {
  const { body } = endpoint.example.request;
  return typeof body === 'string' ? [...body.matchAll(/(\w+)=/g)].map(([, name = '']) => name) : Object.keys(body ?? {});
}

/** Indented by two blanks; lists of plain values stay on their line. Calls itself for what is inside: an example of ours is never deep. */
function exampleJson(value: unknown, schema: FieldSchema | undefined, blanks: BodyBlanks, indent = ''): string {
  const { plain, text, choice } = blanks;
  const chosen = choice(schema, value);
  if (chosen !== undefined) return chosen;
  if (typeof value === 'string') return `"${exampleText(value, blanks)}"`;
  if (typeof value !== 'object' || value === null) return text(JSON.stringify(value));
  const inner = `${indent}  `;
  const isList = Array.isArray(value);
  const items = Object.entries(value).map(([name, each]) => `${isList ? '' : `${plain(JSON.stringify(name))}: `}${exampleJson(each, schema && childSchema(schema, isList ? 0 : name), blanks, inner)}`);
  const [open, close] = isList ? ['[', ']'] : ['{', plain('}')];
  if (items.length === 0 || (isList && typeof value[0] === 'string')) return `${open}${items.join(', ')}${close}`;
  return `${open}\n${items.map((item) => inner + item).join(',\n')}\n${indent}${close}`;
}

/** Of a resource name each id is a place, unless the path has it. */
function exampleText(value: string, { text, plain, ids }: BodyBlanks): string {
  const pieces = value.split('/');
  if (!/^(organizations|projects)\/[^/]/.test(value) || pieces.length % 2 > 0) return text(JSON.stringify(value).slice(1, -1));
  return pieces.map((piece, index) => (index % 2 === 0 ? plain(piece) : ids.get(piece) ?? text((pieces[index - 1] ?? '').replace(/s$/, '')))).join('/');
}

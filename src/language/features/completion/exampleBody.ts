import type { Endpoint } from '../../../api/description';
import { escapeSnippet, TabStops } from './snippetText';

/** How the places of an example are written that somebody fills in. */
export interface Blanks {
  /** A place with a text to be replaced. */
  readonly text: (example: string) => string;
  /** What is no such place. */
  readonly plain: (text: string) => string;
}

/** Places as tab stops in the editor's snippet syntax, numbered on. */
export function tabStops(): Blanks {
  const stops = new TabStops();
  return { text: (example) => stops.next(example), plain: escapeSnippet };
}

/**
 * The body that the description's example of an endpoint has, JSON or a form; its lines end in LF.
 * Undefined when it takes none.
 */
export function exampleBody(endpoint: Endpoint, blanks: Blanks): string | undefined {
  const { body } = endpoint.example.request;
  if (body === undefined) return undefined;
  if (typeof body !== 'string') return exampleJson(body, blanks);
  return body.split(/(<\w+>)/).map((piece) => (piece.startsWith('<') ? blanks.text(piece.slice(1, -1)) : blanks.plain(piece))).join('');
}

/** The names of the fields in it, in order; empty when there is none. */
export function exampleFields(endpoint: Endpoint): readonly string[] {
  const { body } = endpoint.example.request;
  return typeof body === 'string' ? [...body.matchAll(/(\w+)=/g)].map(([, name = '']) => name) : Object.keys(body ?? {});
}

/** Indented by two blanks; lists of plain values stay on their line. Calls itself for what is inside: an example of ours is never deep. */
function exampleJson(value: unknown, blanks: Blanks, indent = ''): string {
  const { plain, text } = blanks;
  if (typeof value === 'string') return `"${exampleText(value, blanks)}"`;
  if (typeof value !== 'object' || value === null) return text(JSON.stringify(value));
  const inner = `${indent}  `;
  const isList = Array.isArray(value);
  const items = Object.entries(value).map(([name, each]) => `${isList ? '' : `${plain(JSON.stringify(name))}: `}${exampleJson(each, blanks, inner)}`);
  const [open, close] = isList ? ['[', ']'] : ['{', plain('}')];
  if (items.length === 0 || (isList && typeof value[0] === 'string')) return `${open}${items.join(', ')}${close}`;
  return `${open}\n${items.map((item) => inner + item).join(',\n')}\n${indent}${close}`;
}

/** Of a resource name each id is a place. */
function exampleText(value: string, { text, plain }: Blanks): string {
  const pieces = value.split('/');
  if (!/^(organizations|projects)\/[^/]/.test(value) || pieces.length % 2 > 0) return text(JSON.stringify(value).slice(1, -1));
  return pieces.map((piece, index) => (index % 2 === 0 ? plain(piece) : text((pieces[index - 1] ?? '').replace(/s$/, '')))).join('/');
}

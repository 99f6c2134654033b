import type { FieldSchema } from '../../../api/events';
import { isSecretName } from '../../../http/redact';
import type { ResourceKind } from '../resources';
import { escapeSnippet, TabStops } from './snippetText';

/** What is known of a value for which an example is made. */
export interface ExampleOf {
  /** Of the property; of an item that of its list. */
  readonly name: string;
  readonly schema: FieldSchema | undefined;
  /** What the description's example has there, if anything. */
  readonly example?: unknown;
  /** Whether there are proposals for a form of resource names: `['projects', '{project}']`. */
  readonly isProposed: (form: readonly string[]) => boolean;
}

/** A value to be filled in, as a snippet of the editor; and whether the first place in it has proposals of its own. */
export interface ExampleValue {
  readonly snippet: string;
  readonly continues: boolean;
}

/** JSON on one line for a property or an item. */
export function exampleValue(of: ExampleOf, stops = new TabStops()): ExampleValue {
  const { schema, example } = of;
  const [type] = typesOf(schema);
  const options = optionsOf(schema);
  if (options.length === 1) return filled(escapeSnippet(options[0] ?? ''));
  const choice = choiceOf(schema, example, stops);
  if (choice !== undefined) return filled(choice);
  if (schema?.format === 'date-time') return { snippet: `"${stops.next('')}"`, continues: true };
  switch (type) {
    case 'integer':
    case 'number':
      return filled(stops.next(String(typeof example === 'number' ? example : (numbers[schema?.unit ?? ''] ?? 0))));
    case 'array': {
      const description = schema?.items?.description ?? schema?.description;
      const item = exampleValue({ ...of, schema: { ...schema?.items, ...(description !== undefined && { description }) }, example: Array.isArray(example) ? (example as unknown[])[0] : undefined }, stops);
      return { ...item, snippet: `[${item.snippet}]` };
    }
    case 'object':
      return exampleObject(of, stops);
    default:
      return exampleText(of, stops);
  }
}

/**
 * A place where one of several values goes, which the editor proposes itself; undefined where it can be any.
 *
 * @param usual Comes first, where it is one of them.
 */
export function choiceOf(schema: FieldSchema | undefined, usual: unknown, stops: TabStops): string | undefined {
  const all = [...optionsOf(schema), ...(typesOf(schema).includes('boolean') ? ['true', 'false'] : [])];
  if (all.length < 2) return undefined;
  const first = JSON.stringify(usual);
  const options = [...all.filter((option) => option === first), ...all.filter((option) => option !== first)];
  // Of texts the quotes stay, whatever is chosen.
  return options.every((option) => option.startsWith('"')) ? `"${stops.choice(options.map((option) => option.slice(1, -1)))}"` : stops.choice(options);
}

function filled(snippet: string): ExampleValue {
  return { snippet, continues: false };
}

/** Values that are not taken for zero or empty at a glance. */
const numbers: Readonly<Record<string, number>> = { '°C': 21.5, '%': 50, ppm: 600, Pa: 101325 };

/** The values that there are, as JSON; none where it can be any. */
export function optionsOf(schema: FieldSchema | undefined): readonly string[] {
  const options: readonly unknown[] = schema?.const !== undefined ? [schema.const] : (schema?.enum ?? []);
  return options.map((option) => JSON.stringify(option));
}

/** Some have several: `["number", "null"]`. */
export function typesOf(schema: FieldSchema | undefined): readonly string[] {
  return [schema?.type ?? []].flat();
}

function exampleObject({ schema, example, isProposed }: ExampleOf, stops: TabStops): ExampleValue {
  const { properties } = schema ?? {};
  if (!properties) return filled(schema?.additionalProperties ? `{ "${stops.next('key')}": "${stops.next('value')}" \\}` : `{ ${stops.next('')} \\}`);
  const inner = shownIn(schema ?? {}).map((name) => ({ name, ...exampleValue({ name, schema: properties[name], example: childOf(example, name), isProposed }, stops) }));
  if (inner.length === 0) return filled('{\\}');
  return { snippet: `{ ${inner.map(({ name, snippet }) => `"${name}": ${snippet}`).join(', ')} \\}`, continues: inner[0]?.continues === true };
}

/** What is required, or else three plain values: times are given by the API, and no secret belongs in a file. */
function shownIn({ required = [], properties = {} }: FieldSchema): readonly string[] {
  if (required.length > 0) return required;
  const isShown = ([name, schema]: [string, FieldSchema]) => schema.format !== 'date-time' && !isSecretName(name) && (schema.items?.enum || /string|number|integer/.test(String(schema.type)));
  return Object.entries(properties).filter(isShown).slice(0, 3).map(([name]) => name);
}

function exampleText({ name, schema, example, isProposed }: ExampleOf, stops: TabStops): ExampleValue {
  const form = formOf(name, schema?.description);
  if (!form) return filled(`"${stops.next(typeof example === 'string' ? JSON.stringify(example).slice(1, -1) : '')}"`);
  if (isProposed(form)) return { snippet: `"${stops.next('')}"`, continues: true };
  return filled(`"${form.map((piece) => (piece.startsWith('{') ? stops.next(piece.slice(1, -1)) : piece)).join('/')}"`);
}

/** What an example has under a name; undefined where it has nothing. */
export function childOf(example: unknown, step: string | number): unknown {
  return typeof example === 'object' && example !== null && Object.hasOwn(example, step) ? (example as Readonly<Record<string | number, unknown>>)[step] : undefined;
}

/**
 * The form of a resource name that a description starts with, piece by piece: `['projects', '{project}']`;
 * of a list of ids the one piece. Undefined where it gives none.
 */
export function formOf(name: string, description: string | undefined): readonly string[] | undefined {
  if (name === 'deviceIds') return ['{device}'];
  return /^(?:[a-zA-Z]+\/\{\w+\}\/?)+/.exec(description ?? '')?.[0].split('/');
}

const collections: Readonly<Record<string, ResourceKind>> = { organizations: 'organization', projects: 'project', devices: 'device', dataconnectors: 'connector', serviceaccounts: 'service-account' };

/** What a form names: of `projects/{sourceProject}` a project. Undefined for what is never seen. */
export function kindOf(form: readonly string[]): ResourceKind | undefined {
  return form.length === 1 ? 'device' : collections[form.at(-2) ?? ''];
}

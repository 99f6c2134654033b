import type { Schema } from '../../api/description';
import { isRecord } from '../../base/record';
import { filled, nameForm } from './nameForm';

/** Properties that a template shows where none is required. */
const mostShown = 3;

/**
 * A JSON body to be filled in: what is required and what the example of the endpoint has, or else what there can be.
 *
 * @param example Body of the example. Its lists and objects are shown; ids in them become words to be replaced: `projects/PROJECT`.
 */
export function bodyTemplate({ required = [], properties = {} }: Schema, example: unknown): string {
  const shown = new Map<string, unknown>(isRecord(example) ? Object.entries(example) : []);
  const names = [...new Set([...required, ...shown.keys()])];
  const all = names.length > 0 ? names : Object.keys(properties).slice(0, mostShown);
  const body = Object.fromEntries(all.map((name): [string, unknown] => {
    const value = shown.get(name);
    return [name, typeof value === 'object' ? value : JSON.parse(placeholder(name, properties[name]))];
  }));
  return JSON.stringify(body, undefined, 2)
    .replace(/(\w+)s\/(?:emu)?c0{9}\w+/g, (_, kind: string) => `${kind}s/${kind.toUpperCase()}`)
    .replace(/"(?:emu)?c0{9}\w+"/g, '"ID"')
    // The least that somebody can be given; of an organization there is but one.
    .replace(/"roles\/project[^"]*"/g, '"roles/project.user"')
    // Lists of one text stay on their line.
    .replace(/\[\s+("[^"]*")\s+\]/g, '[$1]');
}

/** A value to be replaced: JSON of the property's type. */
export function placeholder(name: string, schema: Schema | undefined): string {
  const form = nameForm(name, schema?.description);
  if (form && schema?.type === 'string') return JSON.stringify(filled(form));
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

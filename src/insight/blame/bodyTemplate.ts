import type { Schema } from '../../api/description';
import { filled, nameForm } from './nameForm';

/** Properties that a template shows where none is required. */
const mostShown = 3;

/** A JSON body to be filled in: what is required, or else what there can be. */
export function bodyTemplate({ required = [], properties = {} }: Schema): string {
  const names = required.length > 0 ? required : Object.keys(properties).slice(0, mostShown);
  if (names.length === 0) return '{}';
  return `{\n${names.map((name) => `  ${JSON.stringify(name)}: ${placeholder(name, properties[name])}`).join(',\n')}\n}`;
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

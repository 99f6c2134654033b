import type { Schema } from '../../api/description';
import { folded } from '../../base/nearest';
import type { WireRequest } from '../../http/exchange';
import type { RequestPart } from '../../http/requestPart';
import type { RequestView } from '../requestView';
import { jsonBody, propertyNames } from './body';
import { spellingsOf } from './query';

/** A part of the request that the API's message names. */
export interface NamedPart {
  /** As written in the request, or as described when the request lacks it. */
  readonly name: string;
  readonly part: RequestPart;
  readonly present: boolean;
}

/**
 * The query parameters and body properties that `message` names, in its order, each once. Both
 * spellings count (`pageSize`, `page_size`), and what the request holds comes before what it lacks.
 */
export function partsInMessage(message: string | undefined, view: RequestView, request: WireRequest): readonly NamedPart[] {
  if (message === undefined) return [];
  const words = message.slice(0, 2000).match(/[A-Za-z_][\w-]*/g) ?? [];
  const known = knownParts(view, request);
  const found = new Map<string, NamedPart>();
  for (const word of words) {
    const key = folded(word);
    const part = known.get(key);
    if (part && !found.has(key)) found.set(key, part);
  }
  return [...found.values()].sort((a, b) => Number(b.present) - Number(a.present));
}

/** By folded name. What was written wins over what is only described; the query over the body. */
function knownParts(view: RequestView, request: WireRequest): ReadonlyMap<string, NamedPart> {
  const parts = new Map<string, NamedPart>();
  const add = (name: string, part: RequestPart, present: boolean) => {
    const key = folded(name);
    if (!parts.has(key)) parts.set(key, { name, part, present });
  };
  for (const item of view.query) add(item.name, { kind: 'query', name: item.name, occurrence: item.occurrence, what: 'value' }, true);
  for (const { name, pointer } of propertyNames(jsonBody(request)?.root)) add(name, { kind: 'json', pointer, what: 'value' }, true);
  const endpoint = view.endpoint?.endpoint;
  for (const parameter of endpoint?.queryParams ?? []) {
    for (const name of spellingsOf(parameter)) add(name, { kind: 'request-line' }, false);
  }
  const body: RequestPart = request.body && request.body.length > 0 ? { kind: 'body' } : { kind: 'request-line' };
  for (const name of schemaNames(endpoint?.requestBody)) add(name, body, false);
  return parts;
}

function schemaNames(schema: Schema | null | undefined): readonly string[] {
  if (!schema) return [];
  const own = Object.entries(schema.properties ?? {}).flatMap(([name, inner]) => [name, ...schemaNames(inner)]);
  return [...own, ...schemaNames(schema.items)];
}

import type { Schema } from '../../api/description';
import { folded } from '../../base/nearest';
import type { WireRequest } from '../../http/exchange';
import type { RequestPart } from '../../http/requestPart';
import type { RequestView } from '../requestView';
import { jsonBody, propertyNames } from './jsonTree';
import type { Problem } from './problem';
import { spellingsOf } from './query';

/** A part of the request that the API's message names. */
export interface NamedPart {
  /** As written in the request, or as described when the request lacks it. */
  readonly name: string;
  readonly part: RequestPart;
  readonly present: boolean;
  /** Where it is, or would be. */
  readonly place: 'query' | 'body';
  /** False when the name is also a plain word, so that the message may mean something else. */
  readonly sure: boolean;
}

/** Names that a sentence about a request may hold as mere words. */
const plainWords: ReadonlySet<string> = new Set(
  `access account body bool boolean code data date description detail details device devices email error event events field filter
  format from header id index integer key keys label labels length limit list max message method min name names number object offset
  order organization page parameter path project projects property query range reason request resource result role scope size state
  status string text time to token type unit url user value values version`.split(/\s+/),
);

/** A word of a message and what stands around it. */
interface Mention {
  readonly word: string;
  /** Quoted, part of a path, or written as only names are. */
  readonly isMarked: boolean;
  /** Whether it is an ordinary word. */
  readonly isPlain: boolean;
}

/**
 * The query parameters and body properties that `message` names, each once; both spellings count
 * (`pageSize`, `page_size`). First come those that are also known to be wrong (`problems`), then
 * what the request holds, then what it lacks, each in the order of the message. Plain words count
 * only when nothing else is named.
 */
export function partsInMessage(message: string | undefined, view: RequestView, request: WireRequest, problems: readonly Problem[]): readonly NamedPart[] {
  if (message === undefined) return [];
  const known = knownParts(view, request);
  const wrong = new Set(problems.flatMap(({ name, meant }) => [folded(name), folded(meant ?? name)]));
  const found = new Map<string, NamedPart>();
  for (const { word, isMarked, isPlain } of mentions(message.slice(0, 2000))) {
    const key = folded(word);
    const part = known.get(key);
    if (!part) continue;
    // Names of the author's own, those of labels, may be any word of a sentence: "a", "must".
    const sure = isMarked || wrong.has(key) || (!isPlain && part.isDescribed);
    if (sure || !found.has(key)) found.set(key, { name: part.name, part: part.part, present: part.present, place: part.place, sure: sure || found.get(key)?.sure === true });
  }
  const named = [...found.values()];
  const sure = named.filter((part) => part.sure);
  const score = (part: NamedPart) => Number(wrong.has(folded(part.name))) * 2 + Number(part.present);
  return (sure.length > 0 ? sure : named).sort((a, b) => score(b) - score(a));
}

function mentions(message: string): readonly Mention[] {
  return [...message.matchAll(/[A-Za-z_][\w-]*/g)].flatMap(({ 0: word, index }) => {
    const before = message.slice(0, index);
    const after = message.slice(index + word.length);
    const isMarked = isQuoted(before, after) || /\w\.$/.test(before.slice(-2)) || /^\.\w/.test(after) || /_|[a-z][A-Z]/.test(word);
    const isPlain = plainWords.has(word.toLowerCase());
    // "value for key", "query parameter x": words about another name.
    return !isMarked && isPlain && /^ (for|of|in|parameter|string|field|property)\b/.test(after) ? [] : [{ word, isMarked, isPlain }];
  });
}

/** Also inside a quoted path: `"labels/name"`. */
function isQuoted(before: string, after: string): boolean {
  return /["'`\u2018\u201c][\w.[\]/]*$/.test(before.slice(-100)) && /^[\w.[\]/]*["'`\u2019\u201d]/.test(after.slice(0, 100));
}

type KnownPart = Omit<NamedPart, 'sure'> & { /** Whether the API's description has the name. */ readonly isDescribed: boolean };

/** By folded name. What was written wins over what is only described; the query over the body. */
function knownParts(view: RequestView, request: WireRequest): ReadonlyMap<string, KnownPart> {
  const parts = new Map<string, KnownPart>();
  const endpoint = view.endpoint?.endpoint;
  const inBody = schemaNames(endpoint?.requestBody);
  const described = new Set([...(endpoint?.queryParams ?? []).flatMap(spellingsOf), ...inBody].map(folded));
  const add = (name: string, place: NamedPart['place'], part: RequestPart, present: boolean) => {
    const key = folded(name);
    if (!parts.has(key)) parts.set(key, { name, part, present, place, isDescribed: described.has(key) });
  };
  for (const item of view.query) add(item.name, 'query', { kind: 'query', name: item.name, occurrence: item.occurrence, what: 'value' }, true);
  for (const { name, pointer } of propertyNames(jsonBody(request)?.root)) add(name, 'body', { kind: 'json', pointer, what: 'value' }, true);
  for (const parameter of endpoint?.queryParams ?? []) {
    for (const name of spellingsOf(parameter)) add(name, 'query', { kind: 'request-line' }, false);
  }
  const body: RequestPart = request.body && request.body.length > 0 ? { kind: 'body' } : { kind: 'request-line' };
  for (const name of inBody) add(name, 'body', body, false);
  return parts;
}

function schemaNames(schema: Schema | null | undefined): readonly string[] {
  if (!schema) return [];
  const own = Object.entries(schema.properties ?? {}).flatMap(([name, inner]) => [name, ...schemaNames(inner)]);
  return [...own, ...schemaNames(schema.items)];
}

import { findPath } from '../../api/description';
import { percentDecoded } from '../../base/percent';
import type { RequestView } from '../requestView';

/** An id in a path that can be the one that is missing. */
export interface IdCandidate {
  /** Name of the path parameter: `project`. */
  readonly param: string;
  readonly value: string;
  /** Of the path after the base. */
  readonly segment: number;
}

/**
 * Path parameters that can be the missing resource, in order. `-` is the wildcard and names nothing.
 * In `…/devices:transfer` and the like these are the ids of the path, never those in the body
 * (error documentation: 404).
 */
export function idCandidates(view: RequestView): readonly IdCandidate[] {
  return pathParameters(view).filter(({ value }) => value !== '-');
}

/** Path parameters that hold the wildcard `-`, which not every path takes. */
export function wildcards(view: RequestView): readonly IdCandidate[] {
  return pathParameters(view).filter(({ value }) => value === '-');
}

function pathParameters(view: RequestView): readonly IdCandidate[] {
  const endpoint = view.endpoint ?? (view.api && view.baseLength === view.expectedBase.length ? findPath(view.api, view.relativePath)[0] : undefined);
  if (!endpoint) return [];
  return [...endpoint.params]
    .map(([param, { value, segment }]) => ({ param, value, segment }))
    .sort((a, b) => a.segment - b.segment);
}

/**
 * The one candidate that the API's message speaks of: by its value first, else by the word for it
 * (`project`, `service account`). Undefined when the message names none, or several.
 */
export function nameInText(message: string | undefined, candidates: readonly IdCandidate[]): IdCandidate | undefined {
  if (message === undefined) return undefined;
  const text = message.slice(0, 2000).toLowerCase();
  const byValue = candidates.filter((candidate) => candidate.value.length >= 4 && containsWord(text, candidate.value.toLowerCase()));
  if (byValue.length > 0) return byValue.length === 1 ? byValue[0] : undefined;
  const folded = text.replace(/[\s_-]+/g, ' ');
  const byName = candidates.filter((candidate) => spellings(candidate.param).some((name) => containsWord(folded, name)));
  return byName.length === 1 ? byName[0] : undefined;
}

/** `serviceaccount` as people write it: `service account`. */
export function wordFor(param: string): string {
  return param.replace(/^(service|data|contact)(account|connector|group)$/i, '$1 $2').toLowerCase();
}

/** `serviceaccount` is also written `service account`. */
function spellings(param: string): readonly string[] {
  return [param.toLowerCase(), wordFor(param)];
}

/** Whether `word` stands in `text` by itself; both in lower case. */
export function containsWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const before = text[at - 1] ?? ' ';
    const after = text[at + word.length] ?? ' ';
    if (!/[a-z0-9]/.test(before) && !/[a-z0-9]/.test(after)) return true;
  }
  return false;
}

/**
 * In which way a text is no id: a placeholder that was never filled, a whole resource name (or the
 * email that holds an id), or merely unlike all ids that were published.
 */
export interface IdShape {
  readonly kind: 'placeholder' | 'whole-name' | 'unlike';
  /** The id that is in it. */
  readonly id?: string;
}

/** Length of the ids that the API makes. Emulated devices have `emu` in front of it. Sources: Python client, samples. */
export const idLength = 20;

/** Parameters that hold ids of the API's making. Labels and roles have names; ids of contacts were never published. */
const made: ReadonlySet<string> = new Set(['project', 'organization', 'device', 'member', 'dataconnector', 'serviceaccount', 'key']);

/** What speaks against `value`, as sent, being an id of this kind; undefined when nothing does. */
export function shapeOf(param: string, value: string): IdShape | undefined {
  if (param === 'label' || param === 'role') return undefined;
  const text = percentDecoded(value);
  if (!made.has(param)) return /[<>{}[\]$]|^[A-Z_]{2,}$/.test(text) ? { kind: 'placeholder' } : undefined;
  if (isPlaceholder(text)) return { kind: 'placeholder' };
  if (isId(param, text)) return undefined;
  const inner = text.replace(/^.*\//s, '').replace(/@.*$/s, '');
  const found = isId(param, inner) ? inner : isId(param, inner.toLowerCase()) ? inner.toLowerCase() : undefined;
  return { kind: text.includes('/') ? 'whole-name' : 'unlike', ...(found !== undefined && { id: found }) };
}

/** `YOUR_PROJECT_ID`, `<device>`, `{project}`, `$PROJECT`: ids have neither brackets nor `_`, nor upper case alone. */
function isPlaceholder(text: string): boolean {
  return /[<>{}[\]$]/.test(text) || (/_/.test(text) && !text.includes('/')) || /^[A-Z]{2,}$/.test(text);
}

function isId(param: string, text: string): boolean {
  const body = param === 'device' ? text.replace(/^emu/, '') : text;
  // Members that are people have numbers.
  return /^[a-z0-9]{20}$/.test(body) || /^[a-z0-9]{20}$/.test(text) || (param === 'member' && /^\d+$/.test(text));
}
